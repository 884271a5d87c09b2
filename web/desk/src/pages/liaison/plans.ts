/** The plans made in this browser, so that one can come back to them. */
import { dateTime } from '@shared/format'
import type { Plan } from '@shared/types'

const KEY = 'wurao.plans'

export interface RecentPlan {
  id: number
  text: string
}

export function recentPlans(): RecentPlan[] {
  try {
    const v = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown
    return Array.isArray(v) ? (v as RecentPlan[]) : []
  } catch {
    return []
  }
}

export function rememberPlan(p: Plan): void {
  const rest = recentPlans().filter((x) => x.id !== p.id)
  localStorage.setItem(KEY, JSON.stringify([{ id: p.id, text: dateTime(p.created_ms) }, ...rest].slice(0, 10)))
}
