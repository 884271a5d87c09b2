/** The server's assessment of what is answered so far, half a second after the last change; faults by their path. */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { api, type ApiError } from '@shared/api'
import { locale } from '@shared/i18n'
import type { PenaltyView } from '@shared/types'
import { asApiError } from '../../lib/load'

export interface Assessed {
  view: ShallowRef<PenaltyView | null>
  /** The view is of an earlier state of the answers. */
  stale: Ref<boolean>
  error: Ref<ApiError | null>
  faults: ComputedRef<Record<string, string>>
}

export function useAssessment(file: () => Record<string, unknown> | null): Assessed {
  const view = shallowRef<PenaltyView | null>(null)
  const stale = ref(false)
  const error = ref<ApiError | null>(null) as Ref<ApiError | null>
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort: AbortController | null = null

  async function run(): Promise<void> {
    const body = file()
    abort?.abort()
    if (!body) {
      view.value = null
      stale.value = false
      error.value = null
      return
    }
    const mine = new AbortController()
    abort = mine
    try {
      const got = await api.post<PenaltyView>('/penalties/assess', body, { signal: mine.signal })
      if (mine.signal.aborted) return
      view.value = got
      error.value = null
      stale.value = false
    } catch (e) {
      if (mine.signal.aborted) return
      error.value = asApiError(e)
    }
  }

  watch([() => JSON.stringify(file()), locale], () => {
    stale.value = view.value !== null
    clearTimeout(timer)
    timer = setTimeout(() => void run(), view.value || error.value ? 400 : 0)
  }, { immediate: true })
  onScopeDispose(() => {
    clearTimeout(timer)
    abort?.abort()
  })
  return { view, stale, error, faults: computed(() => error.value?.byPath ?? {}) }
}
