/** What the pages of online monitoring share: state of an outlet, grains, periods, reading of curves. */
import { api } from '@shared/api'
import { civil, isoDate } from '@shared/format'
import { locale } from '@shared/i18n'
import type { Curve, Grain, Monitor, OutletFactor, Reading, Role, TeleField } from '@shared/types'

/** May register, change, adopt loggers and send them commands. */
export const KEEPERS: Role[] = ['district_admin', 'city_admin', 'sysadmin']

export const MINUTE = 60_000
export const HOUR = 3600_000
export const DAY = 86_400_000

/** Where fresh data is older than this the outlet is late; the loggers of the demonstration and of most stations send each minute. */
export const LATE_MS = 10 * MINUTE

export type PointState = 'exceeding' | 'offline' | 'late' | 'none' | 'online'

export function stateOf(m: Monitor, exceeding: boolean, now: number): PointState {
  if (!m.logger_id) return 'none'
  if (!m.online) return 'offline'
  if (exceeding) return 'exceeding'
  if (!m.last_data_ms || now - m.last_data_ms > LATE_MS) return 'late'
  return 'online'
}

export const GRAINS: Grain[] = [2011, 2051, 2061, 2031]
export const PERIOD: Record<Grain, number> = { 2011: 30_000, 2051: 10 * MINUTE, 2061: HOUR, 2031: DAY }

/** The finest grain whose points of the period can still be told apart. */
export function grainFor(ms: number): Grain {
  if (ms <= 6 * HOUR) return 2011
  if (ms <= 4 * DAY) return 2051
  if (ms <= 120 * DAY) return 2061
  return 2031
}

/** Fields that a grain has, the one that is judged first. */
export function fieldsOf(grain: Grain): TeleField[] {
  return grain === 2011 ? ['rtd', 'zsrtd'] : ['avg', 'zsavg', 'min', 'max', 'zsmin', 'zsmax', 'cou', 'calc_avg', 'calc_zsavg']
}

/** 11-23 18:05, seconds where they matter. */
export function stamp(ms: number, seconds = false): string {
  const c = civil(ms)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${isoDate(ms).slice(5)} ${two(c.hour)}:${two(c.minute)}${seconds ? `:${two(c.second)}` : ''}`
}

/** A moment for an input of type datetime-local, in Shanghai, and back. */
export function toLocal(ms: number): string {
  return new Date(ms + 8 * HOUR).toISOString().slice(0, 16)
}
export function fromLocal(text: string): number | null {
  const ms = Date.parse(`${text}:00+08:00`)
  return Number.isFinite(ms) ? ms : null
}

/** Names of what is common where the register of the outlet gives none. */
const NAMES: Record<string, readonly [string, string, string]> = {
  w01001: ['pH', 'pH', ''],
  w01010: ['水温', 'water temperature', '℃'],
  w01018: ['化学需氧量', 'COD', 'mg/L'],
  w21003: ['氨氮', 'ammonia nitrogen', 'mg/L'],
  w21011: ['总磷', 'total phosphorus', 'mg/L'],
  w21001: ['总氮', 'total nitrogen', 'mg/L'],
  w00000: ['废水流量', 'wastewater flow', 'L/s'],
  a21026: ['二氧化硫', 'SO₂', 'mg/m³'],
  a21002: ['氮氧化物', 'NOx', 'mg/m³'],
  a34013: ['烟尘', 'particulates', 'mg/m³'],
  a19001: ['氧含量', 'oxygen', '%'],
  a01011: ['烟气流速', 'flue velocity', 'm/s'],
  a01012: ['烟气温度', 'flue temperature', '℃'],
  a01013: ['烟气压力', 'flue pressure', 'Pa'],
  a01014: ['烟气湿度', 'flue humidity', '%'],
  a00000: ['废气流量', 'exhaust flow', 'm³/h'],
}

export function factorName(code: string, f?: Pick<OutletFactor, 'name'> | { name?: string }): string {
  const known = NAMES[code]
  if (locale.value === 'en' && known) return known[1]
  return f?.name || known?.[0] || code
}
/** Units of the standard's tables are plain text: mg/m3, degC, 1. */
export function niceUnit(unit: string): string {
  return unit === '1' ? '' : unit.replace(/degC/g, '℃').replace(/m3/g, 'm³').replace(/m2/g, 'm²').replace(/^ug/, 'μg')
}
export function factorUnit(code: string, f?: { unit?: string }): string {
  return niceUnit(f?.unit || NAMES[code]?.[2] || '')
}

/** A value as sent, without a tail of noughts that tells nothing. */
export function short(text: string): string {
  return /^-?\d+\.\d{4,}$/.test(text) ? String(Number(Number(text).toPrecision(6))) : text
}

export const POINTS = 1500

/** Without `cn` the server takes the grain that suits the period, or the next coarser one that has data; the answer says which. */
export function readCurve(outlet: number, q: { cn?: Grain; factor: string; field: TeleField; from: number; to: number; points?: number; versions?: boolean }, signal?: AbortSignal): Promise<Curve> {
  return api.get<Curve>(`/outlets/${outlet}/curve`, { cn: q.cn, factor: q.factor, field: q.field, from_ms: q.from, to_ms: q.to, points: q.points, versions: q.versions ? true : undefined }, { signal })
}

/** Latest values by factor: one row each, its fields beside each other. */
export interface LatestRow {
  factor: string
  t_ms: number
  flag: string
  values: Partial<Record<TeleField, string>>
}
export function byFactor(list: Reading[]): LatestRow[] {
  const rows = new Map<string, LatestRow>()
  for (const r of list) {
    const row = rows.get(r.factor) ?? { factor: r.factor, t_ms: 0, flag: '', values: {} }
    if (r.t_ms > row.t_ms) row.t_ms = r.t_ms
    if (r.flag && r.flag !== 'N') row.flag = r.flag
    row.values[r.field] = r.value
    rows.set(r.factor, row)
  }
  return [...rows.values()].sort((a, b) => a.factor.localeCompare(b.factor))
}

/** Does so many at a time. */
export async function inTurn<T>(items: readonly T[], at: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(Array.from({ length: Math.min(at, left.length) }, async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next)
  }))
}
