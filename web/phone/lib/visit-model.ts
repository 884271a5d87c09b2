/** A visit as this phone knows it: known by its client_id from the first moment, by the server's number later. Pure. */
import type { Conclusion, Finding, InspClass, Verdict, VerdictName, Visit, VisitItem, VisitKind, VisitPhoto, VisitSource, VisitState } from '@shared/types'

export interface LocalVisit {
  client_id: string
  user_id: number
  /** Absent until the server has it. */
  server_id?: number
  version?: number
  enterprise_id: number
  enterprise_name: string
  plate_code: string
  kind: VisitKind
  insp_class?: InspClass
  source: VisitSource
  evidence_ref: string
  reason: string
  unit: string
  officer_id?: number
  officer_name: string
  second_officer_id?: number
  second_officer_name: string
  assistants: string
  mission_id?: number
  late_scan?: 'before_leave' | 'after_leave'
  no_code_reason?: string
  /** An inspection without a scan is filed by this day. */
  no_code_due?: string
  no_code_ref?: string
  no_code_filed_ms?: number
  state: VisitState
  checked_in_ms: number
  checked_out_ms?: number
  /** Checked in without an answer of the server. */
  offline: boolean
  distance_m?: number
  /** What the phone or the server said at check-in. */
  verdict: Verdict | null
  /** What the server said of an offline check-in when it arrived. */
  answer?: { verdict: VerdictName; headline: string; conflict: boolean; at_ms: number }
  items: VisitItem[]
  /** Codes whose answer is not in the queue yet. */
  dirty: string[]
  findings: Finding[]
  photos: VisitPhoto[]
  conclusion: Conclusion
  summary: string
  /** A help visit met a violation: a mission was applied for out of it. */
  converted_to?: number
  told_ms?: number
  afterfill_due?: string
  contest_reason?: string
  touched_ms: number
}

/** A problem, or an item that does not apply, says why: the server wants it too. */
export const complete = (a: { result?: VisitItem['result']; note?: string }): boolean => a.result === 'ok' || (!!a.result && !!a.note?.trim())

export function verdictOf(v: Pick<Visit, 'verdict_detail'>): Verdict | null {
  const d = v.verdict_detail
  if (!d) return null
  if (typeof d !== 'string') return d
  try {
    return JSON.parse(d) as Verdict
  } catch {
    return null
  }
}

/** The server's visit as the phone keeps it; what only the phone knows is taken from `mine`. */
export function fromServer(v: Visit, userId: number, mine?: LocalVisit): LocalVisit {
  return {
    client_id: v.client_id,
    user_id: userId,
    server_id: v.id,
    version: v.version,
    enterprise_id: v.enterprise_id,
    enterprise_name: v.enterprise_name,
    plate_code: v.plate_code ?? '',
    kind: v.kind,
    insp_class: v.insp_class,
    source: v.source,
    evidence_ref: v.evidence_ref,
    reason: v.reason,
    unit: v.unit,
    officer_id: v.officer_id,
    officer_name: v.officer_name,
    second_officer_id: v.second_officer_id,
    second_officer_name: v.second_officer_name ?? '',
    assistants: v.assistants,
    mission_id: v.mission_id ?? mine?.mission_id,
    late_scan: v.late_scan,
    no_code_reason: v.no_code_reason,
    no_code_due: v.no_code_due,
    no_code_ref: v.no_code_ref,
    no_code_filed_ms: v.no_code_filed_ms,
    state: v.state,
    checked_in_ms: v.checked_in_ms,
    checked_out_ms: v.checked_out_ms,
    offline: v.offline ?? mine?.offline ?? false,
    distance_m: v.distance_m,
    verdict: verdictOf(v),
    answer: mine?.answer,
    items: v.items ?? [],
    dirty: mine?.dirty ?? [],
    findings: v.findings ?? [],
    photos: v.photos ?? [],
    conclusion: v.conclusion,
    summary: v.summary,
    converted_to: mine?.converted_to,
    told_ms: v.told_ms,
    afterfill_due: v.afterfill_due,
    contest_reason: v.contest_reason,
    touched_ms: Date.now(),
  }
}

/**
 * What the page shows after the server was asked: the server's record, unless something of the phone is still on its
 * way; then the phone's own, with what only the server can say.
 */
export function merge(mine: LocalVisit | undefined, theirs: Visit, userId: number, pending: boolean): LocalVisit {
  const fresh = fromServer(theirs, userId, mine)
  if (!mine || (!pending && !mine.dirty.length)) return { ...fresh, dirty: [] }
  return { ...mine, server_id: fresh.server_id, version: fresh.version, photos: fresh.photos, distance_m: fresh.distance_m, verdict: mine.verdict ?? fresh.verdict }
}

/** Items that an answer may be sent for. */
export function answersOf(v: LocalVisit, codes: readonly string[]): { code: string; result: NonNullable<VisitItem['result']>; note?: string }[] {
  return v.items
    .filter((i) => codes.includes(i.code) && complete(i))
    .map((i) => ({ code: i.code, result: i.result as NonNullable<VisitItem['result']>, ...(i.note?.trim() ? { note: i.note.trim() } : {}) }))
}

/** Changes of the phone's page, on top of what was stored: what the sender has learnt meanwhile is kept. */
export function carry(before: LocalVisit | undefined, mine: LocalVisit): LocalVisit {
  if (!before) return mine
  const seen = new Set(mine.photos.map((p) => p.id))
  return {
    ...mine,
    server_id: mine.server_id ?? before.server_id,
    version: Math.max(mine.version ?? 0, before.version ?? 0) || undefined,
    answer: before.answer ?? mine.answer,
    photos: [...mine.photos, ...before.photos.filter((p) => !seen.has(p.id))],
  }
}
