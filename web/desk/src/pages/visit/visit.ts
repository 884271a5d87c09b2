/** What the pages of visits share. Who may decide is the server's affair; this only saves a vain click. */
import type { Role } from '@shared/types'

export const DECIDERS: { conflict: Role[]; refusal: Role[]; unscanned: Role[] } = {
  conflict: ['district_admin', 'city_admin'],
  refusal: ['supervision', 'city_admin'],
  unscanned: ['supervision', 'city_admin', 'district_admin'],
}
