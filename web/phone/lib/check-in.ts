/** State of one check-in: what was chosen, kept on the phone until the server has it, and the verdict on it. */
import { computed, onScopeDispose, reactive, ref, watch, type ComputedRef, type Ref } from 'vue'

import { api, ApiError, uuid } from '@shared/api'
import { loadDraft, saveDraft, useDraft } from '@shared/drafts'
import type { Enterprise, InspClass, Verdict, Visit, VisitKind, VisitSource } from '@shared/types'

import { SOURCES } from './choices'
import type { Fix } from './geo'

export interface CheckInForm {
  client_id: string
  kind: VisitKind
  /** Empty: what the source stands for. */
  insp_class: InspClass | ''
  source: VisitSource
  evidence_ref: string
  reason: string
  second_officer_id: number | null
  second_officer_name: string
  assistants: string
  emergency_reason: string
  /** What was sent and not answered: sent again word for word, so that the server knows it as the same visit. */
  sent: CheckInBody | null
}

export type CheckInBody = Record<string, string | number | boolean>

export interface OutlookVisit {
  id: number
  at_ms: number
  kind: VisitKind
  state: string
  conclusion: string
  unit: string
  officer_name: string
}

export interface VerdictReply extends Verdict {
  insp_class?: InspClass
  enterprise?: Partial<Enterprise> & { officer_phone?: string; last_visits?: OutlookVisit[] }
  plate?: { code: string; status: string; ver: number; hung_lng_e6?: number; hung_lat_e6?: number }
}

const fresh = (): CheckInForm => ({
  client_id: uuid(),
  kind: 'help',
  insp_class: '',
  source: 'plan',
  evidence_ref: '',
  reason: '',
  second_officer_id: null,
  second_officer_name: '',
  assistants: '',
  emergency_reason: '',
  sent: null,
})

const withoutMoment = (b: CheckInBody): string => {
  const { client_id: _c, device_ms: _d, lng_e6: _x, lat_e6: _y, accuracy_m: _a, confirm_warn: _w, ...rest } = b
  return JSON.stringify(rest)
}

export interface CheckIn {
  form: CheckInForm
  /** When an earlier draft was taken up again. */
  draftMs: number | null
  verdict: Ref<VerdictReply | null>
  /** The plate itself is refused (forged, void …) or the verdict cannot be had. */
  fault: Ref<ApiError | null>
  judging: Ref<boolean>
  ready: ComputedRef<boolean>
  judge: () => Promise<void>
  send: (fix: Fix | null, confirmed: boolean, defaultReason: string) => Promise<Visit>
  restart: () => void
  done: () => void
}

export function useCheckIn(plate: string): CheckIn {
  const key = `checkin.${plate.slice(0, 10)}`
  const draft = loadDraft<CheckInForm>(key)
  const form = reactive<CheckInForm>({ ...fresh(), ...draft?.value })
  const done = useDraft(() => key, () => ({ ...form }))
  const verdict = ref<VerdictReply | null>(null)
  const fault = ref<ApiError | null>(null)
  const judging = ref(false)
  let turn = 0
  let abort: AbortController | null = null

  const facts = (): CheckInBody => ({
    plate,
    kind: form.kind,
    ...(form.kind === 'inspection' && form.insp_class ? { insp_class: form.insp_class } : {}),
    source: form.source,
    ...(form.evidence_ref.trim() ? { evidence_ref: form.evidence_ref.trim() } : {}),
    ...(form.second_officer_id ? { second_officer_id: form.second_officer_id } : {}),
  })

  const judge = async (): Promise<void> => {
    const mine = ++turn
    abort?.abort()
    abort = new AbortController()
    judging.value = true
    try {
      const v = await api.post<VerdictReply>('/visits/verdict', facts(), { signal: abort.signal, timeoutMs: 20_000 })
      if (mine !== turn) return
      verdict.value = v
      fault.value = null
    } catch (e) {
      if (mine !== turn) return
      fault.value = e instanceof ApiError ? e : new ApiError(0, 'bug', String(e))
    } finally {
      if (mine === turn) judging.value = false
    }
  }

  watch(
    () => form.kind,
    (kind) => {
      if (!SOURCES[kind].includes(form.source)) form.source = 'plan'
    },
  )
  watch(
    () => form.source,
    () => {
      form.insp_class = ''
    },
  )
  watch(() => [form.kind, form.insp_class, form.source, form.second_officer_id], () => void judge(), { immediate: true })
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => form.evidence_ref,
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void judge(), 500)
    },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    abort?.abort()
  })

  return {
    form,
    draftMs: draft?.at_ms ?? null,
    verdict,
    fault,
    judging,
    ready: computed(() => !judging.value && !fault.value && !!verdict.value),
    judge,
    async send(fix, confirmed, defaultReason) {
      let body: CheckInBody = {
        client_id: form.client_id,
        ...facts(),
        reason: form.reason.trim() || defaultReason,
        ...(form.assistants.trim() ? { assistants: form.assistants.trim() } : {}),
        ...(form.source === 'emergency' && form.emergency_reason.trim() ? { emergency_reason: form.emergency_reason.trim() } : {}),
        ...(fix ? { lng_e6: fix.lng_e6, lat_e6: fix.lat_e6, accuracy_m: fix.accuracy_m } : {}),
        device_ms: Date.now(),
      }
      if (form.sent && withoutMoment(form.sent) === withoutMoment(body)) body = { ...form.sent }
      else if (form.sent) body.client_id = form.client_id = uuid()
      form.sent = body
      saveDraft(key, { ...form })
      try {
        return await api.post<Visit>('/visits', { ...body, ...(confirmed ? { confirm_warn: true } : {}) })
      } catch (e) {
        // Answered: nothing was stored. Without an answer it may have been.
        if (e instanceof ApiError && !e.offline && e.status < 500) form.sent = null
        throw e
      }
    },
    restart() {
      Object.assign(form, fresh())
    },
    done,
  }
}
