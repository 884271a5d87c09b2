/** What the pages of missions share. Who may do what is decided by the server; this only saves a vain click. */
import { api, queryString, type Query } from '@shared/api'
import { isoDate } from '@shared/format'
import type { Mission, Role } from '@shared/types'

export const APPLICANTS: Role[] = ['officer', 'district_admin', 'city_admin']
export const APPROVERS: Role[] = ['district_admin', 'city_admin', 'leader']

const DAY_MS = 86_400_000

export const yesterday = (): string => isoDate(Date.now() - DAY_MS)

/** Approved, its days are over, and nobody went. */
export const isOverdue = (m: Mission, today: string): boolean => m.state === 'approved' && !m.done_visit_id && m.planned_to < today

/** Still to be carried out. */
export const isOpen = (m: Mission): boolean => (m.state === 'submitted' || m.state === 'approved') && !m.done_visit_id

/** Missions at the same enterprise that are still to be carried out: they could be one visit. */
export async function othersHere(enterpriseId: number, except: number, signal?: AbortSignal): Promise<Mission[]> {
  const page = await api.list<Mission>('/missions', { enterprise_id: enterpriseId, limit: 50 }, { signal })
  return page.items.filter((m) => m.id !== except && isOpen(m))
}

export const peopleOf = (m: Pick<Mission, 'officer_name' | 'second_officer_name'>): string => [m.officer_name, m.second_officer_name].filter(Boolean).join('、')

export const daysOf = (m: Pick<Mission, 'planned_from' | 'planned_to'>): string => (m.planned_from === m.planned_to ? m.planned_from : `${m.planned_from} – ${m.planned_to}`)

export const newMissionPath = (query: Query): string => `/missions/new${queryString(query)}`
