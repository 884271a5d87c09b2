/** Enterprises, what belongs to them, imports. */
import type { VerdictName } from './visit'

export interface Enterprise {
  id: number
  name: string
  credit_code: string
  credit_code_raw: string
  credit_code_status: 'ok' | 'bad_check' | 'bad_char' | 'bad_len' | 'blank' | 'masked'
  permit_no: string
  permit_status: 'ok' | 'mismatch' | 'blank' | 'malformed'
  permit_valid_to?: string
  district_id: number
  district_name: string
  street_id?: number
  street_name?: string
  address: string
  industry_code: string
  industry_edition: '2011' | '2017'
  industry_name: string
  lng_e6?: number
  lat_e6?: number
  geo_status: 'ok' | 'outside' | 'missing'
  geo_datum: 'wgs84' | 'gcj02' | 'unknown'
  class: 'key' | 'special' | 'general' | 'other'
  permit_class: 'key' | 'simplified' | 'registration' | 'none'
  scale: 'large' | 'medium' | 'small' | 'micro' | 'unknown'
  credit_grade: 'a' | 'b' | 'c' | 'd' | 'none'
  env_code: 'green' | 'yellow' | 'red' | 'none'
  performance_grade: 'a' | 'b' | 'b_minus' | 'c' | 'd' | 'leading' | 'none'
  risk: 'high' | 'ordinary'
  state_owned: boolean
  paired: boolean
  positive_state: 'none' | 'listed' | 'suspended'
  status: 'active' | 'closed' | 'moved' | 'merged'
  merged_into?: number
  contact_name: string
  contact_phone: string
  made_up: boolean
  note: string
  version: number
  created_ms: number
  updated_ms: number
  officer_id?: number
  officer_name?: string
  officer_unit?: string
  plate_code?: string
  plate_status?: string
  last_visit_ms?: number
  visits_this_year?: number
  next_allowed?: { verdict: VerdictName; text: string }
}

export interface TimelineItem {
  at_ms: number
  kind: 'visit' | 'liaison' | 'plate' | 'change' | 'complaint' | 'clue' | 'penalty'
  what: string
  title?: string
  detail?: string
  ref_id: number
}

export interface Outlet {
  id: number
  enterprise_id: number
  code: string
  kind: 'air' | 'water' | 'noise' | 'other'
  name: string
  pollutants: string
  standard_name: string
  lng_e6?: number
  lat_e6?: number
  status: 'active' | 'stopped'
  version: number
}

export interface Equipment {
  id: number
  enterprise_id: number
  outlet_id?: number
  code: string
  kind: 'production' | 'treatment' | 'monitoring'
  name: string
  mn?: string
  status: 'active' | 'stopped'
  version: number
}

export interface MapPoint {
  id: number
  name: string
  lng_e6: number
  lat_e6: number
  covered: boolean
  status: string
}

export interface Duplicate {
  a_id: number
  a_name: string
  b_id: number
  b_name: string
  reason: 'same_code' | 'same_name' | 'same_place'
}

export interface ImportColumn {
  index: number
  header: string
  samples: string[]
  field?: string
}

export interface Import {
  id: number
  kind: 'enterprises' | 'officers'
  filename: string
  sha256: string
  charset: string
  format: string
  state: 'uploaded' | 'checked' | 'committed' | 'undone' | 'failed'
  columns: ImportColumn[]
  mapping: { index: number; field: string }[]
  options: { district_id?: number; datum?: string; partial?: boolean }
  total: number
  new_n: number
  changed_n: number
  same_n: number
  error_n: number
  warning_n: number
  created_ms: number
  user_name?: string
}

export interface ImportFault {
  row: number
  column: number
  field: string
  value: string
  severity: 'error' | 'warning'
  key: string
  message: string
}

export interface ImportField {
  name: string
  zh: string
  doc: string
  required: boolean
}

/** An environmental zone (功能区、敏感区) on the map. */
export interface Zone {
  id: number
  name: string
  classes?: string[]
  source: string
  west: number
  south: number
  east: number
  north: number
  valid_from?: string
  valid_to?: string
}
