/** Is an older head of the log a prefix of a newer one? RFC 9162 §2.1.4.2; docs/audit.md has the bytes of a head. */
import { same, unbase64, type Bytes } from './bytes'
import { sha256 } from './crypto'

const PATH_MAX = 64
const node = (left: Bytes, right: Bytes): Bytes => sha256(Uint8Array.of(1), left, right)
const half = (n: number): number => Math.floor(n / 2)

function bytesOf(path: readonly string[]): Bytes[] | null {
  if (path.length > PATH_MAX) return null
  const out: Bytes[] = []
  for (const text of path) {
    const b = unbase64(text)
    if (b?.length !== 32) return null
    out.push(b)
  }
  return out
}

const isPowerOfTwo = (n: number): boolean => {
  while (n > 1 && n % 2 === 0) n /= 2
  return n === 1
}

/** `path` holds base 64 hashes. Sizes up to 2^53: halves are taken by division. */
export function consistent(from: number, to: number, fromRoot: Bytes, toRoot: Bytes, path: readonly string[]): boolean {
  if (!(from > 0) || from > to) return false
  const hashes = bytesOf(path)
  if (!hashes) return false
  if (from === to) return hashes.length === 0 && same(fromRoot, toRoot)
  const steps = isPowerOfTwo(from) ? [fromRoot, ...hashes] : hashes
  const first = steps[0]
  if (!first) return false
  let f = from - 1
  let s = to - 1
  while (f % 2 === 1) {
    f = half(f)
    s = half(s)
  }
  let old = first
  let now = first
  for (const c of steps.slice(1)) {
    if (s === 0) return false
    if (f % 2 === 1 || f === s) {
      old = node(c, old)
      now = node(c, now)
      while (f % 2 === 0 && f !== 0) {
        f = half(f)
        s = half(s)
      }
    } else {
      now = node(now, c)
    }
    f = half(f)
    s = half(s)
  }
  return s === 0 && same(old, fromRoot) && same(now, toRoot)
}
