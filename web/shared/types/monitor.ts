/** Off-site supervision: outlets, data loggers, their data; clues and their loop. Members are named as in the JSON. */

export type Medium = 'gas' | 'water' | 'noise' | 'electricity' | 'condition' | 'other'
/** Grain of data, as the command code that carries it. */
export type Grain = 2011 | 2051 | 2061 | 2031
export type TeleField =
  | 'rtd' | 'min' | 'avg' | 'max' | 'cou' | 'zsrtd' | 'zsmin' | 'zsavg' | 'zsmax' | 'rs' | 'rt' | 'data' | 'daydata' | 'nightdata' | 'info' | 'eflag' | 'other'
  | 'calc_avg' | 'calc_zsavg' | 'calc_cou'

export interface OutletFactor {
  factor: string
  name?: string
  unit?: string
  range_low?: string
  range_high?: string
}

/** An outlet as it is monitored. */
export interface Monitor {
  outlet_id: number
  medium: Medium
  reference_o2_bp?: number
  factors?: OutletFactor[]
  enterprise_id: number
  enterprise_name: string
  outlet_code: string
  outlet_name: string
  logger_id?: number
  mn?: string
  online: boolean
  reviewed: boolean
  last_ms?: number
  last_data_ms?: number
  version: number
}

export interface CurvePoint {
  t_ms: number
  v?: number
  text?: string
  flag?: string
  version: number
  received_ms?: number
  backfill?: boolean
}

export interface Curve {
  outlet_id: number
  cn: number
  factor: string
  name?: string
  unit?: string
  field: TeleField
  stored_n: number
  points: CurvePoint[]
}

export interface Reading {
  mn?: string
  cn: number
  t_ms: number
  factor: string
  field: TeleField
  value: string
  flag?: string
  version: number
  received_ms: number
  backfill: boolean
}

export interface DayRow {
  day: string
  factor: string
  moments: number
  normal: number
  in_time: number
  versioned: number
}

export interface Logger {
  id: number
  mn: string
  dialect: 'auto' | '2005' | '2017' | '2025' | 'surface'
  level: 'strict' | 'compat' | 'legacy'
  leniencies?: string
  outlet_id?: number
  allowed_addresses?: string
  label: 'start' | 'end'
  real_interval_s: number
  minute_interval_min: number
  overtime_s: number
  recount: number
  auto_time: boolean
  auto_backfill: boolean
  legal_review_date?: string
  technical_review_date?: string
  status: 'active' | 'stopped'
  note?: string
  has_password: boolean
  has_key: boolean
  enterprise_id?: number
  enterprise_name?: string
  outlet_code?: string
  outlet_name?: string
  online: boolean
  address?: string
  last_ms?: number
  last_data_ms?: number
  skew_ms?: number
  frames: number
  refused: number
  created_ms: number
  updated_ms: number
  version: number
}

export interface LoggerCount {
  day: string
  name: string
  n: number
}

export interface Stranger {
  id: number
  mn: string
  st?: string
  cn?: string
  dialect?: string
  address?: string
  factors?: string
  frame?: string
  frames: number
  first_ms: number
  last_ms: number
  ignored: boolean
}

export type CommandState = 'queued' | 'sent' | 'accepted' | 'done' | 'refused' | 'failed' | 'timeout' | 'cancelled' | 'expired'
export type CommandKind =
  | 'set_time' | 'get_time' | 'set_timeout' | 'get_real_interval' | 'set_real_interval' | 'get_minute_interval' | 'set_minute_interval' | 'start_real' | 'stop_real'
  | 'start_state' | 'stop_state' | 'backfill_minute' | 'backfill_hour' | 'backfill_day' | 'backfill_runtime' | 'calibrate' | 'sample' | 'clean' | 'compare' | 'retain' | 'get_info'

export interface LoggerCommand {
  id: number
  logger_id: number
  mn: string
  kind: CommandKind
  cn: number
  params?: string
  origin: 'person' | 'clock' | 'gap'
  user_name?: string
  reason?: string
  state: CommandState
  qn?: string
  tries: number
  qn_rtn?: number
  exe_rtn?: number
  answer?: string
  rows_n: number
  created_ms: number
  sent_ms?: number
  ended_ms?: number
  version: number
}

export interface FrameRow {
  received_ms: number
  address?: string
  verdict: string
  frame: string
}

export interface FrameHour {
  hour_ms: number
  frames: number
  bytes: number
  sha256: string
}

/** A limit of an outlet and factor, in force on its days. */
export interface OutletLimit {
  id: number
  outlet_id: number
  enterprise_id: number
  outlet_code: string
  factor: string
  factor_name?: string
  grain: 'hour' | 'day'
  lo?: string
  hi?: string
  from_day: string
  to_day?: string
  source: string
  version: number
}

export type SpanKind = 'maintenance' | 'stop' | 'spare' | 'outage' | 'start' | 'fault'
/** A mark on data, a declared stop, reported maintenance. */
export interface DataMarkSpan {
  id: number
  uid: string
  outlet_id: number
  enterprise_id: number
  enterprise_name: string
  outlet_code: string
  outlet_name?: string
  factor?: string
  made_by: 'device' | 'enterprise'
  code: string
  code_zh?: string
  code_en?: string
  kind: SpanKind
  invalidates: boolean
  stopped: boolean
  from_ms: number
  to_ms?: number
  reason: string
  state: 'active' | 'withdrawn'
  replaced?: boolean
  media_id?: number
  created_ms: number
  version: number
}

/** A stretch the device marked by itself, made of its data flags. */
export interface DeviceMark {
  factor?: string
  factor_name?: string
  code: string
  code_zh: string
  code_en: string
  kind: SpanKind
  invalidates: boolean
  stopped: boolean
  from_ms: number
  to_ms: number
  replaced: boolean
}

/** Emissions of one pollutant in a month, or in the quarter. */
export interface EmissionSum {
  month?: string
  factor: string
  factor_name?: string
  expected: number
  stopped: number
  valid: number
  capture_bp?: number
  measured_kg: number
  filled: number
  filled_kg: number
  unfilled: number
  total_kg: number
}
export interface EmissionGap {
  factor: string
  factor_name?: string
  from_ms: number
  to_ms: number
  hours: number
  of_hours: number
  rate?: number
  kg?: number
}
export interface Emissions {
  outlet_id: number
  quarter: string
  from: string
  to: string
  until_ms: number
  fills: boolean
  pack: string
  pack_version: string
  sums: EmissionSum[]
  gaps: EmissionGap[]
}

export type ClueState = 'noted' | 'pushed' | 'answered' | 'rectifying' | 'rectified' | 'escalated' | 'onsite' | 'closed'
export type ClueLevel = 'info' | 'clue' | 'warn' | 'serious'
export type ClueOutcome = 'ended' | 'false_alarm' | 'fault' | 'maintenance' | 'stop' | 'explained' | 'verified' | 'no_violation' | 'case'
export type ClueCause = 'fault' | 'maintenance' | 'stop' | 'start' | 'process' | 'power' | 'other'
export type ClueAct = 'raise' | 'answer' | 'close' | 'rectify' | 'rectified' | 'verify' | 'reject' | 'escalate' | 'overdue' | 'mission' | 'mission_gone' | 'visited' | 'end'
export type ClueWhy = 'fraud' | 'day_mean' | 'hours' | 'unanswered' | 'rectify_late' | 'not_verified' | 'person'

/** A clue is a question, no violation. */
export interface Clue {
  id: number
  number: string
  enterprise_id: number
  enterprise_name?: string
  district_id: number
  district_name?: string
  outlet_id?: number
  outlet_code?: string
  outlet_name?: string
  line_id?: number
  line_name?: string
  other_outlet_id?: number
  rule: string
  rule_zh?: string
  rule_en?: string
  level: ClueLevel
  fraud: boolean
  outage: boolean
  pack: string
  pack_version: string
  factor?: string
  factor_name?: string
  from_ms: number
  raised_ms: number
  last_ms: number
  ended_ms?: number
  value?: string
  bound?: string
  times: number
  evidence: boolean
  legal_review_date?: string
  technical_review_date?: string
  mn?: string
  state: ClueState
  created_ms: number
  answer_due_ms?: number
  overdue?: boolean
  answered_ms?: number
  answer_cause?: ClueCause
  answer?: string
  reviewed_ms?: number
  review_note?: string
  rectify_due?: string
  rectified_ms?: number
  rectify_note?: string
  escalated_ms?: number
  escalate_reason?: ClueWhy
  mission_id?: number
  visit_id?: number
  outcome?: ClueOutcome
  closed_ms?: number
  close_note?: string
  version: number
}

/** The data around a clue as it stood: series of [time, value, mark]. */
export interface ClueSeries {
  cn: number
  factor: string
  field: string
  name?: string
  unit?: string
  outlet_id?: number
  points: [t_ms: number, value: string | null, mark?: string][]
}
export interface ClueStep {
  id: number
  at_ms: number
  user_id?: number
  user_name?: string
  act: ClueAct
  state: ClueState
  note?: string
}
export interface CluePhoto {
  id: number
  media_id: number
  at_ms: number
  url?: string
}
export interface EarlierClue {
  id: number
  number: string
  raised_ms: number
  state: ClueState
  outcome?: ClueOutcome
  answer_cause?: ClueCause
  close_note?: string
}
export interface ClueCard {
  clue: Clue & { samples?: ClueSeries[] }
  words_zh: string
  words_en: string
  speech_zh: string
  speech_en: string
  next_zh: string
  next_en: string
  citation?: string
  tag: string
  params?: { id: string; value: number }[]
  steps?: ClueStep[]
  photos?: CluePhoto[]
  earlier?: EarlierClue[]
  tally?: { outcome: ClueOutcome; n: number }[]
  limit_source?: string
  actions?: string[]
}
export interface ClueSummary {
  states?: { state: ClueState; n: number; overdue_n: number }[]
  rules?: { rule: string; rule_zh?: string; rule_en?: string; n: number; open_n: number; false_n: number }[]
}

export interface ReplayItem {
  rule: string
  rule_zh?: string
  rule_en?: string
  level: ClueLevel
  enterprise_id: number
  enterprise_name?: string
  outlet_id?: number
  outlet_code?: string
  factor?: string
  from_ms: number
  raised_ms: number
  last_ms: number
  value?: string
  bound?: string
  times: number
  fraud: boolean
  change?: string
}
export interface Replay {
  from: string
  to: string
  pack: string
  pack_version: string
  against?: string
  enterprises_n: number
  outlets_n: number
  rows_n: number
  n: number
  before_n: number
  shown_n: number
  rules?: { rule: string; rule_zh?: string; rule_en?: string; n: number; enterprises_n: number; before_n: number }[]
  items?: ReplayItem[]
}

export interface CoverageGap {
  kind: string
  zh: string
  en: string
  outlet_id?: number
  outlet_code?: string
  value_bp: number
}
export interface CoverageRow {
  enterprise_id: number
  enterprise_name: string
  credit_code?: string
  district_name?: string
  positive_state: string
  covered: boolean
  points_n: number
  reviewed_n: number
  availability_bp?: number
  answered_bp?: number
  clues_n: number
  answered_n: number
  gaps?: CoverageGap[]
}
/** Which enterprises really were covered off-site in a month. */
export interface OffsiteCoverage {
  month: string
  pack: string
  pack_version: string
  need_bp: number
  need_answer_bp: number
  enterprises_n: number
  covered_n: number
  /** Of a past month: when it was kept; it does not change any more. */
  kept_ms?: number
  items?: CoverageRow[]
}
export interface QualityDay {
  day: string
  factor: string
  expected: number
  received: number
  in_time: number
  valid: number
  transmission_bp?: number
  full_bp?: number
  validity_bp?: number
  effective_bp?: number
  versioned: number
  stopped: number
  flagged: number
  marked: number
  physical: number
  not_numbers: number
  day_mean?: number
  reported_mean?: number
  day_valid: boolean
}
export interface Quality {
  outlet_id: number
  from: string
  to: string
  pack: string
  pack_version: string
  days?: QualityDay[]
}

/** A mark that may be set, by the rule pack. */
export interface MarkKind {
  code: string
  name_zh: string
  name_en: string
  kind: SpanKind
  invalidates: boolean
  stopped: boolean
  quota_h?: number
  citation?: string
  tag: string
}
/** A clue rule in force. */
export interface ClueRule {
  id: string
  name_zh: string
  name_en: string
  on: boolean
  level: ClueLevel
  fraud?: boolean
  daily?: boolean
  delay_min: number
  from?: string
  to?: string
  suppress?: string[]
  params?: { id: string; value: number }[]
  text_zh: string
  text_en: string
  next_zh: string
  next_en: string
  citation?: string
  tag: string
}
