/** Who is logged in on this phone. Nothing of it is kept on the phone itself: the cookie is the server's. */
import { computed, ref } from 'vue'

import { api } from '@shared/api'
import { setDraftOwner } from '@shared/drafts'
import type { Session } from '@shared/types'

export const session = ref<Session | null>(null)
/** Set while a call waits for a new log-in: the form is shown over the page, what was typed stays. */
export const loginWanted = ref<((again: boolean) => void) | null>(null)

export const isOfficer = computed(() => !!session.value?.roles.includes('officer'))
export const isEnterprise = computed(() => !isOfficer.value && !!session.value?.roles.includes('enterprise'))

export function adopt(s: Session | null): void {
  session.value = s
  setDraftOwner(s ? s.user_id : null)
}

/** Asks the server once; later calls answer from memory. Throws when the server cannot be reached. */
export async function loadSession(): Promise<Session | null> {
  if (!session.value) adopt(await api.session())
  return session.value
}

/** The first screen of a role. */
export function homeOf(s: Session): string {
  if (s.roles.includes('officer')) return '/m/scan'
  return s.roles.includes('enterprise') ? '/m/who' : '/m/me'
}

let waiting: Promise<boolean> | null = null

/** Shows the log-in over the page; one form for all calls that wait. */
export function askLogin(): Promise<boolean> {
  if (!session.value) return Promise.resolve(false)
  waiting ??= new Promise<boolean>((resolve) => {
    loginWanted.value = (again) => {
      loginWanted.value = null
      waiting = null
      resolve(again)
    }
  })
  return waiting
}

export async function logout(): Promise<void> {
  await api.logout()
  adopt(null)
}
