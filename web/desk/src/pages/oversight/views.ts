/** The named queries of supervision: what each is called, and whether it counts a period or what is open now. */
import { isoDate } from '@shared/format'
import { messages } from '@shared/i18n'

export const viewName = messages({
  open_long: ['超时未签退', 'No check-out'],
  late: ['补扫', 'Late scans'],
  exception: ['例外检查', 'Exceptions'],
  refused: ['企业拒绝', 'Refused'],
  contested: ['拒绝有争议待裁', 'Refusals contested'],
  conflict: ['离线冲突待定', 'Conflicts open'],
  no_code_due: ['无码待备案', 'No-code filings due'],
  no_code_overdue: ['无码逾期未备案', 'No-code filings overdue'],
  afterfill_due: ['紧急待补批', 'Emergency approvals due'],
  afterfill_overdue: ['紧急逾期未补批', 'Emergency approvals overdue'],
  offline: ['离线记录', 'Offline records'],
  overridden: ['越级批准', 'Approved in spite of a block'],
  inspection: ['检查', 'Inspections'],
})
export type View = Parameters<typeof viewName>[0]
export const VIEWS: View[] = ['open_long', 'late', 'exception', 'refused', 'contested', 'conflict', 'no_code_due', 'no_code_overdue', 'afterfill_due', 'afterfill_overdue', 'offline', 'overridden', 'inspection']
/** Nought is what is wanted. */
export const ALARMING = new Set<string>(['open_long', 'no_code_overdue', 'afterfill_overdue', 'conflict', 'contested'])
export const OF_NOW = new Set<string>(['open_long', 'contested', 'conflict', 'no_code_due', 'no_code_overdue', 'afterfill_due', 'afterfill_overdue'])

/** The current month up to today, where the address names no period. */
export function thisMonth(): { from: string; to: string } {
  const today = isoDate(Date.now())
  return { from: `${today.slice(0, 8)}01`, to: today }
}

export const points = (e2: number): string => (e2 / 100).toFixed(2)

/** Rows as a CSV that a spreadsheet opens in the right encoding and runs no formula of. */
export function csvBlob(rows: (string | number)[][]): Blob {
  const cell = (v: string | number): string => {
    const s = typeof v === 'string' && /^[=+\-@\t\r]/.test(v) ? `'${v}` : String(v)
    return /[",;\r\n]/.test(s) ? `"${s.replace(/"/g, '""')}"` : s
  }
  return new Blob([`\ufeff${rows.map((r) => r.map(cell).join(',')).join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' })
}

/** A difference of shares: percentage points, not per cent. */
const difference = messages({ pp: ['{n} 个百分点', '{n} percentage points'] })
export const pp = (bp: number): string => difference('pp', { n: (bp / 100).toFixed(bp % 100 ? 1 : 0) })
