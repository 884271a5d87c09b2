/** What the pages of missions share. Who may do what is decided by the server; this only saves a vain click. */
import { api, queryString, type Query } from '@shared/api'
import { isoDate } from '@shared/format'
import type { Mission, Role } from '@shared/types'

export const APPLICANTS: Role[] = ['officer', 'district_admin', 'city_admin']
/** Which of them decides about which mission is written in the rule pack (审批权限表). */
export const APPROVERS: Role[] = ['district_admin', 'city_admin', 'leader', 'legal']
export const MERGERS: Role[] = ['district_admin', 'city_admin']

const DAY_MS = 86_400_000

export const yesterday = (): string => isoDate(Date.now() - DAY_MS)

/** Approved, its days are over, and nobody went. */
export const isOverdue = (m: Mission, today: string): boolean => m.state === 'approved' && !m.done_visit_id && m.planned_to < today

/** Still to be carried out. */
export const isOpen = (m: Mission): boolean => (m.state === 'submitted' || m.state === 'approved') && !m.done_visit_id && !m.visit_id

/** Missions at the same enterprise that are still to be carried out: they could be one visit. */
export async function othersHere(enterpriseId: number, except: number, signal?: AbortSignal): Promise<Mission[]> {
  const page = await api.list<Mission>('/missions', { enterprise_id: enterpriseId, limit: 50 }, { signal })
  return page.items.filter((m) => m.id !== except && isOpen(m))
}

/** What became of a plan that nobody has carried out yet; the server does not filter by it, so all are read. */
export type Due = 'todo' | 'overdue'
export const DUE_CEILING = 5000

export async function loadDue(due: Due, today: string, query: Query): Promise<{ items: Mission[]; cut: boolean }> {
  const days: Query = due === 'overdue' ? { to: yesterday() } : { from: today }
  const all = await api.all<Mission>('/missions', { ...query, ...days, state: 'approved' }, DUE_CEILING)
  const items = all.filter((m) => (due === 'overdue' ? isOverdue(m, today) : isOpen(m))).sort((a, b) => a.planned_to.localeCompare(b.planned_to))
  return { items, cut: all.length >= DUE_CEILING }
}

/** Neither the applicant nor the officers of a mission decide about it. */
export function isParty(m: Mission, s: { user_id: number; officer_id?: number } | null): boolean {
  return !!s && (m.applicant_id === s.user_id || (!!s.officer_id && (m.officer_id === s.officer_id || m.second_officer_id === s.officer_id)))
}

export const peopleOf = (m: Pick<Mission, 'officer_name' | 'second_officer_name'>): string => [m.officer_name, m.second_officer_name].filter(Boolean).join('、')

export const daysOf = (m: Pick<Mission, 'planned_from' | 'planned_to'>): string => (m.planned_from === m.planned_to ? m.planned_from : `${m.planned_from} – ${m.planned_to}`)

export const newMissionPath = (query: Query): string => `/missions/new${queryString(query)}`
