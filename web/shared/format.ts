/** How times, deadlines, numbers and masked values are shown. All times are Asia/Shanghai, wherever the browser is. */
import { locale, messages } from './i18n'

const ZONE_MS = 8 * 3600_000
const DAY_MS = 86_400_000

const t = messages({
  none: ['—', '—'],
  md: ['{m}月{d}日', '{m}/{d}'],
  daysLeft: ['还剩 {n} 天（{at}）', '{n} days left ({at})'],
  hoursLeft: ['还剩 {n} 小时（{at}）', '{n} hours left ({at})'],
  minutesLeft: ['还剩 {n} 分钟（{at}）', '{n} minutes left ({at})'],
  today: ['今天到期（{at}）', 'due today ({at})'],
  daysOver: ['逾期 {n} 天（{at}）', '{n} days overdue ({at})'],
  hoursOver: ['逾期 {n} 小时（{at}）', '{n} hours overdue ({at})'],
  justNow: ['刚刚', 'just now'],
  minutesAgo: ['{n} 分钟前', '{n} min ago'],
  hoursAgo: ['{n} 小时前', '{n} h ago'],
  seconds: ['{n} 秒', '{n} s'],
  minutes: ['{n} 分钟', '{n} min'],
  hours: ['{n} 小时', '{n} h'],
  yuan: ['{n} 元', 'CNY {n}'],
  metres: ['{n} 米', '{n} m'],
  kilometres: ['{n} 公里', '{n} km'],
})

export interface Civil {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  /** 0 Monday … 6 Sunday */
  weekday: number
}

/** The civil time in Shanghai of a moment. */
export function civil(ms: number): Civil {
  const d = new Date(ms + ZONE_MS)
  return {
    year: d.getUTCFullYear(),
    month: d.getUTCMonth() + 1,
    day: d.getUTCDate(),
    hour: d.getUTCHours(),
    minute: d.getUTCMinutes(),
    second: d.getUTCSeconds(),
    weekday: (d.getUTCDay() + 6) % 7,
  }
}

const two = (n: number): string => String(n).padStart(2, '0')

/** 2026-11-23 */
export function isoDate(ms: number): string {
  const c = civil(ms)
  return `${c.year}-${two(c.month)}-${two(c.day)}`
}

/** First moment of a date "YYYY-MM-DD" in Shanghai. */
export function dateMs(date: string): number {
  const [y, m, d] = date.split('-').map(Number)
  return Date.UTC(y ?? 1970, (m ?? 1) - 1, d ?? 1) - ZONE_MS
}

/** 2026-11-23 18:00 */
export function dateTime(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || ms === 0) return t('none')
  const c = civil(ms)
  return `${isoDate(ms)} ${two(c.hour)}:${two(c.minute)}`
}

/** 18:00 */
export function clock(ms: number): string {
  const c = civil(ms)
  return `${two(c.hour)}:${two(c.minute)}`
}

/** 11月26日, with the year if it is not this one. */
export function monthDay(ms: number, now = Date.now()): string {
  const c = civil(ms)
  if (c.year !== civil(now).year) return isoDate(ms)
  return t('md', { m: c.month, d: c.day })
}

/** 刚刚 · 5 分钟前 · 3 小时前 · 11月20日 09:12 */
export function ago(ms: number | null | undefined, now = Date.now()): string {
  if (!ms) return t('none')
  const gone = now - ms
  if (gone >= 0 && gone < 60_000) return t('justNow')
  if (gone >= 0 && gone < 3600_000) return t('minutesAgo', { n: Math.floor(gone / 60_000) })
  if (gone >= 0 && gone < 12 * 3600_000) return t('hoursAgo', { n: Math.floor(gone / 3600_000) })
  return `${monthDay(ms, now)} ${clock(ms)}`
}

export interface Deadline {
  text: string
  state: 'none' | 'ok' | 'soon' | 'overdue'
}

/** A deadline given as a moment, or as a date (then it ends at 24:00 of that day). */
export function deadline(due: number | string | null | undefined, now = Date.now()): Deadline {
  if (due === null || due === undefined || due === '') return { text: t('none'), state: 'none' }
  const wholeDay = typeof due === 'string'
  const end = wholeDay ? dateMs(due) + DAY_MS : due
  const at = wholeDay ? monthDay(dateMs(due), now) : `${monthDay(end, now)} ${clock(end)}`
  const left = end - now
  if (left < 0) {
    const days = wholeDay ? Math.ceil(-left / DAY_MS) : Math.floor(-left / DAY_MS)
    if (days >= 1) return { text: t('daysOver', { n: days, at }), state: 'overdue' }
    return { text: t('hoursOver', { n: Math.max(1, Math.floor(-left / 3600_000)), at }), state: 'overdue' }
  }
  if (wholeDay && left <= DAY_MS) return { text: t('today', { at }), state: 'soon' }
  const days = Math.floor(left / DAY_MS)
  if (days >= 1) return { text: t('daysLeft', { n: days, at }), state: days <= 3 ? 'soon' : 'ok' }
  if (left >= 3600_000) return { text: t('hoursLeft', { n: Math.floor(left / 3600_000), at }), state: 'soon' }
  return { text: t('minutesLeft', { n: Math.max(1, Math.floor(left / 60_000)), at }), state: 'soon' }
}

/** 还要多久: 40 秒, 3 分钟 */
export function duration(seconds: number): string {
  if (seconds < 60) return t('seconds', { n: Math.max(1, Math.round(seconds)) })
  if (seconds < 5400) return t('minutes', { n: Math.round(seconds / 60) })
  return t('hours', { n: Math.round(seconds / 360) / 10 })
}

/** 2,200 */
export function count(n: number | null | undefined): string {
  if (n === null || n === undefined) return t('none')
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** Basis points as per cent: 9850 → 98.5%. Cut, never rounded up: 99.99 % is not 100 %. */
export function percent(bp: number | null | undefined, digits = 1): string {
  if (bp === null || bp === undefined) return t('none')
  const scale = 10 ** digits
  const text = (Math.floor((bp * scale) / 100) / scale).toFixed(digits)
  return `${text.replace(/\.0+$/, '')}%`
}

/** Integer fen as yuan: 1234500 → 12,345.00 元 */
export function money(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return t('none')
  const sign = fen < 0 ? '-' : ''
  const abs = Math.abs(fen)
  return t('yuan', { n: `${sign}${count(Math.floor(abs / 100))}.${two(abs % 100)}` })
}

/** An amount as a decision writes it, without unit: 36000000 → 360,000 */
export function yuan(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return t('none')
  const abs = Math.abs(fen)
  const rest = abs % 100
  return `${fen < 0 ? '-' : ''}${count(Math.floor(abs / 100))}${rest ? `.${two(rest)}` : ''}`
}

/** The same with its unit: 360,000 元 */
export const fine = (fen: number | null | undefined): string => t('yuan', { n: yuan(fen) })

/** Basis points as they are, exact: 3600 → 36%, 1250 → 12.5% */
export function share(bp: number | null | undefined): string {
  if (bp === null || bp === undefined) return ''
  return `${(bp / 100).toFixed(2).replace(/\.?0+$/, '')}%`
}

/** 850 米, 1.2 公里 */
export function metres(m: number | null | undefined): string {
  if (m === null || m === undefined) return t('none')
  return m < 1000 ? t('metres', { n: Math.round(m) }) : t('kilometres', { n: (m / 1000).toFixed(1) })
}

/** Micro-degrees as text: 113.654321 */
export function degrees(e6: number | null | undefined): string {
  if (e6 === null || e6 === undefined) return t('none')
  return (e6 / 1e6).toFixed(6)
}

/** Bytes: 1.4 MB */
export function bytes(n: number | null | undefined): string {
  if (n === null || n === undefined) return t('none')
  if (n < 1024) return `${n} B`
  if (n < 1024 ** 2) return `${(n / 1024).toFixed(1)} kB`
  if (n < 1024 ** 3) return `${(n / 1024 ** 2).toFixed(1)} MB`
  return `${(n / 1024 ** 3).toFixed(2)} GB`
}

/** Whether a value from the server is masked (138****0000, 张*). */
export function isMasked(value: string | null | undefined): boolean {
  return !!value && value.includes('*')
}

/** 12345-ABCDE: a plate code as printed. */
export function plateCode(code: string | null | undefined): string {
  if (!code) return t('none')
  return code.length === 10 ? `${code.slice(0, 5)}-${code.slice(5)}` : code
}

/** A district's name as people say it, where space is short: 郑州高新技术产业开发区 → 高新区. */
export function shortDistrict(name: string | null | undefined): string {
  if (!name) return t('none')
  return name
    .replace(/^郑州(?=.{4})/, '')
    .replace('航空港经济综合实验区', '航空港区')
    .replace('高新技术产业开发区', '高新区')
    .replace('经济技术开发区', '经开区')
}

/** Weekday name, 0 Monday. */
export function weekday(n: number): string {
  return locale.value === 'en'
    ? (['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][n] ?? '')
    : `周${'一二三四五六日'[n] ?? ''}`
}
