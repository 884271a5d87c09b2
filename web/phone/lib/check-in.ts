/**
 * State of one check-in: what was chosen, kept on the phone until the server has it, and the verdict on it. The server
 * judges whenever it answers; until it does, the phone says what its last facts say, marked with their age.
 */
import { computed, onScopeDispose, reactive, ref, watch, type ComputedRef, type Ref } from 'vue'

import { api, ApiError, uuid } from '@shared/api'
import { loadDraft, saveDraft, useDraft } from '@shared/drafts'
import type { Enterprise, InspClass, Mission, Verdict, Visit, VisitKind, VisitSource } from '@shared/types'

import { SOURCES } from '@shared/sources'
import { checklistOf, isForToday, missionOf, missionsNow, type Fact } from './facts'
import type { Fix } from './geo'
import { judgeOffline, type OfflineVerdict } from './offline-verdict'
import { enqueue } from './queue'
import { session } from './session'
import { keepVisit, visitPath } from './visit'
import { fromServer, type LocalVisit } from './visit-model'

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
  mission_id: number | null
  late_scan: 'before_leave' | 'after_leave' | ''
  late_reason: string
  no_code_reason: string
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
  enterprise?: Partial<Enterprise> & { officer_phone?: string; last_visits?: OutlookVisit[] }
  plate?: { code: string; status: string; ver: number; hung_lng_e6?: number; hung_lat_e6?: number }
  mission_id?: number
  mission_number?: string
  approval?: 'none' | 'pending' | 'given' | 'expired' | 'other'
}

/** What is at the gate: a plate that was scanned, or, without one, an enterprise that was chosen. */
export interface Gate {
  /** Payload or code; empty without a plate. */
  plate: string
  /** The chosen enterprise, also while this phone knows no more of it than its number. */
  enterpriseId?: number
  fact: Ref<Fact | null>
}

const ASK_MS = 10_000
const LOCAL_AFTER_MS = 2500
const SEND_MS = 6000

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
  mission_id: null,
  late_scan: '',
  late_reason: '',
  no_code_reason: '',
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
  /** The server's verdict. */
  verdict: Ref<VerdictReply | null>
  /** The phone's own, while the server does not answer. */
  local: Ref<OfflineVerdict | null>
  /** The plate itself is refused (forged, void …). */
  fault: Ref<ApiError | null>
  judging: Ref<boolean>
  ready: ComputedRef<boolean>
  mission: Ref<Mission | null>
  useMission: (m: Mission) => void
  judge: () => Promise<void>
  /** Checks in; tells where the visit is. Rejects with what the server answers when it says no, or asks. */
  send: (fix: Fix | null, confirmed: boolean, defaultReason: string) => Promise<string>
  restart: () => void
  done: () => void
}

export function useCheckIn(gate: Gate): CheckIn {
  const key = `checkin.${gate.plate ? gate.plate.slice(0, 10) : 'nocode'}`
  const draft = loadDraft<CheckInForm>(key)
  const form = reactive<CheckInForm>({ ...fresh(), ...draft?.value })
  const done = useDraft(() => key, () => ({ ...form }))
  const verdict = ref<VerdictReply | null>(null)
  const local = ref<OfflineVerdict | null>(null)
  const fault = ref<ApiError | null>(null)
  const judging = ref(false)
  const mission = ref<Mission | null>(null)
  let turn = 0
  let abort: AbortController | null = null

  const chosen = (): CheckInBody => ({
    kind: form.kind,
    ...(form.kind === 'inspection' && form.insp_class ? { insp_class: form.insp_class } : {}),
    source: form.source,
    ...(form.evidence_ref.trim() ? { evidence_ref: form.evidence_ref.trim() } : {}),
    ...(form.second_officer_id ? { second_officer_id: form.second_officer_id } : {}),
    ...(form.mission_id ? { mission_id: form.mission_id } : {}),
    ...(form.late_scan ? { late_scan: form.late_scan } : {}),
  })
  /** Where: a plate as it was read, else the enterprise. */
  const asked = (): CheckInBody => ({ ...(gate.plate ? { plate: gate.plate } : { enterprise_id: gate.fact.value?.enterprise_id ?? gate.enterpriseId ?? 0 }), ...chosen() })

  const judgeHere = async (mine: number): Promise<void> => {
    const v = await judgeOffline(gate.plate, gate.fact.value, form).catch(() => null)
    if (mine === turn) local.value = v
  }

  const judge = async (): Promise<void> => {
    const mine = ++turn
    abort?.abort()
    abort = new AbortController()
    judging.value = true
    const soon = setTimeout(() => void judgeHere(mine), navigator.onLine ? LOCAL_AFTER_MS : 0)
    try {
      if (!navigator.onLine) throw new ApiError(0, 'network', '')
      const v = await api.post<VerdictReply>('/visits/verdict', asked(), { signal: abort.signal, timeoutMs: ASK_MS })
      if (mine !== turn) return
      clearTimeout(soon)
      verdict.value = v
      local.value = null
      fault.value = null
    } catch (e) {
      if (mine !== turn) return
      const problem = e instanceof ApiError ? e : new ApiError(0, 'bug', String(e))
      if (problem.offline || problem.status >= 500 || problem.status === 401) {
        clearTimeout(soon)
        await judgeHere(mine)
        if (mine === turn) {
          fault.value = null
          verdict.value = null
        }
      } else {
        clearTimeout(soon)
        local.value = null
        fault.value = problem
      }
    } finally {
      if (mine === turn) judging.value = false
    }
  }

  const useMission = (m: Mission): void => {
    mission.value = m
    Object.assign(form, {
      kind: m.kind,
      insp_class: m.insp_class ?? '',
      source: m.source,
      evidence_ref: m.evidence_ref,
      reason: m.reason,
      assistants: m.assistants,
      mission_id: m.id,
    })
    // Of the two that were approved, the other one.
    const other = m.officer_id === session.value?.officer_id ? { id: m.second_officer_id, name: m.second_officer_name } : { id: m.officer_id, name: m.officer_name }
    form.second_officer_id = other.id ?? null
    form.second_officer_name = other.name ?? ''
  }

  /** An approved visit of today is what one has come for, unless something else was begun here. */
  const lookForMission = async (enterpriseId: number | undefined): Promise<void> => {
    if (!enterpriseId || mission.value) return
    let m = await missionOf(enterpriseId).catch(() => null)
    // Approved a moment ago, on the way here?
    if (!m && navigator.onLine) m = (await missionsNow().catch(() => [])).find((x) => x.enterprise_id === enterpriseId && isForToday(x)) ?? null
    if (!m) return
    if (draft || form.kind !== 'help' || form.second_officer_id) {
      if (form.mission_id === m.id) mission.value = m
      return
    }
    useMission(m)
  }
  watch(
    () => gate.fact.value?.enterprise_id ?? verdict.value?.enterprise?.id,
    (id) => void lookForMission(id),
    { immediate: true },
  )

  watch(
    () => form.kind,
    (kind) => {
      if (!SOURCES[kind].includes(form.source)) form.source = 'plan'
    },
  )
  watch(
    () => [form.kind, form.source],
    () => {
      // Something else than what was approved.
      if (mission.value && (form.kind !== mission.value.kind || form.source !== mission.value.source)) {
        mission.value = null
        form.mission_id = null
        form.insp_class = ''
      } else if (!mission.value) form.insp_class = ''
    },
  )
  watch(
    () => [form.kind, form.insp_class, form.source, form.second_officer_id, form.late_scan, form.mission_id, gate.fact.value?.enterprise_id],
    () => void judge(),
    { immediate: true },
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => form.evidence_ref,
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void judge(), 500)
    },
  )
  const onOnline = (): void => {
    if (!verdict.value) void judge()
  }
  window.addEventListener('online', onOnline)
  onScopeDispose(() => {
    window.removeEventListener('online', onOnline)
    clearTimeout(timer)
    turn++
    abort?.abort()
  })

  const bodyOf = (fix: Fix | null, defaultReason: string): CheckInBody => ({
    client_id: form.client_id,
    ...(gate.plate ? { plate: gate.plate } : { credit_code: gate.fact.value?.credit_code ?? verdict.value?.enterprise?.credit_code ?? '', no_code_reason: form.no_code_reason.trim() }),
    ...chosen(),
    reason: form.reason.trim() || defaultReason,
    ...(form.assistants.trim() ? { assistants: form.assistants.trim() } : {}),
    ...(form.source === 'emergency' && form.emergency_reason.trim() ? { emergency_reason: form.emergency_reason.trim() } : {}),
    ...(form.late_scan ? { late_reason: form.late_reason.trim() } : {}),
    ...(fix ? { lng_e6: fix.lng_e6, lat_e6: fix.lat_e6, accuracy_m: fix.accuracy_m } : {}),
    device_ms: Date.now(),
  })

  const localVisit = async (body: CheckInBody): Promise<LocalVisit> => {
    const s = session.value
    const f = gate.fact.value
    const said = verdict.value ?? local.value?.verdict ?? null
    return {
      client_id: form.client_id,
      user_id: s?.user_id ?? 0,
      enterprise_id: f?.enterprise_id ?? verdict.value?.enterprise?.id ?? 0,
      enterprise_name: f?.name ?? verdict.value?.enterprise?.name ?? gate.plate.slice(0, 10),
      plate_code: gate.plate.slice(0, 10),
      kind: form.kind,
      insp_class: form.insp_class || said?.insp_class,
      source: form.source,
      evidence_ref: form.evidence_ref.trim(),
      reason: String(body.reason),
      unit: '',
      officer_id: s?.officer_id,
      officer_name: s?.name ?? '',
      second_officer_id: form.second_officer_id ?? undefined,
      second_officer_name: form.second_officer_name,
      assistants: form.assistants.trim(),
      mission_id: form.mission_id ?? undefined,
      late_scan: form.late_scan || undefined,
      no_code_reason: form.no_code_reason.trim() || undefined,
      state: 'in_progress',
      checked_in_ms: Number(body.device_ms),
      offline: true,
      verdict: said,
      items: await checklistOf(f, form.kind).catch(() => []),
      dirty: [],
      findings: [],
      photos: [],
      conclusion: 'none',
      summary: '',
      touched_ms: Date.now(),
    }
  }

  const phoneVerdict = (): Record<string, unknown> => {
    if (verdict.value) return { phone_verdict: { verdict: verdict.value.verdict, as_of_ms: Date.now(), headline: verdict.value.headline } }
    const l = local.value
    return l?.verdict ? { phone_verdict: { verdict: l.verdict.verdict, as_of_ms: l.as_of_ms, headline: l.verdict.headline } } : {}
  }

  return {
    form,
    draftMs: draft?.at_ms ?? null,
    verdict,
    local,
    fault,
    judging,
    ready: computed(() => !fault.value && (!!local.value || (!judging.value && !!verdict.value))),
    mission,
    useMission,
    judge,
    async send(fix, confirmed, defaultReason) {
      let body = bodyOf(fix, defaultReason)
      if (form.sent && withoutMoment(form.sent) === withoutMoment(body)) body = { ...form.sent }
      else if (form.sent) body.client_id = form.client_id = uuid()
      form.sent = body
      saveDraft(key, { ...form })
      const whole = { ...body, ...(confirmed ? { confirm_warn: true } : {}) }
      if (navigator.onLine) {
        try {
          const v = await api.post<Visit>('/visits', whole, { timeoutMs: SEND_MS })
          const mine = fromServer(v, session.value?.user_id ?? 0)
          // The server has it; the phone's copy is for later without a network.
          await keepVisit(mine).catch(() => undefined)
          return visitPath(mine)
        } catch (e) {
          if (!(e instanceof ApiError)) throw e
          if (!e.offline && e.status < 500) {
            // Answered: nothing was stored. Without an answer it may have been.
            form.sent = null
            throw e
          }
        }
      }
      const visit = await localVisit(body)
      await enqueue(visit, [{ kind: 'check_in', body: { ...whole, ...phoneVerdict() }, device_ms: Number(body.device_ms) }])
      return visitPath(visit)
    },
    restart() {
      mission.value = null
      Object.assign(form, fresh())
    },
    done,
  }
}
