/** What the pages of 裁量 share: answers of a sheet, and the case file they make. Who may act is the server's affair. */
import type { PenaltyQuestion, PenaltyValue, Role } from '@shared/types'

export const HANDLERS: Role[] = ['officer', 'district_admin', 'city_admin', 'legal']
export const DECIDERS: Role[] = ['legal', 'leader', 'district_admin', 'city_admin']
export const AUTHORS: Role[] = ['legal', 'city_admin']
export const BOARD: Role[] = ['legal', 'leader', 'district_admin', 'city_admin', 'supervision']

/** What one question was answered: `value` as in a case file, null: not known. */
export interface Answer {
  value: unknown
  evidence: string
}
/** By `factor.flow`, `fact.harm`. */
export type Answers = Record<string, Answer>

export const keyOf = (q: { kind: string; name: string }): string => `${q.kind}.${q.name}`
export const isEmpty = (v: unknown): boolean => v === null || v === undefined || v === '' || (typeof v === 'object' && !Object.values(v as object).some((x) => !isEmpty(x)))

export interface CaseHead {
  scheme: string
  table?: string
  tables?: string[]
  column?: string
  item?: string
  act_date: string
  decision_date?: string
}

/** The case file of what has been answered so far; unknown answers are left out. */
export function caseFile(head: CaseHead, answers: Answers, evidence = false): Record<string, unknown> {
  const factors: Record<string, unknown> = {}
  const facts: Record<string, unknown> = {}
  for (const [key, a] of Object.entries(answers)) {
    if (isEmpty(a.value)) continue
    const [kind, name] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)]
    const into = kind === 'factor' ? factors : facts
    const plain = typeof a.value !== 'object'
    into[name] = evidence && a.evidence ? (plain ? { value: a.value, evidence: a.evidence } : { ...(a.value as object), evidence: a.evidence }) : a.value
  }
  const out = Object.fromEntries(Object.entries(head).filter(([, v]) => !isEmpty(v) && !(Array.isArray(v) && !v.length)))
  return { ...out, factors, facts }
}

/** Answers as the case keeps them. A value may carry its evidence inside. */
export function answersOf(values: readonly PenaltyValue[]): Answers {
  return Object.fromEntries(values.map((v) => [keyOf(v), { value: v.value ?? null, evidence: v.evidence }]))
}

/** Yuan as typed → fen, null where it is no amount. */
export function fenOf(yuan: string): number | null {
  const text = yuan.trim().replace(/[,，]/g, '')
  if (!/^\d{1,13}(\.\d{1,2})?$/.test(text)) return null
  const [whole, rest = ''] = text.split('.')
  return Number(whole) * 100 + Number(rest.padEnd(2, '0'))
}
export const yuanOf = (fen: unknown): string => (typeof fen === 'number' || (typeof fen === 'string' && /^\d+$/.test(fen)) ? String(Number(fen) / 100) : '')

export const questionsBy = (questions: readonly PenaltyQuestion[]): { group: string; questions: PenaltyQuestion[] }[] => {
  const out: { group: string; questions: PenaltyQuestion[] }[] = []
  for (const q of questions) {
    const last = out.find((g) => g.group === q.group)
    if (last) last.questions.push(q)
    else out.push({ group: q.group, questions: [q] })
  }
  return out
}

/** Tables of a case as the query of its sheet. */
export const tablesOf = (c: { table_id?: string; more_tables?: unknown }): string => [c.table_id, ...(Array.isArray(c.more_tables) ? (c.more_tables as string[]) : [])].filter(Boolean).join(',')
