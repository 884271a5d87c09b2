/**
 * A rule pack in words, as the server writes it for a fixed-width font, taken apart so that it can stand as headings, tables
 * and paragraphs:
 *
 *   一、年度检查次数上限
 *     序  适用企业  每年上限  性质  依据
 *     --  --------  --------  ----  ----
 *     1   其余企业  2 次      建议  国办发〔2024〕54号
 *
 * A line at the margin after an empty one is a heading; the dashes tell where the columns begin. A line that has no such shape stays a paragraph: nothing is lost.
 */
export type PackBlock = { kind: 'table'; head: string[]; rows: string[][] } | { kind: 'text'; text: string }

export interface PackSection {
  title: string
  blocks: PackBlock[]
}

const DASHES = /^(?: {2,}-+)+$/

/** Columns on the screen: Chinese characters and full-width signs take two, as the server counts them. */
const columnsOf = (c: string): number => ((c.codePointAt(0) ?? 0) >= 0x2e80 ? 2 : 1)

/** Cuts a row where the columns begin. */
function cells(line: string, starts: readonly number[]): string[] {
  const out = starts.map(() => '')
  let at = 0
  let column = -1
  for (const c of line) {
    while (column + 1 < starts.length && at >= (starts[column + 1] as number)) column++
    if (column >= 0) out[column] += c
    at += columnsOf(c)
  }
  return out.map((s) => s.trim())
}

function startsOf(dashes: string): number[] {
  return [...dashes.matchAll(/-+/g)].map((m) => m.index)
}

export function packSections(text: string): PackSection[] {
  const lines = text.split('\n')
  const out: PackSection[] = [{ title: '', blocks: [] }]
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string
    const here = out[out.length - 1] as PackSection
    const next = lines[i + 1] ?? ''
    if (!line.trim()) continue
    if (DASHES.test(next)) {
      const starts = startsOf(next)
      const rows: string[][] = []
      // A row is indented as the dashes are and has something in a second column; what follows the table has not.
      let j = i + 2
      for (; (lines[j] ?? '').startsWith('  '); j++) {
        const row = cells(lines[j] as string, starts)
        if (starts.length > 1 && row.slice(1).every((c) => !c)) break
        if (broken(lines[j] as string, starts)) break
        rows.push(row)
      }
      here.blocks.push({ kind: 'table', head: cells(line, starts), rows })
      i = j - 1
    } else if (i > 0 && !lines[i - 1]?.trim() && !line.startsWith(' ')) out.push({ title: line.trim(), blocks: [] })
    else here.blocks.push({ kind: 'text', text: line.trim() })
  }
  return out.filter((s) => s.title || s.blocks.length)
}

/** A sentence below a table: it runs on where the second column would begin, instead of ending before it. */
function broken(line: string, starts: readonly number[]): boolean {
  let at = 0
  let before = ''
  for (const c of line) {
    if (at === starts[1]) return before !== ' '
    if (at > (starts[1] ?? 0)) return true
    before = c
    at += columnsOf(c)
  }
  return false
}
