/** The canonical text of a record (docs/audit.md), read back so that a person sees what is proved rather than what is told. */
import { textOf, type Bytes } from './bytes'

export type Value = string | number

export interface RowText {
  table: string
  columns: Record<string, Value>
  children: Record<string, Record<string, Value>[]>
}

/** A cursor over the bytes; texts are length-prefixed, so no value can pretend to be a line. */
class Cursor {
  private at = 0
  constructor(private readonly bytes: Bytes) {}

  get done(): boolean {
    return this.at >= this.bytes.length
  }

  until(stop: number): string {
    const end = this.bytes.indexOf(stop, this.at)
    if (end < 0) throw new Error('cut off')
    return this.take(end - this.at, stop)
  }

  /** `n` bytes that must be followed by `stop`. */
  take(n: number, stop: number): string {
    const end = this.at + n
    if (!(n >= 0) || end >= this.bytes.length || this.bytes[end] !== stop) throw new Error('bad length')
    const text = textOf(this.bytes.slice(this.at, end))
    if (text === null) throw new Error('not UTF-8')
    this.at = end + 1
    return text
  }

  startsWith(word: string): boolean {
    return [...word].every((c, i) => this.bytes[this.at + i] === c.charCodeAt(0))
  }
}

const LF = 10
const COLON = 58
const EQUALS = 61

function column(c: Cursor, into: Record<string, Value>): void {
  const name = c.until(EQUALS)
  const type = c.until(COLON)
  if (type === 't') into[name] = c.take(Number(c.until(COLON)), LF)
  else if (type === 'i' || type === 'r') into[name] = Number(c.until(LF))
  else into[name] = c.until(LF)
}

/** Null if the text is not of this form. */
export function parseRow(bytes: Bytes): RowText | null {
  try {
    const c = new Cursor(bytes)
    if (c.until(LF) !== 'wurao-row-v1') return null
    const row: RowText = { table: c.until(LF), columns: {}, children: {} }
    while (!c.done && !c.startsWith('child ')) column(c, row.columns)
    while (!c.done) {
      const name = c.until(LF).slice('child '.length)
      const list: Record<string, Value>[] = []
      row.children[name] = list
      while (!c.done && !c.startsWith('child ')) {
        const child: Record<string, Value> = {}
        while (!c.startsWith('end\n')) column(c, child)
        c.until(LF)
        list.push(child)
      }
    }
    return row
  } catch {
    return null
  }
}
