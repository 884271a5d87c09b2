/** What can be chosen at a check-in, and what each choice asks for. The server decides; this only saves taps. */
import { messages, pick, type Pair } from '@shared/i18n'
import type { VisitKind, VisitSource } from '@shared/types'

export const KINDS: VisitKind[] = ['help', 'inspection', 'other']

export const SOURCES: Record<VisitKind, VisitSource[]> = {
  help: ['plan', 'self_request', 'superior', 'complaint'],
  inspection: ['plan', 'random_draw', 'complaint', 'offsite_clue', 'transfer', 'superior', 'emergency', 'reinspection', 'permit_survey', 'self_request'],
  other: ['plan', 'self_request', 'superior', 'permit_survey', 'emergency'],
}

const EVIDENCE: Partial<Record<VisitSource, Pair>> = {
  complaint: ['投诉举报编号', 'Number of the complaint'],
  transfer: ['移送文书编号', 'Number of the transfer document'],
  superior: ['上级文件或任务编号', 'Number of the order from above'],
  offsite_clue: ['线索编号', 'Number of the clue'],
  self_request: ['企业申请编号', "Number of the enterprise's request"],
  reinspection: ['责令改正文书编号', 'Number of the order to correct'],
  permit_survey: ['许可受理编号', 'Number of the permit application'],
}
const t = messages({ plan: ['计划或任务编号（可不填）', 'Number of the plan (optional)'] })

/** Label of the evidence field; where the source asks for none it is optional. */
export function evidenceLabel(source: VisitSource): string {
  const pair = EVIDENCE[source]
  return pair ? pick(pair) : t('plan')
}
export const asksEvidence = (source: VisitSource): boolean => source in EVIDENCE
