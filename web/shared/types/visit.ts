/** Visits, verdicts, what phones send. */
import type { Task } from './liaison'

export type VerdictName = 'allow' | 'warn' | 'deny'

export interface Reason {
  rule: string
  effect: VerdictName | 'info'
  text: string
  citation?: string
  tag?: string
}

export interface Verdict {
  verdict: VerdictName
  counts_toward_cap: boolean
  headline: string
  reasons: Reason[]
  next_allowed?: string
  cap?: number
  used?: number
  policy: string
  policy_version: string
  insp_class?: InspClass
}

export type VisitKind = 'help' | 'inspection' | 'other'
export type InspClass = 'daily' | 'special' | 'case' | 'immediate'
export type VisitSource =
  | 'plan' | 'random_draw' | 'complaint' | 'transfer' | 'superior' | 'offsite_clue'
  | 'emergency' | 'self_request' | 'reinspection' | 'permit_survey'
export type VisitState = 'in_progress' | 'checked_out' | 'rated' | 'closed' | 'refused' | 'cancelled'
export type LateScan = 'before_leave' | 'after_leave'
export type Conflict = 'open' | 'accepted' | 'irregular'
export type ToldHow = 'app' | 'paper' | 'both'
export type RefusalDecision = 'upheld' | 'unfounded'
export type Conclusion = 'none' | 'advice' | 'order_to_correct' | 'case_filed' | 'transferred'

export interface VisitItem {
  code: string
  text_zh?: string
  text_en?: string
  required?: boolean
  result?: 'ok' | 'problem' | 'na'
  note?: string
  /** What an answer needs beside itself. */
  evidence?: string
}

export interface Finding {
  id: number
  uid: string
  text: string
  severity: 'slight' | 'ordinary' | 'serious'
  item_code?: string
  media_id?: number
}

export interface VisitPhoto {
  id: number
  media_id: number
  kind: string
  taken_ms: number
  sha256: string
  item_code?: string
  /** The same picture was sent with an earlier visit. */
  seen_before?: boolean
}

/** A photo that the record tells of and that has not come in yet. */
export interface PhotoDue {
  id: number
  sha256: string
  kind: string
  item_code?: string
  taken_ms: number
}

/** What the phone had said without network, and from facts of when. */
export interface PhoneVerdict {
  verdict: VerdictName
  as_of_ms: number
  headline: string
}

export interface Visit {
  id: number
  client_id: string
  enterprise_id: number
  enterprise_name: string
  district_name: string
  plate_code?: string
  kind: VisitKind
  insp_class?: InspClass
  source: VisitSource
  evidence_ref: string
  reason: string
  unit: string
  officer_id: number
  officer_name: string
  second_officer_id?: number
  second_officer_name?: string
  assistants: string
  state: VisitState
  verdict: VerdictName
  counts_toward_cap: boolean
  policy: string
  policy_version: string
  verdict_detail?: Verdict | string
  checked_in_ms: number
  checked_out_ms?: number
  device_ms: number
  lng_e6?: number
  lat_e6?: number
  accuracy_m?: number
  distance_m?: number
  conclusion: Conclusion
  findings_n: number
  photos_n: number
  summary: string
  items?: VisitItem[]
  findings?: Finding[]
  photos?: VisitPhoto[]
  rating?: { score: number; tags?: string[]; text?: string }
  version: number
  mission_id?: number
  /** 审批编号 of that mission */
  mission_number?: string
  late_scan?: LateScan
  late_reason?: string
  offline?: boolean
  device?: string
  received_ms?: number
  skew_ms?: number
  phone_verdict?: PhoneVerdict | string
  conflict?: Conflict
  conflict_reason?: string
  conflict_ms?: number
  no_code_reason?: string
  no_code_due?: string
  no_code_ref?: string
  no_code_filed_ms?: number
  afterfill_due?: string
  converted_from?: number
  scan_id?: number
  told_ms?: number
  told_how?: ToldHow
  told_note?: string
  closed_ms?: number
  refusal_reason?: string
  cancel_reason?: string
  contest_reason?: string
  contest_ms?: number
  refusal_decision?: RefusalDecision
  refusal_note?: string
  refusal_decided_ms?: number
  photos_due?: PhotoDue[]
}

export interface Receipt {
  visit_id: number
  leaf: Record<string, string | number>
  leaf_text: string
  index: number
  tree_size: number
  path: string[]
  checkpoint: string
  public_key: string
  row_text: string
}

export interface DeskToday {
  coverage_bp: number
  uncovered_n: number
  visits_today_n: number
  open_visits_n: number
  tasks_overdue_n: number
  plates_missing_n: number
  complaints_open_n: number
  reprints_due_n: number
  enterprises_n: number
  paired_n: number
  visits_by_day: { date: string; help_n: number; inspection_n: number; other_n: number }[]
}

export interface MyToday {
  enterprises_n: number
  tasks_overdue: Task[]
  tasks_due: Task[]
  open_visits: Visit[]
  recent: Visit[]
}

/** One paper of a mission or a visit (检查文书). */
export interface Paper {
  form: string
  title_zh: string
  title_en: string
  ready: boolean
  missing?: string[]
}

/** Somebody came without scanning, or was refused (未扫码入企). */
export interface Unscanned {
  id: number
  uid: string
  enterprise_id: number
  enterprise_name: string
  district_id: number
  kind: 'missing' | 'refused'
  reason: string
  note: string
  people: string
  at_ms: number
  visit_id?: number
  state: 'reported' | 'confirmed' | 'unfounded'
  answer?: string
  answered_ms?: number
  version: number
}

/** One record that a phone sent later. */
export interface Delivery {
  id: number
  device: string
  seq: number
  uid: string
  user_id: number
  user_name?: string
  kind: string
  visit: string
  state: 'parked' | 'applied' | 'conflict' | 'failed' | 'quarantined' | 'discarded'
  visit_id?: number
  enterprise_id?: number
  enterprise_name?: string
  device_ms: number
  received_ms: number
  skew_ms: number
  error?: { key: string; title: string; detail: string; faults: { path: string; key: string; message: string }[] }
  body?: unknown
}
