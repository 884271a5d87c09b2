/** Who may have the papers of visits (检查文书): the server refuses all others. */
import type { Role } from '@shared/types'

export const PAPER_READERS: readonly Role[] = ['officer', 'district_admin', 'city_admin', 'legal']
