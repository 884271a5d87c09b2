/** Officers, assignments, tasks. */
import type { Conclusion, VisitKind } from './visit'

export interface Officer {
  id: number
  name: string
  unit: string
  title: string
  district_id?: number
  district_name?: string
  cert_no: string
  cert_from?: string
  cert_to?: string
  cert_state: 'valid' | 'expired' | 'none'
  in_post: boolean
  phone: string
  photo_id?: number
  enterprises_n: number
  capacity?: number
  version: number
}

export interface Recusal {
  id: number
  officer_id: number
  enterprise_id: number
  enterprise_name?: string
  reason: string
}

export type AssignReason = 'initial' | 'transfer' | 'leave' | 'dismissal' | 'enterprise_request' | 'rotation' | 'balance' | 'cover' | 'expired' | 'enterprise_ended'

export interface Assignment {
  id: number
  enterprise_id: number
  enterprise_name: string
  officer_id: number
  officer_name: string
  officer_unit: string
  kind: 'main' | 'cover'
  from_ms: number
  to_ms?: number
  until?: string
  reason: AssignReason
  note: string
  ended_reason?: string
}

export interface Coverage {
  paired_n: number
  covered_n: number
  coverage_bp: number
  not_in_post_n?: number
  by_district: { district_id: number; name: string; paired_n: number; covered_n: number; not_in_post_n?: number }[]
}

export interface Workload {
  officer_id: number
  officer_name: string
  unit: string
  district_name: string
  enterprises_n: number
  tasks_open_n: number
  tasks_overdue_n: number
  capacity: number
  in_post?: boolean
}

export interface PlanFigures {
  load_min: number
  load_max: number
  load_mean_bp: number
  distance_mean_m: number
  coverage_bp: number
}

export interface Plan {
  id: number
  state: 'proposed' | 'applied' | 'discarded'
  created_ms: number
  user_name?: string
  officers_n: number
  enterprises_n: number
  changed_n: number
  unassigned_n: number
  cost: number
  ms: number
  before: PlanFigures
  after: PlanFigures
  params: { district_id?: number; keep_bp?: number; distance_bp?: number; load_max?: number; only_uncovered?: boolean }
}

export interface PlanChange {
  enterprise_id: number
  enterprise_name: string
  from_officer_id?: number
  from_officer_name?: string
  to_officer_id?: number
  to_officer_name?: string
  distance_m?: number
  reason: string
}

export interface TaskCode {
  id: number
  code: string
  name_zh: string
  name_en: string
  due_days: number
  active: boolean
  sort: number
  origin: string
  version: number
}

export interface Task {
  id: number
  assignment_id: number
  enterprise_id: number
  enterprise_name: string
  officer_id: number
  officer_name: string
  task_code: string
  task_name: string
  due_on: string
  done_ms?: number
  result?: string
  evidence_ids?: number[]
  note?: string
  state: 'open' | 'overdue' | 'done' | 'cancelled'
}

export interface Handover {
  enterprise: { id: number; name: string; credit_code?: string; address?: string }
  from_officer?: Officer
  to_officer?: Officer
  open_tasks: Task[]
  last_visits: { id: number; checked_in_ms: number; kind: VisitKind; conclusion: Conclusion; officer_name: string; summary: string }[]
  notes: { id: number; officer_name?: string; officer_unit?: string; from_ms: number; to_ms?: number; reason: AssignReason; note: string }[]
}
