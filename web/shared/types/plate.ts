/** Plates, and complaints. */
import type { VisitKind } from './visit'

export type PlateStatus = 'draft' | 'issued' | 'printed' | 'hung' | 'lost' | 'void' | 'replaced'

export interface Plate {
  id: number
  code: string
  code_print: string
  enterprise_id: number
  enterprise_name: string
  district_name: string
  ver: number
  kid: string
  payload: string
  url: string
  issue_date: string
  status: PlateStatus
  officer_id?: number
  officer_name?: string
  reprint_due: boolean
  printed_ms?: number
  hung_ms?: number
  hung_lng_e6?: number
  hung_lat_e6?: number
  replaced_by?: number
  reason?: string
  version: number
}

export interface PlateEvent {
  at_ms: number
  kind: string
  user_name?: string
  note: string
}

export interface PublicPlate {
  genuine: 'genuine' | 'forged' | 'unknown' | 'void' | 'lost' | 'replaced' | 'unsigned'
  code: string
  code_print: string
  enterprise_id?: number
  enterprise_name?: string
  credit_code?: string
  issue_date?: string
  district_name?: string
  officer_name?: string
  officer_unit?: string
  officer_phone?: string
  officer_photo_id?: number
  supervision_phone?: string
  rights: string[]
  last_visits: { at_ms: number; kind: VisitKind; unit: string; result: string }[]
  signed_text?: string
  sig?: string
  kid?: string
  public_key?: string
}

export interface Complaint {
  id: number
  case_code: string
  about: 'visit' | 'officer' | 'pollution' | 'other'
  text: string
  contact?: string
  plate_code?: string
  enterprise_id?: number
  enterprise_name?: string
  visit_id?: number
  state: 'received' | 'handling' | 'answered' | 'closed'
  received_ms: number
  answer?: string
  answered_ms?: number
}
