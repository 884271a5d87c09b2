/** What an enterprise's phone has to tell and could not send: kept here by user, sent when there is a network. */
import { computed, ref } from 'vue'

import { api, ApiError } from '@shared/api'

import { session } from './session'

export interface Waiting {
  path: string
  body: Record<string, unknown>
  at_ms: number
  /** The server's refusal: not sent again, shown until it is put away. */
  refused?: string
}

const MAX = 50
const items = ref<Waiting[]>([])
let loadedFor = ''
let sending: Promise<void> | null = null

const name = (): string => `wurao.outbox.${session.value?.user_id ?? 0}`

function load(): void {
  if (loadedFor === name()) return
  loadedFor = name()
  try {
    const list = JSON.parse(localStorage.getItem(loadedFor) ?? '[]') as Waiting[]
    items.value = Array.isArray(list) ? list : []
  } catch {
    items.value = []
  }
}

function keep(): void {
  try {
    localStorage.setItem(loadedFor, JSON.stringify(items.value))
  } catch {
    // Full or forbidden: it lives as long as the page.
  }
}

const drop = (w: Waiting): void => {
  items.value = items.value.filter((x) => x !== w)
  keep()
}

export const waitingN = computed(() => items.value.filter((w) => !w.refused).length)
export const refusedItems = computed(() => items.value.filter((w) => w.refused))
export const putAway = drop

const later = (e: unknown): boolean => !(e instanceof ApiError) || e.offline || e.status >= 500 || [401, 408, 425, 429].includes(e.status)

/** Sends at once. @returns the reply, or null when it is kept for later. Throws a refusal. */
export async function sendOrKeep<T>(path: string, body: Record<string, unknown>): Promise<T | null> {
  load()
  try {
    return await api.post<T>(path, body, { timeoutMs: 15_000 })
  } catch (e) {
    if (!later(e)) throw e
    items.value = [...items.value, { path, body, at_ms: Date.now() }].slice(-MAX)
    keep()
    return null
  }
}

async function sendAll(): Promise<void> {
  for (const w of items.value.filter((x) => !x.refused)) {
    try {
      await api.post(w.path, w.body, { timeoutMs: 15_000, quiet401: true })
      drop(w)
    } catch (e) {
      if (later(e)) return
      w.refused = e instanceof ApiError ? e.text : String(e)
      items.value = [...items.value]
      keep()
    }
  }
}

/** Sends what waits; calls at the same time share one run. */
export function flush(): Promise<void> {
  load()
  sending ??= sendAll().finally(() => {
    sending = null
  })
  return sending
}

window.addEventListener('online', () => void flush())
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && session.value) void flush()
})
