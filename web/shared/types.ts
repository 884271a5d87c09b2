/** Shapes of the API (docs: `wurao openapi`). Members are named as in the JSON. */
export * from './types-monitor'

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

export type Role =
  | 'officer' | 'district_admin' | 'city_admin' | 'legal' | 'hotline' | 'leader'
  | 'enterprise' | 'facility' | 'supervision' | 'sysadmin' | 'secadmin' | 'auditor'

export interface Session {
  user_id: number
  username: string
  name: string
  roles: Role[]
  officer_id?: number
  enterprise_id?: number
  district_id?: number
  district_name?: string
  csrf: string
  must_change: boolean
  totp_on: boolean
  idle_s: number
  demo: boolean
}

export interface User {
  id: number
  username: string
  name: string
  roles: Role[]
  district_id?: number
  district_name?: string
  officer_id?: number
  enterprise_id?: number
  phone?: string
  status: 'active' | 'disabled'
  locked_until_ms?: number
  totp_on?: boolean
  must_change?: boolean
  last_login_ms?: number
  version: number
}

export interface Region {
  id: number
  code: string
  name: string
  parent_id?: number
  level: 'district' | 'street'
  lng_e6?: number
  lat_e6?: number
  valid_from?: string
  valid_to?: string
  version: number
}

export type VerdictName = 'allow' | 'warn' | 'deny'

export interface Reason {
  rule: string
  effect: VerdictName | 'info'
  text: string
  citation?: string
  tag?: string
}

export interface Verdict {
  verdict: VerdictName
  counts_toward_cap: boolean
  headline: string
  reasons: Reason[]
  next_allowed?: string
  cap?: number
  used?: number
  policy: string
  policy_version: string
  insp_class?: InspClass
}

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

export interface HistoryItem {
  id: number
  version: number
  changed_ms: number
  user_name?: string
  reason: string
  changes: { field: string; before: unknown; after: unknown }[]
}

export interface TimelineItem {
  at_ms: number
  kind: 'visit' | 'liaison' | 'plate' | 'change' | 'complaint'
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

export type VisitKind = 'help' | 'inspection' | 'other'
export type InspClass = 'daily' | 'special' | 'case' | 'immediate'
export type VisitSource =
  | 'plan' | 'random_draw' | 'complaint' | 'transfer' | 'superior' | 'offsite_clue'
  | 'emergency' | 'self_request' | 'reinspection' | 'permit_survey'
export type VisitState = 'in_progress' | 'checked_out' | 'rated' | 'closed' | 'refused' | 'cancelled'
export type LateScan = 'before_leave' | 'after_leave'
export type Conflict = 'open' | 'accepted' | 'irregular'
export type ToldHow = 'app' | 'paper' | 'both'
export type RefusalDecision = 'upheld' | 'unfounded'
export type Conclusion = 'none' | 'advice' | 'order_to_correct' | 'case_filed' | 'transferred'

export interface VisitItem {
  code: string
  text_zh?: string
  text_en?: string
  required?: boolean
  result?: 'ok' | 'problem' | 'na'
  note?: string
  /** What an answer needs beside itself. */
  evidence?: string
}

export interface Finding {
  id: number
  uid: string
  text: string
  severity: 'slight' | 'ordinary' | 'serious'
  item_code?: string
  media_id?: number
}

export interface VisitPhoto {
  id: number
  media_id: number
  kind: string
  taken_ms: number
  sha256: string
  item_code?: string
  /** The same picture was sent with an earlier visit. */
  seen_before?: boolean
}

/** A photo that the record tells of and that has not come in yet. */
export interface PhotoDue {
  id: number
  sha256: string
  kind: string
  item_code?: string
  taken_ms: number
}

/** What the phone had said without network, and from facts of when. */
export interface PhoneVerdict {
  verdict: VerdictName
  as_of_ms: number
  headline: string
}

export interface Visit {
  id: number
  client_id: string
  enterprise_id: number
  enterprise_name: string
  district_name: string
  plate_code?: string
  kind: VisitKind
  insp_class?: InspClass
  source: VisitSource
  evidence_ref: string
  reason: string
  unit: string
  officer_id: number
  officer_name: string
  second_officer_id?: number
  second_officer_name?: string
  assistants: string
  state: VisitState
  verdict: VerdictName
  counts_toward_cap: boolean
  policy: string
  policy_version: string
  verdict_detail?: Verdict | string
  checked_in_ms: number
  checked_out_ms?: number
  device_ms: number
  lng_e6?: number
  lat_e6?: number
  accuracy_m?: number
  distance_m?: number
  conclusion: Conclusion
  findings_n: number
  photos_n: number
  summary: string
  items?: VisitItem[]
  findings?: Finding[]
  photos?: VisitPhoto[]
  rating?: { score: number; tags?: string[]; text?: string }
  version: number
  mission_id?: number
  /** 审批编号 of that mission */
  mission_number?: string
  late_scan?: LateScan
  late_reason?: string
  offline?: boolean
  device?: string
  received_ms?: number
  skew_ms?: number
  phone_verdict?: PhoneVerdict | string
  conflict?: Conflict
  conflict_reason?: string
  conflict_ms?: number
  no_code_reason?: string
  no_code_due?: string
  no_code_ref?: string
  no_code_filed_ms?: number
  afterfill_due?: string
  converted_from?: number
  scan_id?: number
  told_ms?: number
  told_how?: ToldHow
  told_note?: string
  closed_ms?: number
  refusal_reason?: string
  cancel_reason?: string
  contest_reason?: string
  contest_ms?: number
  refusal_decision?: RefusalDecision
  refusal_note?: string
  refusal_decided_ms?: number
  photos_due?: PhotoDue[]
}

export interface Receipt {
  visit_id: number
  leaf: Record<string, string | number>
  leaf_text: string
  index: number
  tree_size: number
  path: string[]
  checkpoint: string
  public_key: string
  row_text: string
}

export interface DeskToday {
  coverage_bp: number
  uncovered_n: number
  visits_today_n: number
  open_visits_n: number
  tasks_overdue_n: number
  plates_missing_n: number
  complaints_open_n: number
  reprints_due_n: number
  enterprises_n: number
  paired_n: number
  visits_by_day: { date: string; help_n: number; inspection_n: number; other_n: number }[]
}

export interface MyToday {
  enterprises_n: number
  tasks_overdue: Task[]
  tasks_due: Task[]
  open_visits: Visit[]
  recent: Visit[]
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

/** One paper of a mission or a visit (检查文书). */
export interface Paper {
  form: string
  title_zh: string
  title_en: string
  ready: boolean
  missing?: string[]
}

/* ---- oversight ---- */

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

/* ---- the officer's code ---- */

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

/* ---- missions (入企任务): applied for, approved, notified, carried out ---- */

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

/** Somebody came without scanning, or was refused (未扫码入企). */
export interface Unscanned {
  id: number
  uid: string
  enterprise_id: number
  enterprise_name: string
  district_id: number
  kind: 'missing' | 'refused'
  reason: string
  note: string
  people: string
  at_ms: number
  visit_id?: number
  state: 'reported' | 'confirmed' | 'unfounded'
  answer?: string
  answered_ms?: number
  version: number
}

/** One record that a phone sent later. */
export interface Delivery {
  id: number
  device: string
  seq: number
  uid: string
  user_id: number
  user_name?: string
  kind: string
  visit: string
  state: 'parked' | 'applied' | 'conflict' | 'failed' | 'quarantined' | 'discarded'
  visit_id?: number
  enterprise_id?: number
  enterprise_name?: string
  device_ms: number
  received_ms: number
  skew_ms: number
  error?: { key: string; title: string; detail: string; faults: { path: string; key: string; message: string }[] }
  body?: unknown
}

/** A rule pack (规则包): policy as data, in force from a day. */
export interface RulePack {
  id: string
  kind: string
  version: string
  title_zh: string
  title_en: string
  issuer: string
  jurisdiction: string
  valid_from: string
  valid_to?: string
  status: string
  note_zh?: string
  note_en?: string
  sha256: string
  examples_n: number
  in_force: boolean
}

export interface RulePackFull extends RulePack {
  /** What it says, in Chinese. */
  words: string
  examples: { name: string; good: boolean; came?: string }[]
  /** What an author should look at. */
  notes: { path: string; zh: string; en: string }[]
}

export interface RulePackDiff {
  from: string
  from_version: string
  to: string
  to_version: string
  changes_n: number
  changes: { op: string; path: string; words: string; before?: string; after?: string }[]
}

/** Whom the change from one pack to another would affect today. */
export interface RulePackImpact {
  day: string
  examined_n: number
  changed_n: number
  counts: { what_zh: string; what_en: string; n: number }[]
  items: { id: number; name: string; place: string; ask_zh: string; ask_en: string; before_zh: string; before_en: string; after_zh: string; after_en: string }[]
}
