/** Missions (入企任务): applied for, approved, notified, carried out. */
import type { InspClass, Verdict, VerdictName, VisitKind, VisitSource } from './visit'

export type MissionState = 'submitted' | 'approved' | 'rejected' | 'cancelled' | 'merged'
export type NoticeHow = 'app' | 'phone' | 'paper' | 'none'

/** A unit that takes part in a joint visit (综合查一次). */
export interface MissionUnit {
  id: number
  unit: string
  officer_id: number
  officer_name: string
  from_mission_id?: number
}

export interface Mission {
  id: number
  uid: string
  /** 审批编号, given with the approval */
  number?: string
  enterprise_id: number
  enterprise_name: string
  district_id: number
  district_name: string
  kind: VisitKind
  insp_class?: InspClass
  source: VisitSource
  evidence_ref: string
  reason: string
  basis: string
  scope: string
  unit: string
  officer_id: number
  officer_name: string
  second_officer_id?: number
  second_officer_name?: string
  assistants: string
  planned_from: string
  planned_to: string
  state: MissionState
  override_reason?: string
  verdict: VerdictName
  verdict_detail: Verdict | string
  counts_toward_cap: boolean
  policy: string
  policy_version: string
  /** The emergency visit whose approval this completes. */
  visit_id?: number
  /** The help visit that met a violation. */
  converted_from?: number
  applicant_id?: number
  applicant_name?: string
  created_ms: number
  approver_id?: number
  approver_name?: string
  decided_ms?: number
  decision_note?: string
  notice_ms?: number
  notice_how?: NoticeHow
  no_notice_reason?: string
  merged_into?: number
  cancel_reason?: string
  /** The visit that carried it out. */
  done_visit_id?: number
  units?: MissionUnit[]
  version: number
}

/** Two missions of different units that could be one visit. */
export interface MissionPair {
  enterprise_id: number
  enterprise_name: string
  first_id: number
  second_id: number
  first_unit: string
  second_unit: string
  first_from: string
  first_to: string
  second_from: string
  second_to: string
}
