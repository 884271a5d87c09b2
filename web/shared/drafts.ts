/** What a person has typed but not sent, kept in this browser by user and purpose, for a week. */
import { onScopeDispose, watch, type WatchSource } from 'vue'

const PREFIX = 'wurao.draft.'
const KEEP_MS = 7 * 86_400_000

interface Stored {
  at_ms: number
  value: unknown
}

let owner = '0'

/** Drafts of one user are not shown to another on the same machine. */
export function setDraftOwner(userId: number | string | null): void {
  owner = String(userId ?? '0')
}

const name = (key: string): string => `${PREFIX}${owner}.${key}`

export function saveDraft(key: string, value: unknown): void {
  try {
    localStorage.setItem(name(key), JSON.stringify({ at_ms: Date.now(), value } satisfies Stored))
  } catch {
    // Full or forbidden: the page itself still holds what was typed.
  }
}

export interface Draft<T> {
  value: T
  at_ms: number
}

export function loadDraft<T>(key: string): Draft<T> | null {
  try {
    const text = localStorage.getItem(name(key))
    if (!text) return null
    const stored = JSON.parse(text) as Stored
    if (stored.value === null || Date.now() - stored.at_ms > KEEP_MS) {
      localStorage.removeItem(name(key))
      return null
    }
    return { value: stored.value as T, at_ms: stored.at_ms }
  } catch {
    return null
  }
}

export function dropDraft(key: string): void {
  try {
    localStorage.removeItem(name(key))
  } catch {
    // Nothing to drop.
  }
}

/** Keeps the source as a draft while it changes (400 ms after the last keystroke). Returns a function that drops it. */
export function useDraft<T>(key: () => string, source: WatchSource<T>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: { key: string; value: T } | null = null
  const flush = (): void => {
    clearTimeout(timer)
    // null: what was typed has been taken back, and nothing is left to keep
    if (pending) {
      if (pending.value === null) dropDraft(pending.key)
      else saveDraft(pending.key, pending.value)
    }
    pending = null
  }
  watch(
    source,
    (value) => {
      pending = { key: key(), value }
      clearTimeout(timer)
      timer = setTimeout(flush, 400)
    },
    { deep: true },
  )
  // A reload or a closed page within those 400 ms must lose nothing either.
  window.addEventListener('pagehide', flush)
  onScopeDispose(() => {
    window.removeEventListener('pagehide', flush)
    flush()
  })
  return () => {
    clearTimeout(timer)
    pending = null
    dropDraft(key())
  }
}

/** Removes drafts older than a week, of every user. */
export function sweepDrafts(): void {
  try {
    for (const k of Object.keys(localStorage)) {
      if (!k.startsWith(PREFIX)) continue
      const stored = JSON.parse(localStorage.getItem(k) ?? '{}') as Partial<Stored>
      if (!stored.at_ms || Date.now() - stored.at_ms > KEEP_MS) localStorage.removeItem(k)
    }
  } catch {
    // A foreign value under our prefix: leave it.
  }
}
