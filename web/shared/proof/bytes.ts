/** Bytes and their spellings. The decoders are strict: one spelling is accepted for a value, as on the server. */

export type Bytes = Uint8Array

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

/** UTF-8 to text; null if the bytes are not valid UTF-8. */
export function textOf(bytes: Bytes): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

export function concat(...parts: Bytes[]): Bytes {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

export function same(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i])
}

export function hex(bytes: Bytes): string {
  return Array.from(bytes, (x) => x.toString(16).padStart(2, '0')).join('')
}

export function base64(bytes: Bytes): string {
  let s = ''
  for (const b of bytes) s += String.fromCharCode(b)
  return btoa(s)
}

export function base64url(bytes: Bytes): string {
  return base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

function decode(standard: string): Bytes | null {
  try {
    return Uint8Array.from(atob(standard), (c) => c.charCodeAt(0))
  } catch {
    return null
  }
}

/** RFC 4648 §4, with padding. Null if it is spelled in any other way. */
export function unbase64(text: string): Bytes | null {
  const bytes = decode(text)
  return bytes && base64(bytes) === text ? bytes : null
}

/** RFC 4648 §5, without padding. Null if it is spelled in any other way. */
export function unbase64url(text: string): Bytes | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null
  const bytes = decode(text.replace(/-/g, '+').replace(/_/g, '/') + '='.repeat((4 - (text.length % 4)) % 4))
  return bytes && base64url(bytes) === text ? bytes : null
}
