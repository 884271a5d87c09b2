/** People who log in, and regions. */

export type Role =
  | 'officer' | 'district_admin' | 'city_admin' | 'legal' | 'hotline' | 'leader'
  | 'enterprise' | 'facility' | 'supervision' | 'sysadmin' | 'secadmin' | 'auditor'

export interface Session {
  user_id: number
  username: string
  name: string
  roles: Role[]
  officer_id?: number
  enterprise_id?: number
  district_id?: number
  district_name?: string
  csrf: string
  must_change: boolean
  totp_on: boolean
  idle_s: number
  demo: boolean
}

export interface User {
  id: number
  username: string
  name: string
  roles: Role[]
  district_id?: number
  district_name?: string
  officer_id?: number
  enterprise_id?: number
  phone?: string
  status: 'active' | 'disabled'
  locked_until_ms?: number
  totp_on?: boolean
  must_change?: boolean
  last_login_ms?: number
  version: number
}

export interface Region {
  id: number
  code: string
  name: string
  parent_id?: number
  level: 'district' | 'street'
  lng_e6?: number
  lat_e6?: number
  valid_from?: string
  valid_to?: string
  version: number
}
