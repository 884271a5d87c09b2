/** One visit on the phone: the record as the server has it, and what was ticked here and is not sent yet. */
import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from 'vue'

import { api, ApiError, uuid } from '@shared/api'
import { dropDraft, loadDraft, saveDraft } from '@shared/drafts'
import type { Finding, Verdict, Visit, VisitItem } from '@shared/types'

export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed'

type Answers = Record<string, { result?: VisitItem['result']; note: string }>

/** A problem, or an item that does not apply, says why: the server wants it too. */
export const complete = (a: { result?: VisitItem['result']; note?: string }): boolean => a.result === 'ok' || (!!a.result && !!a.note?.trim())

export function verdictOf(v: Visit): Verdict | null {
  const d = v.verdict_detail
  if (!d) return null
  if (typeof d !== 'string') return d
  try {
    return JSON.parse(d) as Verdict
  } catch {
    return null
  }
}

export interface VisitPage {
  visit: Ref<Visit | null>
  fault: Ref<ApiError | null>
  items: ComputedRef<VisitItem[]>
  save: Ref<SaveState>
  saveFault: Ref<ApiError | null>
  load: () => Promise<void>
  answer: (code: string, change: { result?: VisitItem['result']; note?: string }) => void
  /** Sends what waits; true when nothing is left. */
  flush: () => Promise<boolean>
  addFinding: (f: Omit<Finding, 'id'>) => Promise<void>
  dropFinding: (id: number) => Promise<void>
}

const SEND_AFTER_MS = 800
const RETRY_MS = 15_000

export function useVisit(id: number): VisitPage {
  const key = `visit.${id}.items`
  const visit = ref<Visit | null>(null)
  const fault = ref<ApiError | null>(null)
  const waiting = ref<Answers>(loadDraft<Answers>(key)?.value ?? {})
  const save = ref<SaveState>(Object.keys(waiting.value).length ? 'waiting' : 'saved')
  const saveFault = ref<ApiError | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending: Promise<boolean> | null = null

  const items = computed(() =>
    (visit.value?.items ?? []).map((item) => {
      const mine = waiting.value[item.code]
      return mine ? { ...item, result: mine.result ?? item.result, note: mine.note } : item
    }),
  )

  const left = (): boolean => Object.values(waiting.value).some((a) => a.result)
  const keep = (): void => {
    if (Object.keys(waiting.value).length) saveDraft(key, waiting.value)
    else dropDraft(key)
  }

  const load = async (): Promise<void> => {
    try {
      visit.value = await api.get<Visit>(`/visits/${id}`)
      fault.value = null
      if (visit.value.state === 'in_progress') later(0)
    } catch (e) {
      fault.value = e instanceof ApiError ? e : new ApiError(0, 'bug', String(e))
    }
  }

  const sendOnce = async (): Promise<boolean> => {
    const batch = { ...waiting.value }
    const rows = Object.entries(batch).filter(([, a]) => complete(a))
    if (!rows.length) {
      save.value = left() ? 'waiting' : 'saved'
      return !left()
    }
    save.value = 'saving'
    try {
      await api.put(`/visits/${id}/items`, { items: rows.map(([code, a]) => ({ code, result: a.result, ...(a.note.trim() ? { note: a.note.trim() } : {}) })) })
      for (const [code, sent] of rows) {
        const item = visit.value?.items?.find((i) => i.code === code)
        if (item) Object.assign(item, { result: sent.result, note: sent.note })
        if (waiting.value[code] === sent) delete waiting.value[code]
      }
      keep()
      saveFault.value = null
      save.value = left() ? 'waiting' : 'saved'
      return !left()
    } catch (e) {
      saveFault.value = e instanceof ApiError ? e : new ApiError(0, 'bug', String(e))
      save.value = 'failed'
      if (saveFault.value.offline) later(RETRY_MS)
      return false
    }
  }
  const flush = async (): Promise<boolean> => {
    clearTimeout(timer)
    if (sending) await sending
    sending = sendOnce().finally(() => {
      sending = null
    })
    return sending
  }
  const later = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), ms)
  }
  const onOnline = (): void => later(0)
  window.addEventListener('online', onOnline)
  onScopeDispose(() => {
    clearTimeout(timer)
    window.removeEventListener('online', onOnline)
    if (save.value === 'waiting' && Object.values(waiting.value).some(complete)) void flush()
  })

  return {
    visit,
    fault,
    items,
    save,
    saveFault,
    load,
    flush,
    answer(code, change) {
      const now = items.value.find((i) => i.code === code)
      waiting.value[code] = { result: change.result ?? now?.result, note: change.note ?? now?.note ?? '' }
      keep()
      save.value = 'waiting'
      later(SEND_AFTER_MS)
    },
    async addFinding(f) {
      const made = await api.post<Finding>(`/visits/${id}/findings`, f).catch((e: unknown) => {
        // An earlier try arrived with other words: this is one more.
        if (e instanceof ApiError && e.key === 'visit.uid_used') return api.post<Finding>(`/visits/${id}/findings`, { ...f, uid: uuid() })
        throw e
      })
      const v = visit.value
      if (v) v.findings = [...(v.findings ?? []).filter((x) => x.uid !== f.uid), { ...f, ...made }]
    },
    async dropFinding(findingId) {
      await api.del(`/findings/${findingId}`)
      const v = visit.value
      if (v) v.findings = (v.findings ?? []).filter((x) => x.id !== findingId)
    },
  }
}
