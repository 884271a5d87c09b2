/** A list that grows by pages; with limit 0 it comes whole. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import { api, ApiError, type Query } from '@shared/api'

export interface Paging<T> {
  items: ShallowRef<T[]>
  more: Ref<boolean>
  loading: Ref<boolean>
  /** The first page was answered. */
  loaded: Ref<boolean>
  fault: Ref<string>
  first: () => Promise<void>
  next: () => Promise<void>
}

export function usePaging<T>(path: string, query: () => Query, limit = 30): Paging<T> {
  const items = shallowRef<T[]>([])
  const more = ref(false)
  const loading = ref(false)
  const loaded = ref(false)
  const fault = ref('')
  let cursor: string | undefined
  let turn = 0

  const load = async (fresh: boolean): Promise<void> => {
    const mine = ++turn
    loading.value = true
    fault.value = ''
    try {
      const page = await api.list<T>(path, { ...query(), limit: limit || undefined, cursor: fresh ? undefined : cursor })
      if (mine !== turn) return
      items.value = fresh ? page.items : [...items.value, ...page.items]
      cursor = page.next
      more.value = !!page.next
      loaded.value = true
    } catch (e) {
      if (mine === turn) fault.value = e instanceof ApiError ? e.text : String(e)
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  return { items, more, loading, loaded, fault, first: () => load(true), next: () => load(false) }
}
