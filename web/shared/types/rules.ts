/** Rule packs. */

/** A rule pack (规则包): policy as data, in force from a day. */
export interface RulePack {
  id: string
  kind: string
  version: string
  title_zh: string
  title_en: string
  issuer: string
  jurisdiction: string
  valid_from: string
  valid_to?: string
  status: string
  note_zh?: string
  note_en?: string
  sha256: string
  examples_n: number
  in_force: boolean
}

export interface RulePackFull extends RulePack {
  /** What it says, in Chinese. */
  words: string
  examples: { name: string; good: boolean; came?: string }[]
  /** What an author should look at. */
  notes: { path: string; zh: string; en: string }[]
}

export interface RulePackDiff {
  from: string
  from_version: string
  to: string
  to_version: string
  changes_n: number
  changes: { op: string; path: string; words: string; before?: string; after?: string }[]
}

/** A pack the bureau writes itself, on its way to publication. */
export interface RuleDraft {
  id: number
  pack: string
  kind: string
  pack_version: string
  valid_from: string
  sha256: string
  state: string
  note: string
  author_id?: number
  author_name?: string
  created_ms: number
  submitted_ms?: number
  decided_by?: number
  decided_by_name?: string
  decided_ms?: number
  decision_note?: string
  in_use?: boolean
  version: number
}
export interface RuleDraftFull extends RuleDraft {
  content: string
}

/** Whom the change from one pack to another would affect today. */
export interface RulePackImpact {
  day: string
  examined_n: number
  changed_n: number
  counts: { what_zh: string; what_en: string; n: number }[]
  items: { id: number; name: string; place: string; ask_zh: string; ask_en: string; before_zh: string; before_en: string; after_zh: string; after_en: string }[]
}
