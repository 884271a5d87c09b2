/** What waits for somebody, with the list that each figure counts. */
import type { RouteLocationRaw } from 'vue-router'
import type { Query } from '@shared/api'
import { messages } from '@shared/i18n'
import { tally, type Tally } from '../../lib/tally'

const t = messages({
  submitted: ['待审批的入企任务', 'Missions to be approved'],
  submittedHint: ['批准后才能入企；审批人不得为申请人', 'Nobody goes before; the approver is not the applicant'],
  submittedWho: ['有审批权的人员', 'approvers'],
  conflict: ['手机与服务器判断不一致', 'Verdicts of phone and server differ'],
  conflictHint: ['离线登记的入企，收到时情况已变：认可或列为不规范', 'Recorded offline, and things had changed: accept or list as irregular'],
  conflictWho: ['管理人员（不得为本人参加的入企）', 'administrators, not of their own visits'],
  contested: ['企业拒绝有争议', 'Contested refusals'],
  contestedHint: ['执法人员对企业的拒绝有异议，由监督人员裁定', 'An officer contests a refusal; supervision decides'],
  judges: ['监督人员、市级管理员', 'supervision, city administrator'],
  unscannedWho: ['监督、管理人员', 'supervision, administrators'],
  noCode: ['无码入企待备案', 'Without code, to be filed'],
  noCodeHint: ['在规定工作日内向司法行政部门备案', 'To be filed with the justice bureau within the set working days'],
  officers: ['执法人员、管理人员', 'officers, administrators'],
  afterfill: ['紧急入企待补办审批', 'Emergencies, approval to be completed'],
  afterfillHint: ['在规定工作日内补办审批手续', 'To be completed within the set working days'],
  unscanned: ['未扫码报告待核实', 'Unscanned reports to be looked into'],
  unscannedHint: ['企业报告来人未扫码，或拒绝了入企', 'An enterprise reports that somebody came without scanning'],
})

export interface Pending {
  key: 'submitted' | 'conflict' | 'contested' | 'no_code' | 'afterfill' | 'unscanned'
  label: () => string
  hint: () => string
  who: () => string
  path: string
  query: Query
  to: RouteLocationRaw
}

function row(key: Pending['key'], words: [label: () => string, hint: () => string, who: () => string], path: string, query: Record<string, string>): Pending {
  return { key, label: words[0], hint: words[1], who: words[2], path, query, to: { path, query } }
}

export const PENDING: Pending[] = [
  row('submitted', [() => t('submitted'), () => t('submittedHint'), () => t('submittedWho')], '/missions', { state: 'submitted' }),
  row('conflict', [() => t('conflict'), () => t('conflictHint'), () => t('conflictWho')], '/visits', { flag: 'conflict' }),
  row('contested', [() => t('contested'), () => t('contestedHint'), () => t('judges')], '/visits', { flag: 'contested' }),
  row('no_code', [() => t('noCode'), () => t('noCodeHint'), () => t('officers')], '/visits', { flag: 'no_code' }),
  row('afterfill', [() => t('afterfill'), () => t('afterfillHint'), () => t('officers')], '/visits', { flag: 'afterfill' }),
  row('unscanned', [() => t('unscanned'), () => t('unscannedHint'), () => t('unscannedWho')], '/unscanned', { state: 'reported' }),
]

export async function loadPending(signal: AbortSignal): Promise<Record<Pending['key'], Tally>> {
  const all = await Promise.all(PENDING.map(async (p) => [p.key, await tally(p.path, p.query, signal)] as const))
  return Object.fromEntries(all) as Record<Pending['key'], Tally>
}
