/**
 * What a phone needs to work at a gate without a network: the enterprises of the officer's district with the verdict on
 * each kind of visit, check-lists, colleagues, approved visits; the bureau's keys and the signed list of plates that are
 * no longer valid. Asked on opening, when the network comes back, and every 15 minutes. Gone at log-out.
 */
import { reactive } from 'vue'

import { api, ApiError } from '@shared/api'
import { civil, isoDate } from '@shared/format'
import { pick } from '@shared/i18n'
import { publicKeys } from '@shared/proof/keys'
import type { InspClass, Mission, Officer, PublicKey, Reason, Verdict, VerdictName, VisitItem, VisitKind, VisitSource } from '@shared/types'

import { database, kvDrop, kvGet, kvSet, type StoredFact } from './db'
import { session } from './session'

interface OfflineReason {
  rule: string
  effect: Reason['effect']
  zh: string
  en: string
  citation: string
  tag: string
}

interface OfflineVerdictRow {
  kind: VisitKind
  source: VisitSource
  insp_class?: InspClass
  verdict: VerdictName
  counts_toward_cap: boolean
  /** Judged as if the evidence of its source were given. */
  needs_evidence: boolean
  cap: number
  used: number
  headline: number
  reasons?: number[]
  next_allowed?: string
}

/** Told once for a page of enterprises, which name them by index. */
interface Tables {
  items: VisitItem[]
  checklists: { kind: VisitKind; version: string; items?: number[] }[]
  verdicts: OfflineVerdictRow[]
  headlines: { zh: string; en: string }[]
  reasons: OfflineReason[]
  policy: string
  policy_version: string
}

export interface EvidenceRule {
  source: VisitSource
  label_zh: string
  label_en: string
  example: string
  chars_min: number
  digit: boolean
}

interface OfflineEnterprise {
  id: number
  name: string
  credit_code: string
  address: string
  district_name: string
  lng_e6?: number
  lat_e6?: number
  officer_name?: string
  officer_phone?: string
  plate?: { code: string; status: string; ver: number; issue_date?: string; credit_code?: string; hung_lng_e6?: number; hung_lat_e6?: number }
  missions: { id: number; day: string; verdict: number }[]
  verdicts?: number[]
  checklists?: number[]
}

interface OfflinePage extends Tables {
  as_of_ms: number
  enterprises: OfflineEnterprise[]
  evidence?: EvidenceRule[]
  next?: string
}

/** One enterprise as this phone knows it. */
export interface Fact extends Omit<OfflineEnterprise, 'id'> {
  enterprise_id: number
  plate_code?: string
  /** Whose tables its verdicts are in. */
  page: number
}

/** A verdict made in advance, in words. */
export interface FactVerdict extends Verdict {
  needs_evidence: boolean
  /** The day it was judged for, if it is a mission's. */
  day?: string
}

export interface Revocations {
  issued_ms: number
  codes: string[]
  kid: string
  sig: string
}

const EVERY_MS = 15 * 60_000
/** A list that is older than this is told to be so. */
export const OLD_MS = 24 * 3600_000

export const facts = reactive({ as_of_ms: 0, n: 0, syncing: false, fault: '' })

let owner = 0
let timer: ReturnType<typeof setInterval> | undefined
let lastTry = 0

/** Whose facts are meant: they are asked for before the first sync begins. */
const me = (): number => session.value?.user_id ?? owner
const name = (what: string): string => `${what}.${me()}`

// ---- asking ----------------------------------------------------------------------------------------

async function syncEnterprises(): Promise<void> {
  const all: StoredFact[] = []
  const tables: Tables[] = []
  let first: OfflinePage | undefined
  let cursor: string | undefined
  do {
    const page: OfflinePage = await api.get<OfflinePage>('/my/offline', { cursor }, { quiet401: true, timeoutMs: 30_000 })
    first ??= page
    for (const { id, ...e } of page.enterprises) {
      const value: Fact = { ...e, enterprise_id: id, plate_code: e.plate?.code, page: tables.length }
      all.push({ key: `${owner}.${id}`, user_id: owner, enterprise_id: id, plate_code: e.plate?.code, credit_code: e.credit_code, name: e.name, value })
    }
    const { verdicts, headlines, reasons, items, checklists, policy, policy_version } = page
    tables.push({ verdicts, headlines, reasons, items, checklists, policy, policy_version })
    cursor = page.next
  } while (cursor)
  // All of it, or nothing: half of new facts beside half of old ones would have no one age.
  const db = await database()
  const tx = db.transaction(['facts', 'kv'], 'readwrite')
  const kv = tx.objectStore('kv')
  for (const key of await tx.objectStore('facts').index('user').getAllKeys(owner)) await tx.objectStore('facts').delete(key)
  for (const f of all) await tx.objectStore('facts').put(f)
  await kv.put(tables, name('tables'))
  await kv.put(first.evidence ?? [], name('evidence'))
  await kv.put(first.as_of_ms, name('as_of'))
  await tx.done
  Object.assign(facts, { as_of_ms: first.as_of_ms, n: all.length })
}

async function syncRevocations(): Promise<void> {
  const [list, keys] = await Promise.all([api.get<Revocations>('/public/revocations', undefined, { quiet401: true }), publicKeys()])
  const { listSigned } = await import('./plate-check')
  if (!listSigned(list, keys.items)) return
  const before = await kvGet<Revocations>('revocations')
  // An older list than the one we have takes nothing back.
  if (!before || list.issued_ms >= before.issued_ms) await kvSet('revocations', list)
  await kvSet('keys', keys.items)
}

async function syncMine(): Promise<void> {
  const missions = await api.list<Mission>('/my/missions', undefined, { quiet401: true })
  await kvSet(name('missions'), missions.items)
}

async function syncColleagues(districtId: number | undefined): Promise<void> {
  const page = await api.list<Officer>('/officers', { district_id: districtId, in_post: true, limit: 200 }, { quiet401: true })
  await kvSet(name('officers'), page.items.map((o) => ({ id: o.id, name: o.name, unit: o.unit, cert_state: o.cert_state })))
}

/** Asks for all of it; each part stands for itself, and what failed keeps its old state and age. */
export async function syncFacts(districtId?: number): Promise<void> {
  if (facts.syncing || !owner) return
  facts.syncing = true
  lastTry = Date.now()
  try {
    const results = await Promise.allSettled([syncEnterprises(), syncRevocations(), syncMine(), syncColleagues(districtId)])
    const failed = results.find((r): r is PromiseRejectedResult => r.status === 'rejected')
    facts.fault = failed ? (failed.reason instanceof ApiError ? failed.reason.text : String(failed.reason)) : ''
  } finally {
    facts.syncing = false
  }
}

export function startFacts(userId: number, districtId?: number): void {
  if (owner === userId) return
  owner = userId
  void asOf()
  const go = (): void => {
    if (navigator.onLine) void syncFacts(districtId)
  }
  clearInterval(timer)
  timer = setInterval(go, EVERY_MS)
  window.addEventListener('online', go)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - lastTry > EVERY_MS) go()
  })
  // The first screen first.
  setTimeout(go, 1500)
}

/** At log-out nothing of it stays. */
export async function forgetFacts(): Promise<void> {
  const userId = owner
  clearInterval(timer)
  const db = await database()
  for (const key of await db.getAllKeysFromIndex('facts', 'user', userId)) await db.delete('facts', key)
  for (const what of ['tables', 'evidence', 'as_of', 'missions', 'officers']) await kvDrop(name(what))
  owner = 0
  Object.assign(facts, { as_of_ms: 0, n: 0, fault: '' })
}

/** When the facts were made; 0 without any. */
export async function asOf(): Promise<number> {
  facts.as_of_ms = (await kvGet<number>(name('as_of'))) ?? 0
  return facts.as_of_ms
}

// ---- asking the phone ------------------------------------------------------------------------------

const valueOf = (f: StoredFact | undefined): Fact | null => (f && f.user_id === me() ? (f.value as Fact) : null)

export async function factByPlate(code: string): Promise<Fact | null> {
  const all = await (await database()).getAllFromIndex('facts', 'plate', code)
  return valueOf(all.find((f) => f.user_id === me()))
}

export async function factByCredit(code: string): Promise<Fact | null> {
  const all = await (await database()).getAllFromIndex('facts', 'credit', code)
  return valueOf(all.find((f) => f.user_id === me()))
}

export async function factById(id: number): Promise<Fact | null> {
  return valueOf(await (await database()).get('facts', `${me()}.${id}`))
}

/** Enterprises whose name or credit code holds the text, the first `n`. */
export async function searchFacts(q: string, n = 30): Promise<Fact[]> {
  const text = q.trim().toUpperCase()
  const all = await (await database()).getAllFromIndex('facts', 'user', me())
  const out: Fact[] = []
  for (const f of all) {
    if (!text || f.name.toUpperCase().includes(text) || f.credit_code?.includes(text)) out.push(f.value as Fact)
    if (out.length >= n) break
  }
  return out
}

/** The check-list of a kind of visit at an enterprise; empty where it is not known: then it comes with the server's answer. */
export async function checklistOf(fact: Fact | null, kind: VisitKind): Promise<VisitItem[]> {
  const t = fact ? ((await kvGet<Tables[]>(name('tables'))) ?? [])[fact.page] : undefined
  const list = (fact?.checklists ?? []).map((i) => t?.checklists[i]).find((l) => l?.kind === kind)
  return (list?.items ?? []).flatMap((i) => {
    const item = t?.items[i]
    return item ? [{ ...item, note: '' }] : []
  })
}

/** What was judged in advance: of an approved mission, else of the kind and source. */
export async function verdictOf(fact: Fact, chosen: { kind: VisitKind; source: VisitSource; mission_id?: number | null }): Promise<FactVerdict | null> {
  const t = ((await kvGet<Tables[]>(name('tables'))) ?? [])[fact.page]
  const mission = fact.missions.find((m) => m.id === chosen.mission_id)
  const rows = (fact.verdicts ?? []).map((i) => t?.verdicts[i])
  const row = mission ? t?.verdicts[mission.verdict] : rows.find((v) => v?.kind === chosen.kind && v.source === chosen.source)
  if (!t || !row) return null
  const headline = t.headlines[row.headline]
  return {
    verdict: row.verdict,
    counts_toward_cap: row.counts_toward_cap,
    headline: headline ? pick([headline.zh, headline.en]) : '',
    reasons: (row.reasons ?? []).flatMap((i) => {
      const r = t.reasons[i]
      return r ? [{ rule: r.rule, effect: r.effect, text: pick([r.zh, r.en]), citation: r.citation, tag: r.tag }] : []
    }),
    next_allowed: row.next_allowed,
    insp_class: row.insp_class,
    cap: row.cap,
    used: row.used,
    policy: t.policy,
    policy_version: t.policy_version,
    needs_evidence: row.needs_evidence,
    day: mission?.day,
  }
}

/** What the evidence of a source must look like. */
export async function evidenceOf(source: VisitSource): Promise<EvidenceRule | undefined> {
  return ((await kvGet<EvidenceRule[]>(name('evidence'))) ?? []).find((e) => e.source === source)
}

export async function myMissions(): Promise<Mission[]> {
  return (await kvGet<Mission[]>(name('missions'))) ?? []
}

/** Asks the server; without an answer, what was kept. */
export async function missionsNow(): Promise<Mission[]> {
  try {
    await syncMine()
  } catch {
    // What was kept is shown.
  }
  return myMissions()
}

/** May it be carried out today? */
export function isForToday(m: Mission, now = Date.now()): boolean {
  const today = isoDate(now)
  return m.state === 'approved' && !m.done_visit_id && m.planned_from <= today && today <= m.planned_to
}

/** The approved visit of today at an enterprise. */
export async function missionOf(enterpriseId: number): Promise<Mission | null> {
  return (await myMissions()).find((m) => m.enterprise_id === enterpriseId && isForToday(m)) ?? null
}

export interface Colleague {
  id: number
  name: string
  unit: string
  cert_state: Officer['cert_state']
}

export async function colleagues(q: string): Promise<Colleague[]> {
  const all = (await kvGet<Colleague[]>(name('officers'))) ?? []
  const text = q.trim()
  return all.filter((o) => !text || o.name.includes(text) || o.unit.includes(text))
}

export async function revocations(): Promise<Revocations | undefined> {
  return kvGet<Revocations>('revocations')
}

export async function knownKeys(): Promise<PublicKey[]> {
  return (await kvGet<PublicKey[]>('keys')) ?? []
}

/** 14:05, with the day if it is not today's. */
export function asOfText(ms: number, now = Date.now()): string {
  const c = civil(ms)
  const clock = `${String(c.hour).padStart(2, '0')}:${String(c.minute).padStart(2, '0')}`
  return isoDate(ms) === isoDate(now) ? clock : `${isoDate(ms)} ${clock}`
}
