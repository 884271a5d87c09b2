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
