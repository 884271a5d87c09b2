/**
 * A rule pack in words, as the server writes it, taken apart so that it can stand as headings, tables and paragraphs:
 *
 *   一、年度检查次数上限
 *     1. 其余企业：每年 2 次　［国办发〔2024〕54号；proposal］
 *
 * A line that has no such shape stays a paragraph: nothing is lost.
 */
export interface PackRow {
  n: string
  text: string
  citation: string
  tag: string
}

export type PackBlock = { kind: 'rows'; rows: PackRow[] } | { kind: 'text'; text: string }

export interface PackSection {
  title: string
  blocks: PackBlock[]
}

const HEADING = /^(?:[一二三四五六七八九十百]+、|#+\s*)(\S.*)$/
const ROW = /^\s*(\d+)[.、]\s*(.*)$/
const SOURCE = /^(.*?)[\s　]*［(.*)；\s*(law|news|proposal|unverified)］\s*$/s

function rowOf(n: string, rest: string): PackRow {
  const s = SOURCE.exec(rest)
  return s ? { n, text: s[1] ?? '', citation: s[2] ?? '', tag: s[3] ?? '' } : { n, text: rest, citation: '', tag: '' }
}

export function packSections(text: string): PackSection[] {
  const out: PackSection[] = [{ title: '', blocks: [] }]
  for (const line of text.split('\n')) {
    if (!line.trim()) continue
    const here = out[out.length - 1] as PackSection
    const last = here.blocks[here.blocks.length - 1]
    const head = HEADING.exec(line)
    const row = ROW.exec(line)
    if (head) out.push({ title: line.replace(/^#+\s*/, '').trim(), blocks: [] })
    else if (row) {
      const r = rowOf(row[1] ?? '', row[2] ?? '')
      if (last?.kind === 'rows') last.rows.push(r)
      else here.blocks.push({ kind: 'rows', rows: [r] })
    } else here.blocks.push({ kind: 'text', text: line.trim() })
  }
  return out.filter((s) => s.title || s.blocks.length)
}
