/** What every area uses. */

export interface Fault {
  path: string
  key: string
  value?: string
  message: string
}

export interface Page<T> {
  items: T[]
  next?: string
  total?: number
}

export interface HistoryItem {
  id: number
  version: number
  changed_ms: number
  user_name?: string
  reason: string
  changes: { field: string; before: unknown; after: unknown }[]
}

export interface Job {
  id: number
  kind: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number
  created_ms: number
  started_ms?: number
  ended_ms?: number
  eta_s?: number
  error?: string
  result_name?: string
}

export interface PublicKey {
  kid: string
  alg: string
  public_key: string
  created_ms: number
  purpose: 'plate' | 'log'
}

export interface PublicConfig {
  bureau_name: string
  supervision_phone: string
  tile_url: string
  city_name: string
  demo: boolean
  public_url: string
  /** west,south,east,north in micro-degrees, as text or list */
  map_box: string | number[]
}

export interface AuditLeaf {
  seq: number
  at_ms: number
  actor: string
  action: string
  entity: string
  entity_id: number
  enterprise_id?: number
  payload: unknown
  hash: string
}

export interface ConfigItem {
  name: string
  value: string
  default: string
  doc: string
}
