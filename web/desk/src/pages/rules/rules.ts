import { civil } from '@shared/format'
import type { Role } from '@shared/types'

/** May draft a pack; may publish or send back what another has drafted. */
export const AUTHORS: Role[] = ['legal', 'city_admin']
export const DECIDERS: Role[] = ['legal', 'leader', 'city_admin']

/** A pack as its file has it. */
export interface PackFile {
  head: Record<string, string> & { id: string; kind: string; version: string }
  body: unknown
  examples: unknown[]
}

/** "visit-policy/default-2026" → its page. */
export const packPath = (id: string): string => `/rules/${id.split('/').map(encodeURIComponent).join('/')}`

/** A name for a pack of the bureau that was not there a second ago: "bureau-20261129-101500". */
export function ownName(): string {
  const c = civil(Date.now())
  const two = (n: number): string => String(n).padStart(2, '0')
  return `bureau-${c.year}${two(c.month)}${two(c.day)}-${two(c.hour)}${two(c.minute)}${two(c.second)}`
}
