/** A list from the server whose search, filters and page live in the address bar; `paged` false: it comes whole. */
import { computed, onScopeDispose, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api, type ApiError, type Query } from '@shared/api'
import { locale } from '@shared/i18n'
import { asApiError } from './load'

export interface Filters {
  /** Search, filters and sort as sent, without the page. */
  filters: ComputedRef<Record<string, string>>
  filtered: ComputedRef<boolean>
  set: (key: string, value: string | null) => void
  clear: () => void
}

export interface List<T> extends Filters {
  rows: ShallowRef<T[]>
  total: Ref<number | null>
  error: Ref<ApiError | null>
  loading: Ref<boolean>
  /** Loaded at least once. */
  ready: Ref<boolean>
  /** Number of the first row shown, from 1. */
  first: ComputedRef<number>
  hasNext: ComputedRef<boolean>
  hasPrev: ComputedRef<boolean>
  next: () => void
  prev: () => void
  reload: () => Promise<void>
}

const LIMIT = 50
/** Cursors of the pages before this one; lost on a reload, then "previous" leads to the first page. */
const stacks = new Map<string, string[]>()

const one = (v: unknown): string => (Array.isArray(v) ? String(v[0] ?? '') : typeof v === 'string' ? v : '')

/** Filters in the address bar, for pages that show something else than a list. */
export function useFilters(keys: readonly string[]): Filters & { go: (query: Record<string, string | undefined>, replace: boolean) => void } {
  const route = useRoute()
  const router = useRouter()
  const home = route.path
  const filters = computed(() => {
    const out: Record<string, string> = {}
    for (const k of keys) {
      const v = one(route.query[k])
      if (v) out[k] = v
    }
    return out
  })

  function go(query: Record<string, string | undefined>, replace: boolean): void {
    const keep = Object.fromEntries(Object.entries(route.query).filter(([k]) => k !== 'cursor' && k !== 'page' && !(k in query)))
    const to = { path: home, query: { ...keep, ...query }, hash: route.hash }
    void (replace ? router.replace(to) : router.push(to))
  }

  return {
    filters,
    filtered: computed(() => Object.keys(filters.value).some((k) => k !== 'sort')),
    go,
    set(key, value) {
      go({ [key]: value || undefined }, key === 'q')
    },
    clear() {
      go(Object.fromEntries(keys.map((k) => [k, undefined])), false)
    },
  }
}

export function useList<T>(path: string | (() => string), keys: readonly string[], fixed: () => Query = () => ({}), paged = true): List<T> {
  const route = useRoute()
  const home = route.path
  const { filters, filtered, go, set, clear } = useFilters(keys)
  const rows = shallowRef<T[]>([])
  const total = ref<number | null>(null)
  const error = ref<ApiError | null>(null) as Ref<ApiError | null>
  const loading = ref(false)
  const ready = ref(false)
  const nextCursor = ref<string | undefined>()
  let abort: AbortController | null = null

  const cursor = computed(() => one(route.query.cursor))
  const page = computed(() => Number(one(route.query.page)) || 1)
  const stackKey = computed(() => `${home}?${JSON.stringify(filters.value)}`)

  async function reload(): Promise<void> {
    abort?.abort()
    const mine = new AbortController()
    abort = mine
    loading.value = true
    try {
      const p = typeof path === 'function' ? path() : path
      const got = await api.list<T>(p, { ...fixed(), ...filters.value, ...(paged ? { cursor: cursor.value, limit: LIMIT } : {}) }, { signal: mine.signal })
      if (mine.signal.aborted) return
      rows.value = got.items
      nextCursor.value = got.next
      if (got.total !== undefined) total.value = got.total
      else if (!cursor.value) total.value = got.next ? null : got.items.length
      error.value = null
      ready.value = true
    } catch (e) {
      if (mine.signal.aborted) return
      error.value = asApiError(e)
    } finally {
      if (abort === mine) loading.value = false
    }
  }

  watch([filters, cursor, () => JSON.stringify(fixed()), locale], ([f], old) => {
    if (route.path !== home) return
    if (old && JSON.stringify(f) !== JSON.stringify(old[0])) total.value = null
    void reload()
  }, { immediate: true })
  onScopeDispose(() => abort?.abort())

  return {
    rows,
    total,
    error,
    loading,
    ready,
    filters,
    filtered,
    set,
    clear,
    first: computed(() => (page.value - 1) * LIMIT + 1),
    hasNext: computed(() => !!nextCursor.value),
    hasPrev: computed(() => !!cursor.value),
    next() {
      if (!nextCursor.value) return
      const stack = stacks.get(stackKey.value) ?? []
      stack[page.value - 1] = cursor.value
      stacks.set(stackKey.value, stack)
      go({ cursor: nextCursor.value, page: String(page.value + 1) }, false)
    },
    prev() {
      const before = stacks.get(stackKey.value)?.[page.value - 2]
      if (before) go({ cursor: before, page: String(page.value - 1) }, false)
      else go({ cursor: undefined, page: undefined }, false)
    },
    reload,
  }
}
