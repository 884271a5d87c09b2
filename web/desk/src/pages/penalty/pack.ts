/** A penalty pack's file as the editor changes it: known members by name, all others untouched. */
export interface PackLevel {
  option?: string
  when?: string[]
  zh: string
  bp?: number
  grade?: number
  citation: string
  tag: string
}
export interface PackFactor {
  key: string
  zh: string
  unit?: string
  levels: PackLevel[]
}
export interface PackColumn {
  key?: string
  zh?: string
  start_bp?: number
  base_fen?: number
  min_fen?: number
  max_fen?: number
  floor_bp?: number
  cap_bp?: number
  citation: string
  tag: string
}
export interface PackRow {
  zh: string
  lo_fen?: number
  hi_fen?: number
  citation: string
  tag: string
}
export interface PackTable {
  id: string
  zh: string
  method: string
  violates?: string
  liability?: string
  factors_of?: string
  columns: PackColumn[]
  factors?: PackFactor[]
  rows?: PackRow[]
}
export interface PackClause {
  id: string
  effect: string
  strength: string
  when?: string[]
  unless?: string[]
  zh: string
  basis?: string
  slot?: boolean
  citation: string
  tag: string
}
export interface PackFile {
  head: { id: string; version: string; title_zh: string; valid_from: string; valid_to?: string; status: string; note_zh?: string }
  body: {
    tables?: PackTable[]
    clauses?: PackClause[]
    formula?: { text: string; confirmed: boolean; note_zh?: string; citation: string; tag: string }
  }
  examples: unknown[]
}

/** Start and highest weights of a column, as the source adds them up. */
export function reach(t: PackTable, column: PackColumn, all: PackTable[]): number {
  const factors = t.factors ?? all.find((x) => x.id === t.factors_of)?.factors ?? []
  return (column.start_bp ?? 0) + factors.reduce((sum, f) => sum + Math.max(0, ...f.levels.map((l) => l.bp ?? 0)), 0)
}

/** The file's text, or why it is none. */
export function parsePack(text: string): { file: PackFile } | { why: string } {
  try {
    const v = JSON.parse(text) as PackFile
    return v && typeof v === 'object' && v.head && v.body ? { file: { ...v, examples: v.examples ?? [] } } : { why: 'head, body' }
  } catch (e) {
    return { why: e instanceof Error ? e.message : String(e) }
  }
}
