/** What can be chosen for a visit, and what each source leaves behind. The server decides by the rule pack; this only leaves out what makes no sense. */
import { pick, type Pair } from './i18n'
import type { VisitKind, VisitSource } from './types'

export const KINDS: VisitKind[] = ['help', 'inspection', 'other']

export const SOURCES: Record<VisitKind, VisitSource[]> = {
  help: ['plan', 'self_request', 'superior', 'complaint'],
  inspection: ['plan', 'random_draw', 'complaint', 'offsite_clue', 'transfer', 'superior', 'emergency', 'reinspection', 'permit_survey', 'self_request'],
  other: ['plan', 'self_request', 'superior', 'permit_survey', 'emergency'],
}

interface Evidence {
  label: Pair
  example: string
}

/** Words for the number that a source leaves behind; whether it is needed, and its form, is told by the verdict. */
const EVIDENCE: Partial<Record<VisitSource, Evidence>> = {
  complaint: { label: ['投诉举报编号', 'Complaint number'], example: '12345-2026-000123' },
  transfer: { label: ['移送交办文号', 'Transfer number'], example: '移〔2026〕8号' },
  superior: { label: ['上级交办文号', "Superior's order number"], example: '豫环督〔2026〕12号' },
  offsite_clue: { label: ['线索编号', 'Clue number'], example: 'XS-2026-0042' },
  self_request: { label: ['企业申请编号', 'Request number'], example: 'SQ-2026-0007' },
  reinspection: { label: ['责令改正文号', 'Correction order number'], example: '责改〔2026〕15号' },
  permit_survey: { label: ['许可申请编号', 'Permit application number'], example: 'XK-2026-0311' },
}
const PLAN: Evidence = { label: ['计划或任务编号（可不填）', 'Number of the plan (optional)'], example: '' }

/** Label and example of the evidence field; where the source asks for none it is optional. */
export function evidenceOf(source: VisitSource): { label: string; example: string; asked: boolean } {
  const e = EVIDENCE[source] ?? PLAN
  return { label: pick(e.label), example: e.example, asked: source in EVIDENCE }
}
