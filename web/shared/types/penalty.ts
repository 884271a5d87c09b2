/** Penalty discretion (裁量): schemes, assessments, cases. Money in fen, shares in basis points. */

export interface PenaltyOption {
  code: string
  text: string
  hint?: string
  citation?: string
  tag?: string
  tables?: string[]
  bp?: number
  grade?: number
  must?: boolean
}

/** A scheme in force, with its tables and the items of its no-penalty list. */
export interface PenaltyScheme {
  scheme: string
  family: string
  title: string
  pack: string
  version: string
  issuer?: string
  doc_no?: string
  status: string
  valid_from: string
  valid_to?: string
  computes: boolean
  tables: PenaltyOption[]
  items: PenaltyOption[]
}

export interface PenaltyQuestion {
  kind: string
  group: string
  table?: string
  name: string
  label: string
  unit?: string
  ask: string
  domain?: string
  hint?: string
  citation?: string
  tag?: string
  lowest?: string
  integer: boolean
  options: PenaltyOption[]
  clauses?: string[]
}

/** What a case of these tables is asked. */
export interface PenaltySheet {
  scheme: string
  pack: string
  version: string
  law_pack?: string
  title: string
  columns: PenaltyOption[]
  clauses: PenaltyOption[]
  questions: PenaltyQuestion[]
}

export interface PenaltyHit {
  rule: string
  text: string
  citation: string
  tag: string
}

/** One step of an assessment. */
export interface PenaltyLine {
  step: string
  table?: string
  factor?: string
  rule?: string
  name?: string
  value?: string
  level?: string
  met?: string
  from_bp?: number
  bp?: number
  sum_bp?: number
  base_fen?: number
  ratio_bp?: number
  from_fen?: number
  fen?: number
  grade?: number
  note?: string
  text?: string
  evidence?: string
  by?: string
  citation?: string
  tag?: string
}

export interface PenaltyView {
  outcome: string
  outcome_text: string
  raw_bp?: number
  bp?: number
  fine_fen?: number
  if_punished_fen?: number
  min_fen?: number
  max_fen?: number
  lo_fen?: number
  hi_fen?: number
  clamped: boolean
  must: PenaltyHit[]
  may: PenaltyHit[]
  lighter: PenaltyHit[]
  education_required: boolean
  guidance: boolean
  trace: PenaltyLine[]
  warnings?: string[]
  citations?: string[]
  table?: string
  table_name?: string
  column?: string
  scheme: string
  pack: string
  version: string
  law_pack?: string
  law_version?: string
}

export interface PenaltyValue {
  id: number
  kind: string
  name: string
  label?: string
  value: unknown
  evidence: string
  /** Of a proposal: how the system came to it. */
  why?: string
  proposed: boolean
  confirmed_by?: number
  confirmed_name?: string
  confirmed_ms?: number
}

export interface PenaltyEvent {
  id: number
  kind: string
  day: string
  note: string
  amount_fen?: number
  /** Of an order: last day to correct. */
  due?: string
  /** Of a re-check: found going on. */
  continuing?: boolean
  user_id?: number
  user_name?: string
  at_ms: number
}

export interface PenaltyClock {
  id: string
  name: string
  from_day: string
  due: string
  done_day?: string
  overdue: boolean
  late: boolean
  days_left: number
  citation: string
  tag: string
}

/** A case as it stands in a list. */
export interface PenaltyCaseRow {
  id: number
  number: string
  enterprise_id: number
  enterprise_name: string
  district_id: number
  district_name: string
  source: string
  source_ref: string
  visit_id?: number
  finding_id?: number
  title: string
  act_date: string
  unit: string
  officer_id: number
  officer_name: string
  second_officer_id: number
  second_officer_name: string
  scheme: string
  table_id?: string
  more_tables?: unknown
  column_key?: string
  item?: string
  grave: boolean
  state: string
  outcome?: string
  rule?: string
  computed_fen?: number
  raw_bp?: number
  table_taken?: string
  min_fen?: number
  max_fen?: number
  pack?: string
  pack_version?: string
  assessed_ms?: number
  deviation_fen?: number
  deviation_reason?: string
  deviation_by?: number
  deviation_approved_by?: number
  deviation_ms?: number
  notice_fen?: number
  fine_fen?: number
  decision_date?: string
  decided_by?: number
  decision_note?: string
  created_by?: number
  created_ms: number
  version: number
}

export interface PenaltyCase extends PenaltyCaseRow {
  result?: unknown
  values?: PenaltyValue[]
  events?: PenaltyEvent[]
  clocks?: PenaltyClock[]
}

export interface PenaltyStep {
  kind: string
  ready: boolean
  why?: string
}

/** A single change of facts that changes the outcome for the better. */
export interface PenaltyChange {
  kind: string
  name: string
  label: string
  from?: string
  to: string
  to_text: string
  text: string
  outcome: string
  outcome_text: string
  fine_fen?: number
  saved_fen?: number
  rule?: string
  /** Last day for it, and which term that is. */
  by?: string
  by_text?: string
}

/** Fine by the day (按日连续处罚): a period from each order served to the re-check after it. */
export interface PenaltyByDay {
  base_fen?: number
  base_decided: boolean
  days: number
  fine_fen: number
  decided_fen: number
  periods: { served_day: string; recheck_day: string; days: number; fen: number; text: string; decided: boolean }[]
  text: string
}

export interface PenaltyPrecedent {
  id: number
  number: string
  enterprise_name: string
  decision_date?: string
  unit: string
  outcome: string
  fine_fen?: number
  same_n: number
}

export interface PenaltyPrecedents {
  items: PenaltyPrecedent[]
  decided_n: number
  lower_n: number
  equal_n: number
  higher_n: number
  this_fen?: number
}

export interface PenaltyPaper {
  form: string
  title: string
  number?: string
  ready: boolean
  missing?: string[]
}

export interface PenaltySpread {
  table: string
  n: number
  min_fen: number
  q1_fen: number
  median_fen: number
  q3_fen: number
  max_fen: number
  deviated_n: number
  outliers: PenaltyPrecedent[]
}

export interface PenaltyGroup {
  name: string
  id?: number
  n: number
  ratio_bp: number
  deviated_n: number
}

export interface PenaltyBoard {
  from: string
  to: string
  cases_n: number
  fined_n: number
  spared_n: number
  least_n: number
  units_hidden_n: number
  officers_hidden_n: number
  tables: PenaltySpread[]
  units: PenaltyGroup[]
  officers: PenaltyGroup[]
  spared: { rule: string; must_n: number; may_n: number }[]
}

/** A draft or a publication of a pack by the bureau. */
export interface PenaltyPack {
  id: number
  pack: string
  pack_version: string
  sha256: string
  state: string
  note?: string
  author_id?: number
  created_ms: number
  submitted_ms?: number
  decided_by?: number
  decided_ms?: number
  decision_note?: string
  version: number
}

export interface PenaltyPackFull extends PenaltyPack {
  content: string
}

export interface PenaltyPackPreview {
  pack: string
  pack_version: string
  words: string
  examples_n: number
  failed?: string[]
  notes?: string[]
}

export interface PenaltyPackImpact {
  pack: string
  pack_version: string
  examined_n: number
  changed_n: number
  failed_n: number
  items: { id: number; number: string; enterprise_name: string; before_outcome?: string; before_fen?: number; after_outcome?: string; after_fen?: number; why?: string }[]
}

/** A pack's whole file, to start a draft from. */
export interface PenaltyPackSource {
  pack: string
  pack_version: string
  content: string
}
