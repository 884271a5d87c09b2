/** Checks a monthly statement (月度入企公示) on the reader's own machine. docs/statement.md has the exact bytes. */
import type { Statement, StatementReply } from '../types'
import { hex, utf8, type Bytes } from './bytes'
import { consistent } from './consistency'
import { sha256 } from './crypto'
import { openCheckpoint } from './receipt'

export type StatementStep = 'text' | 'numbers' | 'rows' | 'from' | 'to' | 'path'
export type StatementState = 'ok' | 'bad' | 'absent'
export interface StatementCheck {
  step: StatementStep
  state: StatementState
}

/** The canonical text as a table of its lines; null if it has another form. */
export function linesOf(text: string): Map<string, string> | null {
  const lines = text.split('\n')
  if (lines[0] !== 'wurao-statement-v1' || lines.at(-1) !== '') return null
  const out = new Map<string, string>()
  for (const line of lines.slice(1, -1)) {
    const cut = line.indexOf(' ')
    if (cut < 1 || out.has(line.slice(0, cut))) return null
    out.set(line.slice(0, cut), line.slice(cut + 1))
  }
  return out
}

/** Does every number that is shown stand in the text that is hashed? */
function numbersStand(s: Statement, lines: Map<string, string>): boolean {
  for (const [key, value] of Object.entries(s)) {
    if (typeof value === 'number' && lines.get(key.replace(/_n$/, '')) !== String(value)) return false
  }
  const words = { scope: s.scope, month: s.month, from: s.from, until: s.until, complete: s.complete ? 'yes' : 'no', rows_sha256: s.rows_sha256 }
  if (Object.entries(words).some(([k, v]) => lines.get(k) !== v)) return false
  return s.exceptions.every((x) => lines.get(`exceptions.${x.source}`) === String(x.n))
}

/** SHA-256 of the rows of a sealed CSV, between its header and its closing line. */
export function rowsHash(csv: Bytes): string | null {
  let from = 0
  while (from < csv.length && csv[from] !== 10) from++
  let to = csv.length - 1
  if (csv[to] !== 10) return null
  while (to > from && csv[to - 1] !== 10) to--
  return hex(sha256(csv.slice(from + 1, to)))
}

/** `csv`: the open rows, where they were fetched; `key`: the bureau's, got from elsewhere than the reply. */
export function checkStatement(r: StatementReply, key: Bytes, csv: Bytes | null): StatementCheck[] {
  const out: StatementCheck[] = []
  const put = (step: StatementStep, state: StatementState | boolean): void => {
    out.push({ step, state: typeof state === 'string' ? state : state ? 'ok' : 'bad' })
  }
  const s = r.statement
  const lines = linesOf(s.text)
  put('text', hex(sha256(utf8(s.text))) === s.sha256)
  put('numbers', lines !== null && numbersStand(s, lines))
  put('rows', csv ? rowsHash(csv) === s.rows_sha256 : 'absent')
  const { from, to, path } = r.proof
  const older = from ? openCheckpoint(from.note, key) : null
  const newer = to ? openCheckpoint(to.note, key) : null
  put('from', from ? older !== null : 'absent')
  put('to', to ? newer !== null : 'absent')
  put('path', older && newer ? consistent(older.size, newer.size, older.root, newer.root, path ?? []) : from && to ? 'bad' : 'absent')
  return out
}
