/** Names of the codes that the server uses, in both languages, and the tone each is shown in. */
import { labels, type Pair } from './i18n'

export type Tone = 'ok' | 'warn' | 'danger' | 'info' | 'accent' | 'plain'

export interface CodeTable {
  pairs: Record<string, Pair>
  tones: Record<string, Tone>
  label: (code: string | null | undefined) => string
  tone: (code: string | null | undefined) => Tone
  /** Options for a select, in the order of the table. */
  options: () => { value: string; label: string }[]
}

export function table(rows: Record<string, readonly [zh: string, en: string, tone?: Tone]>): CodeTable {
  const pairs: Record<string, Pair> = {}
  const tones: Record<string, Tone> = {}
  for (const [code, [zh, en, tone]] of Object.entries(rows)) {
    pairs[code] = [zh, en]
    tones[code] = tone ?? 'plain'
  }
  const label = labels(pairs)
  return {
    pairs,
    tones,
    label,
    tone: (code) => (code ? (tones[code] ?? 'plain') : 'plain'),
    options: () => Object.keys(pairs).map((value) => ({ value, label: label(value) })),
  }
}

export const CREDIT_CODE_STATUS = table({
  ok: ['校验正确', 'valid', 'ok'],
  bad_check: ['校验位错误', 'wrong check character', 'warn'],
  bad_char: ['含非法字符', 'illegal character', 'warn'],
  bad_len: ['位数不符', 'wrong length', 'warn'],
  blank: ['空', 'blank', 'warn'],
  masked: ['已脱敏', 'masked', 'info'],
})

export const PERMIT_STATUS = table({
  ok: ['与信用代码一致', 'agrees with credit code', 'ok'],
  mismatch: ['与信用代码不一致', 'differs from credit code', 'warn'],
  blank: ['未填', 'blank'],
  malformed: ['格式不符', 'malformed', 'warn'],
})

export const GEO_STATUS = table({
  ok: ['有效', 'valid', 'ok'],
  outside: ['超出本市范围', 'outside the city', 'warn'],
  missing: ['缺坐标', 'missing', 'warn'],
})

export const GEO_DATUM = table({
  wgs84: ['WGS-84 / CGCS2000', 'WGS-84 / CGCS2000'],
  gcj02: ['GCJ-02（高德、腾讯）', 'GCJ-02 (AMap, Tencent)'],
  unknown: ['未说明', 'not stated'],
})

export const ENTERPRISE_CLASS = table({
  key: ['重点', 'key', 'accent'],
  special: ['特殊', 'special', 'info'],
  general: ['一般', 'general'],
  other: ['其他', 'other'],
})

export const PERMIT_CLASS = table({
  key: ['重点管理', 'key management'],
  simplified: ['简化管理', 'simplified management'],
  registration: ['登记管理', 'registration'],
  none: ['无', 'none'],
})

export const SCALE = table({
  large: ['大型', 'large'],
  medium: ['中型', 'medium'],
  small: ['小型', 'small'],
  micro: ['微型', 'micro'],
  unknown: ['未知', 'unknown'],
})

export const CREDIT_GRADE = table({
  a: ['诚信', 'A', 'ok'],
  b: ['良好', 'B'],
  c: ['警示', 'C', 'warn'],
  d: ['不良', 'D', 'danger'],
  none: ['未评', 'not rated'],
})

export const ENV_CODE = table({
  green: ['绿码', 'green', 'ok'],
  yellow: ['黄码', 'yellow', 'warn'],
  red: ['红码', 'red', 'danger'],
  none: ['无', 'none'],
})

export const PERFORMANCE_GRADE = table({
  a: ['A 级', 'A', 'ok'],
  b: ['B 级', 'B', 'ok'],
  b_minus: ['B− 级', 'B−'],
  c: ['C 级', 'C'],
  d: ['D 级', 'D', 'warn'],
  leading: ['绩效引领性', 'leading', 'accent'],
  none: ['未评级', 'not graded'],
})

export const RISK = table({
  high: ['高风险', 'high', 'warn'],
  ordinary: ['一般', 'ordinary'],
})

export const POSITIVE_STATE = table({
  listed: ['已列入', 'listed', 'ok'],
  suspended: ['暂停', 'suspended', 'warn'],
  none: ['未列入', 'not listed'],
})

export const ENTERPRISE_STATUS = table({
  active: ['在产', 'active', 'ok'],
  closed: ['关闭', 'closed'],
  moved: ['搬迁', 'moved away'],
  merged: ['已合并', 'merged'],
})

export const OUTLET_KIND = table({
  air: ['废气', 'air'],
  water: ['废水', 'water'],
  noise: ['噪声', 'noise'],
  other: ['其他', 'other'],
})

export const RUN_STATUS = table({
  active: ['在用', 'in use', 'ok'],
  stopped: ['停用', 'stopped'],
})

export const EQUIPMENT_KIND = table({
  production: ['生产设施', 'production'],
  treatment: ['治理设施', 'treatment'],
  monitoring: ['监测设备', 'monitoring'],
})

export const CERT_STATE = table({
  valid: ['有效', 'valid', 'ok'],
  expired: ['已过期', 'expired', 'danger'],
  none: ['无证', 'none', 'warn'],
})

export const ASSIGN_KIND = table({
  main: ['联络员', 'liaison', 'accent'],
  cover: ['代理', 'cover', 'info'],
})

export const ASSIGN_REASON = table({
  initial: ['首次结对', 'first pairing'],
  transfer: ['岗位调整', 'transfer'],
  leave: ['请假离岗', 'leave'],
  dismissal: ['免职', 'dismissal'],
  enterprise_request: ['企业申请回避', "enterprise's request"],
  rotation: ['轮岗', 'rotation'],
  balance: ['均衡负荷', 'balance of load'],
  cover: ['代理', 'cover'],
  expired: ['代理到期', 'cover ran out'],
  enterprise_ended: ['企业关停、搬迁或合并', 'enterprise closed, moved or merged'],
})

export const TASK_STATE = table({
  open: ['待办', 'open', 'info'],
  overdue: ['逾期', 'overdue', 'danger'],
  done: ['已办', 'done', 'ok'],
  cancelled: ['已取消', 'cancelled'],
})

/** Why a plan moves an enterprise. */
export const PLAN_WHY = table({
  uncovered: ['尚无联络员', 'had no liaison', 'warn'],
  not_in_post: ['原联络员不在岗', 'liaison out of post', 'warn'],
  other_district: ['原联络员属其他区县', 'liaison of another district'],
  recused: ['原联络员应回避', 'liaison is recused', 'warn'],
  balance: ['均衡负荷与距离', 'balance of load and distance'],
})

export const PLAN_STATE = table({
  proposed: ['待决定', 'proposed', 'info'],
  applied: ['已执行', 'applied', 'ok'],
  discarded: ['已放弃', 'discarded'],
})

export const PLATE_STATUS = table({
  draft: ['草稿', 'draft'],
  issued: ['已签发', 'issued', 'info'],
  printed: ['已印制', 'printed', 'accent'],
  hung: ['已悬挂', 'hung', 'ok'],
  lost: ['遗失', 'lost', 'danger'],
  void: ['作废', 'void', 'danger'],
  replaced: ['已换发', 'replaced'],
})

export const PLATE_EVENT = table({
  issued: ['签发', 'issued'],
  printed: ['印制', 'printed'],
  hung: ['悬挂', 'hung'],
  lost: ['挂失', 'reported lost'],
  void: ['作废', 'made void'],
  replaced: ['换发', 'replaced'],
  reprint_due: ['需重新印制', 'reprint due'],
  reprinted: ['重新印制', 'reprinted'],
  alert: ['异常扫码', 'alert'],
})

export const JOB_STATE = table({
  queued: ['排队中', 'queued', 'info'],
  running: ['进行中', 'running', 'accent'],
  done: ['已完成', 'done', 'ok'],
  failed: ['失败', 'failed', 'danger'],
  cancelled: ['已取消', 'cancelled'],
})

export const JOB_KIND = table({
  'plate.print': ['印制信息牌', 'print plates'],
})

export const IMPORT_STATE = table({
  uploaded: ['待核对', 'uploaded', 'info'],
  checked: ['已核对', 'checked', 'accent'],
  committed: ['已导入', 'imported', 'ok'],
  undone: ['已撤销', 'undone'],
  failed: ['失败', 'failed', 'danger'],
})

export const IMPORT_KIND = table({
  enterprises: ['企业', 'enterprises'],
  officers: ['执法人员', 'officers'],
})

export const VISIT_KIND = table({
  help: ['帮扶', 'help', 'ok'],
  inspection: ['检查', 'inspection', 'accent'],
  other: ['其他', 'other'],
})

export const INSP_CLASS = table({
  daily: ['日常检查', 'daily'],
  special: ['专项检查', 'special campaign'],
  case: ['案件调查', 'case'],
  immediate: ['即时检查', 'immediate'],
})

export const VISIT_SOURCE = table({
  plan: ['年度计划', 'yearly plan'],
  random_draw: ['双随机抽查', 'random draw'],
  complaint: ['投诉举报', 'complaint'],
  transfer: ['部门移送', 'transfer'],
  superior: ['上级交办', 'superior authority'],
  offsite_clue: ['非现场线索', 'off-site clue'],
  emergency: ['突发事件', 'emergency'],
  self_request: ['企业申请', "enterprise's request"],
  reinspection: ['整改复查', 're-inspection'],
  permit_survey: ['许可核查', 'permit survey'],
})

export const VISIT_STATE = table({
  in_progress: ['进行中', 'in progress', 'accent'],
  checked_out: ['已离场', 'checked out', 'info'],
  rated: ['已评价', 'rated', 'ok'],
  closed: ['已办结', 'closed'],
  refused: ['企业拒绝', 'refused', 'warn'],
  cancelled: ['已取消', 'cancelled'],
})

export const VERDICT = table({
  allow: ['可以入企', 'may enter', 'ok'],
  warn: ['可以入企，须注意', 'may enter, with care', 'warn'],
  deny: ['不得入企', 'may not enter', 'danger'],
})

/** The verdict in lists. */
export const VERDICT_SHORT = table({
  allow: ['允许', 'allowed', 'ok'],
  warn: ['须注意', 'with care', 'warn'],
  deny: ['不得入企', 'denied', 'danger'],
})

export const EFFECT = table({
  allow: ['允许', 'allows', 'ok'],
  warn: ['提醒', 'warns', 'warn'],
  deny: ['禁止', 'denies', 'danger'],
  info: ['说明', 'note', 'info'],
})

/** Where a rule comes from. */
export const RULE_DRAFT_STATE = table({
  draft: ['草稿', 'draft'],
  submitted: ['待审定', 'submitted', 'warn'],
  published: ['已发布', 'published', 'ok'],
  rejected: ['已退回', 'sent back', 'danger'],
  replaced: ['已被替代', 'replaced'],
  withdrawn: ['已撤回', 'withdrawn'],
})
export const RULE_TAG = table({
  law: ['法律法规', 'law'],
  news: ['媒体报道', 'news report'],
  proposal: ['系统默认', 'system default'],
  unverified: ['未经核实', 'unconfirmed', 'warn'],
})

export const CONCLUSION = table({
  none: ['未见问题', 'nothing found'],
  advice: ['提出建议', 'advice'],
  order_to_correct: ['责令改正', 'order to correct', 'warn'],
  case_filed: ['立案', 'case filed', 'danger'],
  transferred: ['移送', 'transferred', 'info'],
})

export const ITEM_RESULT = table({
  ok: ['正常', 'in order', 'ok'],
  problem: ['有问题', 'problem', 'danger'],
  na: ['不适用', 'n/a'],
})

export const SEVERITY = table({
  slight: ['轻微', 'slight'],
  ordinary: ['一般', 'ordinary', 'warn'],
  serious: ['严重', 'serious', 'danger'],
})

export const COMPLAINT_ABOUT = table({
  visit: ['入企检查', 'a visit'],
  officer: ['执法人员', 'an officer'],
  pollution: ['环境污染', 'pollution'],
  other: ['其他', 'other'],
})

export const COMPLAINT_STATE = table({
  received: ['已受理', 'received', 'info'],
  handling: ['办理中', 'being handled', 'accent'],
  answered: ['已答复', 'answered', 'ok'],
  closed: ['已办结', 'closed'],
})

export const RATING_TAG = table({
  attitude: ['态度', 'attitude'],
  clear_basis: ['依据讲清楚', 'clear basis'],
  disturbing: ['影响生产', 'disturbing'],
  no_scan: ['未扫码', 'did not scan'],
  helpful: ['有帮助', 'helpful'],
  gift_hint: ['索要暗示', 'hint at gifts'],
})

export const ROLE = table({
  officer: ['执法人员', 'officer'],
  district_admin: ['区县管理员', 'district administrator'],
  city_admin: ['市级管理员', 'city administrator'],
  legal: ['法制审核', 'legal reviewer'],
  hotline: ['热线坐席', 'hotline operator'],
  leader: ['局领导', 'bureau leader'],
  enterprise: ['企业联系人', 'enterprise contact'],
  facility: ['机构人员', 'facility staff'],
  supervision: ['监督', 'supervision'],
  sysadmin: ['系统管理员', 'system administrator'],
  secadmin: ['安全管理员', 'security administrator'],
  auditor: ['审计管理员', 'audit administrator'],
})

export const USER_STATUS = table({
  active: ['启用', 'active', 'ok'],
  disabled: ['停用', 'disabled'],
})

export const TIMELINE_KIND = table({
  visit: ['入企', 'visits', 'accent'],
  liaison: ['联络', 'liaison', 'info'],
  plate: ['信息牌', 'plate', 'ok'],
  change: ['变更', 'changes'],
  complaint: ['投诉', 'complaints', 'warn'],
  clue: ['线索', 'clues', 'warn'],
  penalty: ['处罚', 'penalties', 'danger'],
})

export const DUPLICATE_REASON = table({
  same_code: ['信用代码相同', 'same credit code', 'warn'],
  same_name: ['名称相同', 'same name', 'warn'],
  same_place: ['位置相同', 'same place', 'info'],
})

export const REGION_LEVEL = table({
  district: ['区县', 'district'],
  street: ['街道乡镇', 'street'],
})

export const KEY_PURPOSE = table({
  plate: ['信息牌签名', 'plates'],
  log: ['日志签名', 'audit log'],
})

/** Names of the members of an enterprise, as on its page. */
export const ENTERPRISE_FIELD = table({
  name: ['企业名称', 'Name'],
  credit_code: ['统一社会信用代码', 'Credit code'],
  credit_code_raw: ['信用代码（原文）', 'Credit code as given'],
  credit_code_status: ['信用代码校验', 'Credit code check'],
  permit_no: ['排污许可证编号', 'Permit number'],
  permit_status: ['许可证编号校验', 'Permit number check'],
  permit_valid_to: ['许可证有效期至', 'Permit valid to'],
  district_id: ['辖区', 'District'],
  street_id: ['街道乡镇', 'Street'],
  address: ['地址', 'Address'],
  industry_code: ['行业代码', 'Industry code'],
  industry_edition: ['行业分类版本', 'Industry edition'],
  industry_name: ['行业', 'Industry'],
  lng_e6: ['经度', 'Longitude'],
  lat_e6: ['纬度', 'Latitude'],
  geo_status: ['坐标校验', 'Coordinates check'],
  geo_datum: ['坐标系', 'Datum'],
  class: ['分类', 'Class'],
  permit_class: ['许可管理类别', 'Permit class'],
  scale: ['规模', 'Scale'],
  credit_grade: ['环境信用等级', 'Credit grade'],
  env_code: ['环保码', 'Environment code'],
  performance_grade: ['绩效等级', 'Performance grade'],
  risk: ['环境风险', 'Risk'],
  state_owned: ['国有企业', 'State owned'],
  paired: ['结对帮扶', 'Paired'],
  positive_state: ['正面清单', 'Positive list'],
  status: ['状态', 'Status'],
  status_date: ['状态日期', 'Status date'],
  merged_into: ['并入', 'Merged into'],
  contact_name: ['联系人', 'Contact'],
  contact_phone: ['联系电话', 'Contact phone'],
  made_up: ['合成数据', 'Synthetic data'],
  note: ['备注', 'Note'],
})

/* ---- missions and the life of a visit ---- */

export const MISSION_STATE = table({
  submitted: ['待审批', 'to be approved', 'info'],
  approved: ['已批准', 'approved', 'ok'],
  rejected: ['未批准', 'not approved', 'danger'],
  cancelled: ['已取消', 'cancelled'],
  merged: ['已并入综合查一次', 'merged into a joint visit'],
})

export const NOTICE_HOW = table({
  app: ['系统通知', 'in the system'],
  phone: ['电话通知', 'by telephone'],
  paper: ['书面通知', 'in writing'],
  none: ['不予事先通知', 'not told beforehand', 'warn'],
})

export const TOLD_HOW = table({
  app: ['系统告知', 'in the system'],
  paper: ['书面告知', 'in writing'],
  both: ['系统和书面告知', 'in the system and in writing'],
})

export const LATE_SCAN = table({
  before_leave: ['离开前补扫', 'scanned before leaving', 'warn'],
  after_leave: ['离开后补录', 'entered after leaving', 'danger'],
})

export const CONFLICT = table({
  open: ['冲突待决定', 'conflict to be decided', 'danger'],
  accepted: ['予以认可', 'accepted', 'ok'],
  irregular: ['认定不规范', 'held irregular', 'warn'],
})

export const REFUSAL_REASON = table({
  no_scan: ['未扫码', 'did not scan'],
  no_code: ['未出示执法码', 'showed no code'],
  code_mismatch: ['码与事实不符', 'code and facts differ'],
  no_certificate: ['未出示执法证', 'showed no certificate'],
  fewer_than_two: ['少于两人', 'fewer than two officers'],
  not_approved: ['未经审批', 'not approved'],
  other: ['其他', 'other'],
})

export const REFUSAL_DECISION = table({
  upheld: ['拒绝有理', 'the refusal was right', 'ok'],
  unfounded: ['拒绝理由不成立', 'the refusal was unfounded', 'warn'],
})

export const UNSCANNED_KIND = table({
  missing: ['来人未扫码', 'came without scanning', 'warn'],
  refused: ['企业拒绝', 'refused by the enterprise', 'info'],
})

export const UNSCANNED_STATE = table({
  reported: ['待核实', 'to be looked into', 'info'],
  confirmed: ['属实', 'confirmed', 'danger'],
  unfounded: ['不属实', 'unfounded'],
})

/** What stands out about a visit; the list filters by it. */
export const VISIT_FLAG = table({
  conflict: ['冲突待决定', 'conflict to be decided', 'danger'],
  late: ['补扫、补录', 'scanned late', 'warn'],
  no_code: ['无码待备案', 'no code, to be filed', 'warn'],
  afterfill: ['待补办审批', 'approval to be completed', 'warn'],
  open: ['未签退', 'not checked out', 'info'],
  refused: ['企业拒绝', 'refused', 'warn'],
  contested: ['拒绝有争议', 'refusal contested', 'warn'],
  offline: ['离线登记', 'recorded offline', 'info'],
})

export const PHOTO_KIND = table({
  scene: ['现场', 'scene'],
  plate: ['信息牌', 'plate'],
  problem: ['问题', 'problem'],
  document: ['资料', 'document'],
  signature: ['企业签名', 'signature of the enterprise'],
  officer_signature: ['执法人员签名', 'signature of the officers'],
})

export const DEVICE_STATE = table({
  live: ['在用', 'in use', 'ok'],
  revoked: ['已停用', 'revoked', 'danger'],
})

export const DELIVERY_KIND = table({
  check_in: ['签到', 'check-in'],
  items: ['检查表', 'check-list'],
  finding: ['问题', 'finding'],
  finding_withdraw: ['撤回问题', 'finding withdrawn'],
  photo: ['照片登记', 'photo to come'],
  check_out: ['签退', 'check-out'],
  cancel: ['取消', 'cancelled'],
})

export const DELIVERY_STATE = table({
  parked: ['等待前序记录', 'waiting for an earlier record', 'info'],
  applied: ['已采用', 'taken', 'ok'],
  conflict: ['有冲突', 'in conflict', 'danger'],
  failed: ['未采用', 'not taken', 'danger'],
  quarantined: ['已隔离', 'in quarantine', 'warn'],
  discarded: ['已作废', 'discarded'],
})

export const RULE_KIND = table({
  'visit-policy': ['入企检查规则', 'visit policy'],
  'visit-checklist': ['检查清单', 'check-lists'],
  'paper-form': ['文书格式', 'forms'],
  oversight: ['督察口径', 'oversight'],
  workdays: ['工作日', 'working days'],
  offsite: ['非现场监管规则', 'off-site supervision'],
  penalty: ['裁量基准', 'penalty discretion'],
})

export const EXAMPLE_RESULT = table({
  ok: ['相符', 'as written', 'ok'],
  bad: ['不符', 'differs', 'danger'],
})

/** Whether the task in an officer's code was approved, as of the scan. */
export const SCAN_APPROVAL = table({
  unapproved: ['本人填报，未附审批', 'own statement, no approval', 'warn'],
  approved: ['已审批', 'approved', 'ok'],
  other_day: ['不在批准日期内', 'approved for other days', 'danger'],
  withdrawn: ['审批已失效', 'approval withdrawn', 'danger'],
})

export const PACK_CHANGE = table({
  added: ['增加', 'added', 'ok'],
  removed: ['删除', 'removed', 'danger'],
  changed: ['修改', 'changed', 'accent'],
  order: ['次序', 'order', 'info'],
})
