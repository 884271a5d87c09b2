/** Supervision and the statement. */

export interface Statement {
  scope: string
  month: string
  from: string
  until: string
  complete: boolean
  planned_n: number
  planned_done_n: number
  inspections_n: number
  counted_n: number
  help_n: number
  other_n: number
  cancelled_n: number
  inspected_n: number
  month_max_n: number
  month_max_enterprises_n: number
  year_inspections_n: number
  year_counted_n: number
  year_max_n: number
  year_max_enterprises_n: number
  at_cap_n: number
  over_cap_n: number
  exceptions_n: number
  exceptions: { source: string; n: number }[]
  overridden_n: number
  refused_n: number
  refused_upheld_n: number
  refused_unfounded_n: number
  refused_contested_n: number
  refused_stands_n: number
  late_before_n: number
  late_after_n: number
  no_code_n: number
  no_code_filed_n: number
  no_code_late_n: number
  no_code_overdue_n: number
  no_code_pending_n: number
  offline_n: number
  conflict_open_n: number
  conflict_accepted_n: number
  conflict_irregular_n: number
  unscanned_reported_n: number
  unscanned_confirmed_n: number
  unscanned_unfounded_n: number
  afterfill_n: number
  afterfill_done_n: number
  afterfill_late_n: number
  afterfill_overdue_n: number
  afterfill_pending_n: number
  joint_n: number
  mutual_n: number
  converted_n: number
  rows_n: number
  rows_sha256: string
  text: string
  sha256: string
}

export interface LogMark {
  size: number
  at_ms: number
  root: string
  note: string
}

export interface StatementReply {
  statement: Statement
  proof: { from?: LogMark; to?: LogMark; path?: string[]; public_key?: string }
}

export interface OversightRow {
  id: string
  value: number
  text_zh: string
  text_en: string
  citation?: string
  tag: string
}

export interface OversightOverview {
  from: string
  to: string
  figures: { view: string; n: number; period: boolean }[]
  unscanned_n: number
  unscanned_open_n: number
  complaints_n: number
  complaints_open_n: number
  ratings_n: number
  pack: string
  pack_version: string
  rows: OversightRow[]
}

export interface OversightVisit {
  id: number
  at_ms: number
  out_ms?: number
  enterprise_id: number
  enterprise_name: string
  district_name: string
  unit: string
  officer_id: number
  officer_name: string
  kind: string
  source: string
  evidence_ref?: string
  mission?: string
  state: string
  late_scan?: string
  refusal?: string
  refusal_decision?: string
  conflict?: string
  due?: string
  offline: boolean
}

export interface OversightReport {
  id: number
  at_ms: number
  enterprise_id: number
  enterprise_name: string
  district_name: string
  kind: string
  reason: string
  people?: string
  note?: string
  state: string
  answer?: string
  visit_id?: number
}

export interface OversightRanking {
  items: { officer_id?: number; name: string; unit?: string; inspections_n: number; exceptions_n: number; share_bp: number; enough: boolean; flagged: boolean; rank: number }[]
  inspections_n: number
  exceptions_n: number
  mean_bp: number
  min_n: number
  over_bp: number
}

export interface OversightTrend {
  items: { month: string; inspections_n: number; exceptions_n: number; share_bp: number; rise_bp: number; enough: boolean; warn: boolean }[]
  min_n: number
  rise_bp: number
}

export interface OversightBurdens {
  items: { id?: number; name: string; street_name?: string; enterprises_n: number; visits_n: number; minutes: number; documents_n: number; units_n: number; index_e2: number; enough: boolean; rank: number }[]
  min_n: number
  visit_e2: number
  hour_e2: number
  document_e2: number
  unit_e2: number
}

export interface OversightRatings {
  items: { unit: string; n: number; mean_e2?: number; flagged: boolean }[]
  n: number
  mean_e2?: number
  min_n: number
  low_e2: number
}

export interface OversightOpinion {
  id: number
  visit_id: number
  at_ms: number
  enterprise_id: number
  enterprise_name: string
  unit: string
  score: number
  tags: unknown
  text?: string
}

export interface VisitProof {
  score_bp: number
  score_low_bp: number
  low: boolean
  items: { code: string; state: string; score_bp: number; weight_bp: number; text: string; text_zh: string; text_en: string }[]
  note: string
  tag: string
  policy: string
  policy_version: string
}

export interface OversightDoubts {
  items: { id: number; at_ms: number; enterprise_id: number; enterprise_name: string; district_name: string; unit: string; officer_id: number; officer_name: string; kind: string; score_bp: number; why: string }[]
  low_n: number
  judged_n: number
  score_low_bp: number
}
