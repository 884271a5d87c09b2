/** Loading and sending, with the states that a page shows. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef, type WatchSource } from 'vue'
import { ApiError } from '@shared/api'
import { locale, messages } from '@shared/i18n'

const t = messages({
  bug: ['页面出错：{what}', 'The page failed: {what}'],
})

/** Anything thrown, as an ApiError that can be shown. */
export function asApiError(e: unknown): ApiError {
  if (e instanceof ApiError) return e
  return new ApiError(-1, 'page.bug', t('bug', { what: e instanceof Error ? e.message : String(e) }))
}

export interface Loaded<T> {
  data: ShallowRef<T | null>
  error: Ref<ApiError | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/** Runs the reader now and whenever a source changes. What was shown stays until the new data is there. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, sources: WatchSource | WatchSource[] = []): Loaded<T> {
  const data = shallowRef<T | null>(null)
  const error = ref<ApiError | null>(null) as Ref<ApiError | null>
  const loading = ref(false)
  let abort: AbortController | null = null

  async function reload(): Promise<void> {
    abort?.abort()
    const mine = new AbortController()
    abort = mine
    loading.value = true
    try {
      const value = await read(mine.signal)
      if (mine.signal.aborted) return
      data.value = value
      error.value = null
    } catch (e) {
      if (mine.signal.aborted) return
      error.value = asApiError(e)
    } finally {
      if (abort === mine) loading.value = false
    }
  }

  // The server words some of what it sends: a change of language reads it again.
  watch([locale, ...(Array.isArray(sources) ? sources : [sources])], () => void reload(), { immediate: true })
  onScopeDispose(() => abort?.abort())
  return { data, error, loading, reload }
}

export interface Submit<A extends unknown[]> {
  busy: Ref<boolean>
  error: Ref<ApiError | null>
  /** Message for one field, or '' */
  at: (path: string) => string
  /** True if it went through. */
  run: (...args: A) => Promise<boolean>
  clear: () => void
}

/** A call that changes something: one at a time, faults kept for the fields. */
export function useSubmit<A extends unknown[]>(send: (...args: A) => Promise<unknown>): Submit<A> {
  const busy = ref(false)
  const error = ref<ApiError | null>(null) as Ref<ApiError | null>
  return {
    busy,
    error,
    at: (path) => error.value?.byPath[path] ?? '',
    clear: () => {
      error.value = null
    },
    async run(...args) {
      if (busy.value) return false
      busy.value = true
      error.value = null
      try {
        await send(...args)
        return true
      } catch (e) {
        error.value = asApiError(e)
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
