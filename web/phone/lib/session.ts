/**
 * Who is logged in on this phone. The cookie is the server's; the phone remembers who it was, so that the app opens
 * without a network: id, name, roles. The server decides again as soon as it can be reached.
 */
import { computed, ref } from 'vue'

import { api, ApiError } from '@shared/api'
import { setDraftOwner } from '@shared/drafts'
import type { Session } from '@shared/types'

import { kvDrop, kvGet, kvSet } from './db'

export const session = ref<Session | null>(null)
/** The session as remembered: the server has not confirmed it since the page was opened. */
export const remembered = ref(false)
/** Set while a call waits for a new log-in: the form is shown over the page, what was typed stays. */
export const loginWanted = ref<((again: boolean) => void) | null>(null)

export const isOfficer = computed(() => !!session.value?.roles.includes('officer'))
export const isEnterprise = computed(() => !isOfficer.value && !!session.value?.roles.includes('enterprise'))

const KEY = 'session'
/** With somebody remembered, an old phone at a bad spot does not wait longer for the server. */
const PATIENCE_MS = 4000

type Remembered = Omit<Session, 'csrf' | 'totp_on'>

/** Things to do when it is known who is here; set by main.ts, so that this module needs none of them. */
let onAdopt: ((s: Session | null) => void) | null = null
export function setOnAdopt(f: (s: Session | null) => void): void {
  onAdopt = f
}

function set(s: Session | null): void {
  session.value = s
  setDraftOwner(s ? s.user_id : null)
  onAdopt?.(s)
}

/** The server has said who is logged in. */
export function adopt(s: Session | null): void {
  remembered.value = false
  set(s)
  if (!s) void kvDrop(KEY).catch(() => undefined)
  else {
    const { csrf: _csrf, totp_on: _totp, ...rest } = s
    void kvSet(KEY, rest satisfies Remembered).catch(() => undefined)
  }
}

async function fromMemory(): Promise<Session | null> {
  const r = await kvGet<Remembered>(KEY).catch(() => undefined)
  return r ? { ...r, csrf: '', totp_on: false } : null
}

/** Asks the server once; later calls answer from memory. Without a network: who it was. Throws if nobody is known. */
export async function loadSession(): Promise<Session | null> {
  if (session.value) return session.value
  const before = await fromMemory()
  if (!before) {
    adopt(await api.session())
    return session.value
  }
  const asked = api.session({ timeoutMs: 20_000 })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), PATIENCE_MS)
  })
  try {
    const first = navigator.onLine ? await Promise.race([asked, late]) : await Promise.race([asked, Promise.resolve('late' as const)])
    if (first !== 'late') {
      adopt(first)
      return session.value
    }
  } catch (e) {
    if (e instanceof ApiError && !e.offline && e.status < 500) throw e
  } finally {
    clearTimeout(timer)
  }
  remembered.value = true
  set(before)
  void asked.then((s) => void confirmed(s)).catch(() => undefined)
  return session.value
}

function confirmed(s: Session | null): number | null {
  // A log-in that has ended is asked for by the first call that needs one; what was opened stays open.
  if (s && s.user_id === session.value?.user_id) adopt(s)
  return s?.user_id ?? null
}

/** Who the server says is logged in; asked only if it has not said so since the page was opened, or `afresh`. */
export async function whoIsIn(afresh = false): Promise<number | null> {
  if (session.value && !remembered.value && !afresh) return session.value.user_id
  return confirmed(await api.session({ timeoutMs: 15_000 }))
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

/** Ends the session here at once, and on the server if it can be reached. */
export async function logout(): Promise<void> {
  await api.logout().catch(() => undefined)
  adopt(null)
}
