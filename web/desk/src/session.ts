/** Who is logged in, what they may do, and the login that comes back over the page when it has run out. */
import { computed, ref } from 'vue'
import { api, setUnauthorizedHandler } from '@shared/api'
import { setDraftOwner, sweepDrafts } from '@shared/drafts'
import type { PublicConfig, Role, Session } from '@shared/types'

export const session = ref<Session | null>(null)
export const config = ref<PublicConfig | null>(null)
/** The login dialog over the page is open. */
export const reloginOpen = ref(false)

let waiting: ((ok: boolean) => void)[] = []

export function setSession(s: Session | null): void {
  session.value = s
  setDraftOwner(s ? s.user_id : null)
}

export async function startSession(): Promise<void> {
  sweepDrafts()
  setUnauthorizedHandler(askLogin)
  const [s, c] = await Promise.allSettled([api.session(), api.get<PublicConfig>('/public/config')])
  if (c.status === 'fulfilled') config.value = c.value
  if (s.status === 'rejected') throw s.reason
  setSession(s.value)
}

/** 401 in the middle of work: ask for the password over the page, then the call is sent again. */
function askLogin(): Promise<boolean> {
  if (!session.value) return Promise.resolve(false)
  reloginOpen.value = true
  return new Promise((resolve) => waiting.push(resolve))
}

export function endRelogin(ok: boolean): void {
  reloginOpen.value = false
  for (const resolve of waiting) resolve(ok)
  waiting = []
}

export function has(...roles: Role[]): boolean {
  return !!session.value?.roles.some((r) => roles.includes(r))
}

const STAFF: Role[] = ['officer', 'district_admin', 'city_admin', 'legal', 'hotline', 'leader', 'supervision']

/** Bureau readers. */
export const isStaff = computed(() => has(...STAFF))
/** May change enterprises, liaisons and plates. */
export const isAdmin = computed(() => has('district_admin', 'city_admin'))
export const isCityAdmin = computed(() => has('city_admin'))
/** Only the enterprise's or a facility's own people: they work on the phone pages. */
export const isOutsider = computed(() => !!session.value && session.value.roles.every((r) => r === 'enterprise' || r === 'facility'))
/** May look behind a mask, for a reason. */
export const READERS_MASKED = STAFF
