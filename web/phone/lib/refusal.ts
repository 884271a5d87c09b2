import { labels } from '@shared/i18n'

/** Why an enterprise turns officers away (VIS-8). */
export const REFUSALS = ['no_scan', 'no_code', 'code_mismatch', 'no_certificate', 'fewer_than_two', 'not_approved', 'other'] as const
/** What an enterprise may report when nothing was scanned: there is no visit yet whose approval could be missing. */
export const UNSCANNED_REASONS = REFUSALS.filter((r) => r !== 'not_approved')
export const REFUSAL = labels({
  no_scan: ['没有扫信息牌', 'They did not scan the plate'],
  no_code: ['没有出示执法码', 'They showed no code'],
  code_mismatch: ['出示的信息与实际不符', 'What they showed does not fit'],
  no_certificate: ['没有出示执法证', 'They showed no certificate'],
  fewer_than_two: ['检查人员不足两人', 'Fewer than two officers'],
  not_approved: ['没有检查审批或通知', 'No approval or notice'],
  other: ['其他', 'Other'],
})

export const UNSCANNED_STATE = labels({ reported: ['待核实', 'being looked into'], confirmed: ['属实', 'confirmed'], unfounded: ['不属实', 'unfounded'] })
export const UNSCANNED_TONE: Record<string, string> = { reported: 'info', confirmed: 'ok', unfounded: '' }
