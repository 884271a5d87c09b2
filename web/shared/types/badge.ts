/** The officer's code. */

/** A phone whose key pair was made on it. */
export interface Device {
  id: number
  uid: string
  officer_id: number
  officer_name: string
  name: string
  public_key: string
  created_ms: number
  seen_ms?: number
  revoked_ms?: number
  revoke_reason?: string
  revoked: boolean
  version: number
}

/** An approved mission, signed for one officer: the task part of the code. */
export interface Warrant {
  mission_id: number
  number?: string
  enterprise_name: string
  plate_code?: string
  kind: string
  insp_class?: string
  source: string
  reason?: string
  planned_from: string
  planned_to: string
  task: string
}

export interface IssuedBadge {
  badge: string
  issued_ms: number
  expires_ms: number
  officer_id: number
  name: string
  unit?: string
  cert_no: string
  cert_to: string
  warrants: Warrant[]
}

export interface OfficerScan {
  id: number
  uid: string
  enterprise_id: number
  enterprise_name: string
  officer_id: number
  officer_name: string
  unit?: string
  cert_no: string
  kind?: string
  insp_class?: string
  source?: string
  evidence_ref?: string
  basis?: string
  mission_number?: string
  mission_id?: number
  approval: 'unapproved' | 'approved' | 'other_day' | 'withdrawn'
  at_ms: number
  received_ms: number
  offline: boolean
  visit_id?: number
}

export interface BadgeRevocations {
  issued_ms: number
  keys?: string[]
  kid: string
  sig: string
}
