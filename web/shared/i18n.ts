/**
 * Two languages, side by side: every message is a pair [Chinese, English], so none can be missing.
 *
 *   const t = messages({ left: ['还剩 {n} 天', '{n} days left'] })
 *   t('left', { n: 3 })
 *
 * The language is reactive: text used in a template changes with it.
 */
import { ref } from 'vue'

export type Locale = 'zh' | 'en'
export type Pair = readonly [zh: string, en: string]
export type Params = Record<string, string | number>

const KEY = 'wurao.locale'

function stored(): Locale {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

export const locale = ref<Locale>(stored())
if (typeof document !== 'undefined') document.documentElement.lang = locale.value === 'en' ? 'en' : 'zh-CN'

export function setLocale(to: Locale): void {
  locale.value = to
  document.documentElement.lang = to === 'en' ? 'en' : 'zh-CN'
  try {
    localStorage.setItem(KEY, to)
  } catch {
    // Private mode: the choice lasts as long as the page.
  }
}

/** One of the pair in the present language. */
export function pick(pair: Pair): string {
  return pair[locale.value === 'en' ? 1 : 0]
}

/** Replaces {name} by params.name. */
export function fill(text: string, params?: Params): string {
  if (!params) return text
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}

export type Translate<K extends string> = (key: K, params?: Params) => string

/** Declares a table of messages and returns its lookup. */
export function messages<T extends Record<string, Pair>>(table: T): Translate<keyof T & string> {
  return (key, params) => fill(pick(table[key] as Pair), params)
}

/** For codes that come from the server: a code that the table does not know is shown as it is. */
export function labels(table: Record<string, Pair>): (code: string | null | undefined) => string {
  return (code) => {
    if (code === null || code === undefined || code === '') return '—'
    const pair = table[code]
    return pair ? pick(pair) : code
  }
}
