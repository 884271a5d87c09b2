/** What the pages of clues share. */
import { CLUE_LEVEL, OFFSITE_RULE } from '@shared/codes-monitor'
import { locale } from '@shared/i18n'
import type { Clue, Role } from '@shared/types'

/** May judge a clue: the server says for each which acts are open. */
export const REVIEWERS: Role[] = ['officer', 'district_admin', 'city_admin', 'legal']
/** May judge history anew by a pack. */
export const REPLAYERS: Role[] = ['supervision', 'district_admin', 'city_admin', 'leader', 'legal']

export const ruleName = (c: { rule: string; rule_zh?: string; rule_en?: string }): string => (locale.value === 'en' ? c.rule_en : c.rule_zh) || OFFSITE_RULE(c.rule)
/** The rule with its numbers in place of their names, as the server words them: basis points as per cent, hundredths as decimals. */
export function ruleText(r: { text_zh: string; text_en: string; delay_min?: number; params?: { id: string; value: number }[] }): string {
  const numbers = new Map([['delay_min', r.delay_min ?? 0], ...(r.params ?? []).map((p): [string, number] => [p.id, p.value])])
  const say = (id: string, n: number): string => (id.endsWith('_bp') ? `${n / 100}%` : id.endsWith('_e2') ? String(n / 100) : id.endsWith('_e4') ? String(n / 10000) : String(n))
  return (locale.value === 'en' ? r.text_en : r.text_zh).replace(/\{(\w+)\}/g, (whole, id: string) => {
    const n = numbers.get(id)
    return n === undefined ? whole : say(id, n)
  })
}

export const placeOf = (c: Pick<Clue, 'outlet_code' | 'outlet_name' | 'line_name'>): string => [c.outlet_code, c.outlet_name].filter(Boolean).join(' ') || c.line_name || '—'
export const levelTone = (c: Pick<Clue, 'level'>): string => CLUE_LEVEL.tone(c.level)

/** The deadline that runs now. */
export function dueOf(c: Pick<Clue, 'state' | 'answer_due_ms' | 'rectify_due'>): number | string | undefined {
  if (c.state === 'pushed') return c.answer_due_ms
  if (c.state === 'rectifying') return c.rectify_due
  return undefined
}
