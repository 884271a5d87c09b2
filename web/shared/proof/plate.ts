/** Plate codes and payloads (信息牌编码): `https://HOST/p/<code>.<kid>.<sig>`, the code is 10 characters of Crockford base 32. */
export const CODE_LENGTH = 10
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What people type, as it is meant: no blanks and dashes, capitals, I and L are 1, O is 0. */
export function foldCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-_.\u00b7\u2010-\u2015\u2212\u30fb\u200b-\u200f\ufeff]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0')
}

/** Σ α^i · c_i over GF(2^5) with x^5 + x^2 + 1; zero for a right code. One wrong character or one swap always breaks it. */
function weightedSum(code: string): number {
  let s = 0
  for (const c of [...code].reverse()) {
    s <<= 1
    if (s & 0x20) s ^= 0x25
    s ^= ALPHABET.indexOf(c)
  }
  return s
}

export type CodeState = 'empty' | 'bad_char' | 'short' | 'long' | 'bad_check' | 'ok'

/** Looks at a folded code while it is typed. */
export function codeState(code: string): CodeState {
  if (!code) return 'empty'
  if ([...code].some((c) => !ALPHABET.includes(c))) return 'bad_char'
  if (code.length < CODE_LENGTH) return 'short'
  if (code.length > CODE_LENGTH) return 'long'
  return weightedSum(code) === 0 ? 'ok' : 'bad_check'
}

export interface Payload {
  code: string
  /** Absent for a bare code. */
  kid?: string
  sig?: string
}

/** Finds a plate payload in what was scanned: the link, or its last part. Null if it is something else. */
export function parsePayload(text: string): Payload | null {
  const s = text.trim()
  const link = /^https?:\/\/[^/]+\/p\/([^/?#]+)(?:[?#].*)?$/i.exec(s)
  const m = /^([0-9A-HJKMNP-TV-Z]{10})\.([a-z0-9]{1,12})\.([A-Za-z0-9_-]{86})$/.exec(link?.[1] ?? s)
  if (m?.[1] && codeState(m[1]) === 'ok') return { code: m[1], kid: m[2] as string, sig: m[3] as string }
  const code = foldCode(link?.[1] ?? s)
  return codeState(code) === 'ok' ? { code } : null
}

export const payloadText = (p: Payload): string => (p.kid && p.sig ? `${p.code}.${p.kid}.${p.sig}` : p.code)
