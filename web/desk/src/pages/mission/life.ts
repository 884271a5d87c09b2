/** The whole life of a visit as steps: 申请 → 审批 → 通知 → 入企 → 结果 → 评价 → 办结. */
import { CONCLUSION, NOTICE_HOW, REFUSAL_REASON, TOLD_HOW, VISIT_STATE } from '@shared/codes'
import { dateTime, deadline } from '@shared/format'
import { messages } from '@shared/i18n'
import type { Mission, Visit } from '@shared/types'

export type StepState = 'done' | 'now' | 'todo' | 'skip' | 'bad'

export interface Step {
  key: string
  label: string
  state: StepState
  at?: number
  text: string
  to?: string
}

const t = messages({
  applied: ['申请', 'Applied for'],
  approved: ['审批', 'Approval'],
  notified: ['通知', 'Notice'],
  entered: ['入企', 'Check-in'],
  told: ['结果告知', 'Result told'],
  rated: ['评价', 'Rating'],
  closed: ['办结', 'Closed'],
  waiting: ['等待审批', 'waiting for a decision'],
  byWhom: ['{who} 批准，编号 {no}', 'approved by {who}, number {no}'],
  approvedText: ['已批准', 'approved'],
  rejected: ['{who} 未批准：{note}', 'not approved by {who}: {note}'],
  cancelled: ['已取消：{why}', 'cancelled: {why}'],
  merged: ['已并入另一任务', 'merged into another mission'],
  noMission: ['没有事先申请', 'not applied for'],
  noApproval: ['没有审批', 'no approval'],
  afterfill: ['须补办审批：{left}', 'approval to be completed: {left}'],
  toNotify: ['尚未通知企业', 'the enterprise is not told yet'],
  noNotice: ['不事先通知：{why}', 'not told beforehand: {why}'],
  noNoticeGiven: ['入企前没有通知记录', 'no notice is on record'],
  planned: ['计划 {from} 至 {to}', 'planned {from} to {to}'],
  overdue: ['计划日期 {to} 已过，尚未入企', 'planned until {to}, not carried out'],
  onSite: ['{who} 正在企业内', '{who} on site'],
  left: ['已离场，{what}', 'left, {what}'],
  refused: ['企业拒绝：{why}', 'refused: {why}'],
  toTell: ['离场后须将结果告知企业', 'the result must be told to the enterprise'],
  ratedText: ['企业已评价（只对监督人员可见）', 'rated by the enterprise (seen by supervision only)'],
  notRated: ['企业尚未评价', 'not rated yet'],
  closedNoRating: ['企业未评价', 'the enterprise did not rate'],
  notClosed: ['尚未办结', 'not closed'],
})

function approval(m: Mission | null, v: Visit | null): Step {
  const base = { key: 'approved', label: t('approved') }
  if (!m) {
    if (v?.afterfill_due) return { ...base, state: deadline(v.afterfill_due).state === 'overdue' ? 'bad' : 'now', text: t('afterfill', { left: deadline(v.afterfill_due).text }) }
    return { ...base, state: 'skip', text: t('noApproval') }
  }
  if (m.state === 'submitted') return { ...base, state: 'now', text: t('waiting') }
  const who = m.approver_name ?? ''
  if (m.state === 'rejected') return { ...base, state: 'bad', at: m.decided_ms, text: t('rejected', { who, note: m.decision_note ?? '' }) }
  if (!m.decided_ms && m.state === 'cancelled') return { ...base, state: 'skip', text: t('cancelled', { why: m.cancel_reason ?? '' }) }
  if (!m.decided_ms && m.state === 'merged') return { ...base, state: 'skip', text: t('merged') }
  return { ...base, state: 'done', at: m.decided_ms, text: m.number ? t('byWhom', { who, no: m.number }) : t('approvedText') }
}

function notice(m: Mission | null, v: Visit | null, live: boolean): Step {
  const base = { key: 'notified', label: t('notified') }
  if (m?.notice_how === 'none') return { ...base, state: 'skip', at: m.notice_ms, text: t('noNotice', { why: m.no_notice_reason ?? '' }) }
  if (m?.notice_ms) return { ...base, state: 'done', at: m.notice_ms, text: NOTICE_HOW.label(m.notice_how) }
  if (v) return { ...base, state: 'skip', text: t('noNoticeGiven') }
  return { ...base, state: live ? 'now' : 'todo', text: live ? t('toNotify') : '' }
}

function entry(m: Mission | null, v: Visit | null, live: boolean, today: string): Step {
  const base = { key: 'entered', label: t('entered') }
  if (v) {
    const to = m ? `/visits/${v.id}` : undefined
    if (v.state === 'refused') return { ...base, state: 'bad', at: v.checked_in_ms, text: t('refused', { why: REFUSAL_REASON.label(v.refusal_reason) }), to }
    if (v.state === 'cancelled') return { ...base, state: 'skip', at: v.checked_in_ms, text: VISIT_STATE.label(v.state), to }
    if (v.state === 'in_progress') return { ...base, state: 'now', at: v.checked_in_ms, text: t('onSite', { who: v.officer_name }), to }
    return { ...base, state: 'done', at: v.checked_in_ms, text: t('left', { what: CONCLUSION.label(v.conclusion) }), to }
  }
  if (m?.state === 'cancelled') return { ...base, state: 'skip', text: t('cancelled', { why: m.cancel_reason ?? '' }) }
  if (m?.state === 'merged') return { ...base, state: 'skip', text: t('merged'), to: m.merged_into ? `/missions/${m.merged_into}` : undefined }
  if (!m || !live) return { ...base, state: 'todo', text: '' }
  if (m.planned_to < today) return { ...base, state: 'bad', text: t('overdue', { to: m.planned_to }) }
  return { ...base, state: m.notice_ms ? 'now' : 'todo', text: t('planned', { from: m.planned_from, to: m.planned_to }) }
}

function ending(v: Visit | null): Step[] {
  const out = !!v && ['checked_out', 'rated', 'closed'].includes(v.state)
  const told: Step = { key: 'told', label: t('told'), state: v?.told_ms ? 'done' : out ? 'now' : 'todo', at: v?.told_ms, text: v?.told_ms ? [TOLD_HOW.label(v.told_how), v.told_note].filter(Boolean).join('：') : out ? t('toTell') : '' }
  const rated = v?.state === 'rated' || !!v?.rating
  const closed = v?.state === 'closed'
  return [
    told,
    { key: 'rated', label: t('rated'), state: rated ? 'done' : closed ? 'skip' : out ? 'now' : 'todo', text: rated ? t('ratedText') : closed ? t('closedNoRating') : out ? t('notRated') : '' },
    { key: 'closed', label: t('closed'), state: closed ? 'done' : 'todo', at: v?.closed_ms, text: closed ? '' : out ? t('notClosed') : '' },
  ]
}

/** Steps of a mission with its visit, of a mission not yet carried out, or of a visit that nobody applied for. */
export function lifeOf(m: Mission | null, v: Visit | null, today: string): Step[] {
  const live = m?.state === 'approved'
  const first: Step = m
    ? { key: 'applied', label: t('applied'), state: 'done', at: m.created_ms, text: m.applicant_name ?? '' }
    : { key: 'applied', label: t('applied'), state: 'skip', text: t('noMission') }
  return [first, approval(m, v), notice(m, v, live), entry(m, v, live, today), ...ending(v)]
}

/** In one line, for a statement of the time line. */
export const stepLine = (s: Step): string => [s.label, s.at ? dateTime(s.at) : '', s.text].filter(Boolean).join(' ')
