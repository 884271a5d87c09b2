/** How a monthly statement is read by people: its numbers in groups, with the words for each. */
import { VISIT_SOURCE } from './codes'
import { messages } from './i18n'
import type { Statement } from './types'

const t = messages({
  inspections: ['检查', 'Inspections'],
  planned_n: ['计划检查', 'Planned'],
  planned_done_n: ['按计划完成', 'of these carried out'],
  inspections_n: ['实际检查', 'Carried out'],
  counted_n: ['计入年度频次', 'Counted toward the cap'],
  inspected_n: ['受检企业', 'Enterprises inspected'],
  cancelled_n: ['取消', 'Cancelled'],
  joint_n: ['综合查一次', 'Joint visits'],
  mutual_n: ['亮码（企业扫执法码）', 'Officer’s code scanned'],
  other: ['其他入企', 'Other visits'],
  help_n: ['帮扶入企', 'Help'],
  other_n: ['其他', 'Other'],
  converted_n: ['帮扶转检查', 'Help turned inspection'],
  highest: ['单家企业最多', 'Most at one enterprise'],
  month_max_n: ['当月最多次数', 'In the month'],
  month_max_enterprises_n: ['达到该次数的企业', 'Enterprises with that many'],
  year_max_n: ['年内最多次数', 'Since 1 January'],
  year_max_enterprises_n: ['达到该次数的企业', 'Enterprises with that many'],
  year_inspections_n: ['年内检查', 'Inspections since 1 January'],
  year_counted_n: ['年内计次', 'Counted since 1 January'],
  at_cap_n: ['已达年度上限的企业', 'Enterprises at their cap'],
  over_cap_n: ['超过年度上限的企业', 'Enterprises beyond their cap'],
  exceptions: ['例外检查（不计次）', 'Exceptions (not counted)'],
  exceptions_n: ['合计', 'Total'],
  overridden_n: ['越级批准', 'Approved in spite of a block'],
  refused: ['企业拒绝', 'Refused'],
  refused_n: ['合计', 'Total'],
  refused_upheld_n: ['认定成立', 'Found right'],
  refused_unfounded_n: ['认定不成立', 'Found unfounded'],
  refused_contested_n: ['有争议待裁', 'Contested, open'],
  refused_stands_n: ['无异议', 'Not contested'],
  scan: ['扫码与备案', 'Scans and filings'],
  late_before_n: ['离开前补扫', 'Scanned before leaving'],
  late_after_n: ['离开后补录', 'Entered after leaving'],
  no_code_n: ['无码入企', 'Without a code'],
  no_code_filed_n: ['按期备案', 'Filed in time'],
  no_code_late_n: ['逾期备案', 'Filed late'],
  no_code_overdue_n: ['逾期未备案', 'Filing overdue'],
  no_code_pending_n: ['待备案', 'Filing due'],
  offline: ['离线记录与冲突', 'Offline records and conflicts'],
  offline_n: ['离线记录', 'Offline records'],
  conflict_open_n: ['冲突待定', 'Conflicts open'],
  conflict_accepted_n: ['冲突已认可', 'Conflicts accepted'],
  conflict_irregular_n: ['冲突不合规', 'Conflicts irregular'],
  afterfill: ['紧急入企补批', 'Emergency approvals'],
  afterfill_n: ['合计', 'Total'],
  afterfill_done_n: ['按期补批', 'In time'],
  afterfill_late_n: ['逾期补批', 'Late'],
  afterfill_overdue_n: ['逾期未补批', 'Overdue'],
  afterfill_pending_n: ['待补批', 'Due'],
  unscanned: ['未扫码报告', 'Reports of unscanned visits'],
  unscanned_reported_n: ['待核实', 'Open'],
  unscanned_confirmed_n: ['属实', 'Confirmed'],
  unscanned_unfounded_n: ['不属实', 'Unfounded'],
})
type Key = Parameters<typeof t>[0]

const GROUPS: [Key, Key[]][] = [
  ['inspections', ['planned_n', 'planned_done_n', 'inspections_n', 'counted_n', 'inspected_n', 'cancelled_n', 'joint_n', 'mutual_n']],
  ['highest', ['month_max_n', 'month_max_enterprises_n', 'year_max_n', 'year_max_enterprises_n', 'year_inspections_n', 'year_counted_n', 'at_cap_n', 'over_cap_n']],
  ['exceptions', ['exceptions_n', 'overridden_n']],
  ['other', ['help_n', 'other_n', 'converted_n']],
  ['refused', ['refused_n', 'refused_upheld_n', 'refused_unfounded_n', 'refused_contested_n', 'refused_stands_n']],
  ['scan', ['late_before_n', 'late_after_n', 'no_code_n', 'no_code_filed_n', 'no_code_late_n', 'no_code_overdue_n', 'no_code_pending_n']],
  ['offline', ['offline_n', 'conflict_open_n', 'conflict_accepted_n', 'conflict_irregular_n']],
  ['afterfill', ['afterfill_n', 'afterfill_done_n', 'afterfill_late_n', 'afterfill_overdue_n', 'afterfill_pending_n']],
  ['unscanned', ['unscanned_reported_n', 'unscanned_confirmed_n', 'unscanned_unfounded_n']],
]
/** What should be nought: shown in the colour of alarm when it is not. */
const ALARM = new Set<Key>(['over_cap_n', 'late_after_n', 'no_code_overdue_n', 'afterfill_overdue_n', 'conflict_irregular_n'])

export interface StatementLine {
  key: string
  label: string
  n: number
  alarm: boolean
}
export interface StatementGroup {
  key: string
  label: string
  lines: StatementLine[]
}

/** Reports carry no enterprise, so that one enterprise's statement has none. */
export function statementGroups(s: Statement): StatementGroup[] {
  return GROUPS.filter(([key]) => key !== 'unscanned' || s.scope === 'city').map(([key, keys]) => {
    const lines = keys.map((k) => {
      const n = Number(s[k as keyof Statement])
      return { key: k as string, label: t(k), n, alarm: ALARM.has(k) && n > 0 }
    })
    if (key === 'exceptions') {
      const sources = s.exceptions.filter((x) => x.n > 0).map((x) => ({ key: x.source, label: VISIT_SOURCE.label(x.source), n: x.n, alarm: false }))
      lines.splice(1, 0, ...sources)
    }
    return { key, label: t(key), lines }
  })
}

/** The last month that is over. */
export function lastMonth(today: string): string {
  const [y, m] = today.split('-').map(Number) as [number, number]
  return m === 1 ? `${y - 1}-12` : `${y}-${String(m - 1).padStart(2, '0')}`
}

export function monthAfter(month: string, by: number): string {
  const [y, m] = month.split('-').map(Number) as [number, number]
  const n = y * 12 + m - 1 + by
  return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`
}
