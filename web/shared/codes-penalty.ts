/** Names of the codes of penalty discretion. */
import { table } from './codes'

export const PENALTY_OUTCOME = table({
  no_penalty_must: ['应当不予处罚', 'must not be punished', 'ok'],
  no_penalty_may: ['可以不予处罚', 'may be left unpunished', 'ok'],
  mitigated: ['减轻处罚', 'mitigated', 'info'],
  lighter: ['从轻处罚', 'lighter', 'info'],
  ordinary: ['一般处罚', 'ordinary', 'accent'],
  heavier: ['从重处罚', 'heavier', 'warn'],
  grades_only: ['仅给出等级', 'grades only', 'warn'],
})

export const PENALTY_STATE = table({
  filed: ['已立案', 'filed'],
  assessed: ['已裁量', 'assessed', 'info'],
  noticed: ['已告知', 'notice given', 'info'],
  decided: ['已决定', 'decided', 'accent'],
  served: ['已送达', 'served', 'accent'],
  closed: ['已结案', 'closed', 'ok'],
  withdrawn: ['已撤销', 'withdrawn'],
  transferred: ['已移送', 'transferred'],
})

export const PENALTY_SOURCE = table({
  visit: ['入企检查', 'visit'],
  clue: ['非现场线索', 'off-site clue'],
  problem: ['问题台账', 'problem ledger'],
  complaint: ['投诉举报', 'complaint'],
  transfer: ['移送', 'transfer'],
  manual: ['手工登记', 'by hand'],
})

export const PENALTY_EVENT = table({
  filed: ['立案', 'filed'],
  assessed: ['裁量', 'assessed'],
  order_served: ['责令改正决定书送达', 'order to correct served'],
  rechecked: ['复查', 're-checked'],
  reviewed: ['法制审核', 'legal review'],
  collective: ['集体讨论', 'collective discussion'],
  noticed: ['告知', 'notice given'],
  statement: ['陈述申辩', 'statement and defence'],
  hearing_requested: ['要求听证', 'hearing requested'],
  hearing_noticed: ['听证通知', 'notice of the hearing'],
  hearing: ['听证', 'hearing'],
  decided: ['决定', 'decided'],
  served: ['决定书送达', 'decision served'],
  paid: ['缴款', 'paid'],
  day_fine: ['按日连续处罚', 'fine by the day'],
  educated: ['教育、行政指导', 'education and guidance'],
  published: ['公开', 'published'],
  credit_repaired: ['信用修复', 'credit repaired'],
  closed: ['结案', 'closed'],
  withdrawn: ['撤销', 'withdrawn'],
  transferred: ['移送', 'transferred'],
})

export const PENALTY_STEP = table({
  version: ['适用规则', 'rules applied'],
  limitation: ['追责时效', 'limitation'],
  clause: ['情形', 'clause'],
  start: ['起点', 'start'],
  factor: ['因素', 'factor'],
  sum: ['合计', 'sum'],
  floor: ['下限', 'floor'],
  cap: ['上限', 'cap'],
  amount: ['金额', 'amount'],
  band: ['幅度', 'band'],
  grade: ['等级', 'grade'],
  formula: ['公式', 'formula'],
  clamp: ['法定幅度', 'statutory range'],
  adjust: ['调整', 'adjustment'],
  round: ['取整', 'rounding'],
  choose: ['择一重处', 'the higher fine'],
  result: ['结果', 'result'],
  warning: ['提示', 'warning'],
})

export const PENALTY_MET = table({
  yes: ['符合', 'met', 'ok'],
  no: ['不符合', 'not met'],
  unknown: ['未查明', 'not known', 'warn'],
})

export const PENALTY_GROUP = table({
  factor: ['裁量因素', 'Factors'],
  amount: ['计罚基数', 'Base of the fine'],
  spared: ['是否不予处罚', 'Grounds not to punish'],
  lighter: ['从轻、减轻情形', 'Grounds to be lighter'],
  limitation: ['追责时效', 'Limitation'],
  adjust: ['其他调整', 'Other adjustments'],
})

export const PENALTY_PACK_STATE = table({
  snapshot: ['留存', 'kept copy'],
  draft: ['草稿', 'draft'],
  submitted: ['待审定', 'submitted', 'warn'],
  published: ['已发布', 'published', 'ok'],
  rejected: ['已退回', 'sent back', 'danger'],
  replaced: ['已被替代', 'replaced'],
})

/** What a document may lack. */
export const PENALTY_NEED = table({
  decision_day: ['决定日期', 'day of the decision'],
  decided_fine: ['决定的罚款', 'fine decided'],
  fine: ['推算的罚款', 'computed fine'],
  educated: ['教育、行政指导记录', 'record of education'],
  subject: ['当事人', 'party'],
  title: ['案由', 'cause'],
  violates: ['违反的条款', 'provision violated'],
  liability: ['处罚依据', 'basis of the penalty'],
  evidence: ['证据', 'evidence'],
  rule_text: ['不予处罚的情形', 'ground not to punish'],
})
