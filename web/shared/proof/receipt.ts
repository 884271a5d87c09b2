/**
 * Checks a receipt (入企回执) without any server: the record's text against the leaf, the leaf against the tree, the tree's
 * head against the bureau's key. docs/audit.md has the exact bytes.
 */
import { concat, hex, same, textOf, unbase64, unbase64url, utf8, type Bytes } from './bytes'
import { ed25519, sha256 } from './crypto'
import { parseRow, type RowText } from './row'

/** What a receipt must hold to be checked; it comes from a file, a QR code or a person, so nothing in it is believed. */
export interface ReceiptProof {
  visit_id?: number
  leaf_text: string
  index: number
  tree_size: number
  path: string[]
  checkpoint: string
  public_key?: string
  row_text?: string
}

export type StepName = 'checkpoint' | 'leaf' | 'path' | 'row'
export type StepState = 'ok' | 'bad' | 'absent' | 'not_reached'

export interface Step {
  step: StepName
  state: StepState
}

/** The leaf's lines by name; they are believed only after every step holds. */
export interface Leaf {
  seq: number
  at_ms: number
  actor: string
  action: string
  entity: string
  entity_id: number
  enterprise_id: number
  row_digest: string
}

export interface ReceiptResult {
  ok: boolean
  steps: Step[]
  leaf: Leaf | null
  row: RowText | null
  origin: string
  tree_size: number
}

const PATH_MAX = 64
const DASH = '\u2014 '

interface Head {
  origin: string
  size: number
  root: Bytes
}

const number = (text: string | undefined): number | null => (text && /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : null)

/** A signed note (C2SP) with a tree head, if its signature by the key holds. */
export function openCheckpoint(note: string, publicKey: Bytes): Head | null {
  const blank = note.indexOf('\n\n')
  if (blank < 0) return null
  const text = note.slice(0, blank + 1)
  const [origin, sizeText, rootText] = text.split('\n')
  const size = number(sizeText)
  const root = unbase64(rootText ?? '')
  if (!origin || size === null || root?.length !== 32) return null
  const line = note
    .slice(blank + 2)
    .split('\n')
    .find((l) => l.startsWith(`${DASH}${origin} `))
  const blob = line ? unbase64(line.slice(DASH.length + origin.length + 1)) : null
  if (blob?.length !== 68) return null
  const id = sha256(utf8(origin), Uint8Array.of(10, 1), publicKey).slice(0, 4)
  if (!same(blob.slice(0, 4), id) || !ed25519(publicKey, utf8(text), blob.slice(4))) return null
  return { origin, size, root }
}

const node = (left: Bytes, right: Bytes): Bytes => sha256(Uint8Array.of(1), left, right)

/** RFC 9162 §2.1.3.2. Sizes up to 2^53: halves are taken by division. */
export function inTree(leafHash: Bytes, index: number, size: number, path: Bytes[], root: Bytes): boolean {
  if (index < 0 || index >= size) return false
  let f = index
  let s = size - 1
  let h = leafHash
  const half = (n: number): number => Math.floor(n / 2)
  for (const p of path) {
    if (s === 0) return false
    if (f % 2 === 1 || f === s) {
      h = node(p, h)
      while (f % 2 === 0 && f !== 0) {
        f = half(f)
        s = half(s)
      }
    } else {
      h = node(h, p)
    }
    f = half(f)
    s = half(s)
  }
  return s === 0 && same(h, root)
}

function leafOf(text: string): Leaf | null {
  const l = text.split('\n')
  const [seq, at, id, enterprise] = [l[1], l[2], l[6], l[7]].map(number)
  if (l[0] !== 'wurao-leaf-v1' || l.length !== 11 || l[10] !== '' || seq == null || at == null || id == null || enterprise == null) return null
  return { seq, at_ms: at, actor: l[3] ?? '', action: l[4] ?? '', entity: l[5] ?? '', entity_id: id, enterprise_id: enterprise, row_digest: l[8] ?? '' }
}

function pathOf(texts: unknown): Bytes[] | null {
  if (!Array.isArray(texts) || texts.length > PATH_MAX) return null
  const out: Bytes[] = []
  for (const t of texts) {
    const b = typeof t === 'string' ? unbase64(t) : null
    if (b?.length !== 32) return null
    out.push(b)
  }
  return out
}

/** Runs every check in order; the first that fails ends it. `publicKey` is the bureau's, got from elsewhere than the receipt. */
export function checkReceipt(r: ReceiptProof, publicKey: Bytes): ReceiptResult {
  const steps: Step[] = []
  const result: ReceiptResult = { ok: false, steps, leaf: null, row: null, origin: '', tree_size: 0 }
  const names: StepName[] = ['checkpoint', 'leaf', 'path', 'row']
  const end = (): ReceiptResult => {
    for (const step of names.slice(steps.length)) steps.push({ step, state: 'not_reached' })
    result.ok = steps.every((s) => s.state === 'ok' || s.state === 'absent')
    return result
  }
  const step = (ok: boolean): boolean => {
    steps.push({ step: names[steps.length] as StepName, state: ok ? 'ok' : 'bad' })
    return ok
  }

  const head = openCheckpoint(String(r.checkpoint ?? ''), publicKey)
  if (!step(head !== null) || !head) return end()
  result.origin = head.origin
  result.tree_size = head.size

  const leafText = String(r.leaf_text ?? '')
  const leaf = leafOf(leafText)
  if (!step(leaf !== null && leaf.seq === r.index && (!r.visit_id || (leaf.entity === 'visit' && leaf.entity_id === r.visit_id)))) return end()
  result.leaf = leaf

  const path = pathOf(r.path)
  const leafHash = sha256(concat(Uint8Array.of(0), utf8(leafText)))
  if (!step(path !== null && head.size === r.tree_size && inTree(leafHash, r.index, head.size, path, head.root))) return end()

  if (typeof r.row_text !== 'string' || r.row_text === '') {
    steps.push({ step: 'row', state: 'absent' })
  } else {
    const bytes = utf8(r.row_text)
    if (step(hex(sha256(bytes)) === leaf?.row_digest)) result.row = parseRow(bytes)
  }
  return end()
}

// ---- the short form in a QR code ----------------------------------------------------------------

/** Reads a receipt out of what was pasted, scanned or opened: JSON, a link with #…, or the short form itself. */
export function readReceipt(text: string): ReceiptProof | null {
  const s = text.trim()
  if (s.startsWith('{')) return fromJson(s)
  const mark = s.lastIndexOf('#')
  const short = mark >= 0 ? s.slice(mark + 1) : s
  const bytes = unbase64url(short)
  const inner = bytes ? textOf(bytes) : null
  return inner?.startsWith('{') ? fromJson(inner) : null
}

function fromJson(text: string): ReceiptProof | null {
  try {
    const o = JSON.parse(text) as Partial<ReceiptProof>
    if (typeof o.leaf_text !== 'string' || typeof o.checkpoint !== 'string' || !Array.isArray(o.path)) return null
    return { ...o, index: Number(o.index), tree_size: Number(o.tree_size) } as ReceiptProof
  } catch {
    return null
  }
}

