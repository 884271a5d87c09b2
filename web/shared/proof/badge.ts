/**
 * The officer's rotating code (执法码): `…/o#<badge>.<task>.<step>.<sig>`, read and judged without any server.
 * docs/badge.md has the exact bytes; the server's rules are the same, and both are held to the same vectors.
 */
import { concat, textOf, unbase64url, utf8, type Bytes } from './bytes'
import { ed25519 } from './crypto'

export const STEP_MS = 30_000
/** Steps that a clock may be off, either way. */
export const SLACK = 2
const CODE_MAX = 2600
const PART_MAX = 1300
const BADGE_LINES = 9
const TASK_LINES = 13
const AHEAD_S = 300

export interface Badge {
  kid: string
  officer_id: number
  name: string
  unit: string
  cert_no: string
  cert_to: string
  issued_s: number
  expires_s: number
  device_key: Bytes
}

export interface Task {
  /** Empty: the officer's own statement, not approved by the bureau. */
  kid: string
  officer_id: number
  mission_id: number
  number: string
  plate: string
  kind: string
  insp_class: string
  source: string
  evidence_ref: string
  basis: string
  from: string
  to: string
}

export interface Signed {
  body: Bytes
  sig: Bytes
}

export interface OfficerCode {
  badge: Badge
  badgeSigned: Signed
  task: Task | null
  taskSigned: Signed | null
  step: number
  /** Without the link. */
  text: string
  before: string
  sig: Bytes
}

// ---- reading ----------------------------------------------------------------------------------

const plainNumber = (s: string): number | null => (/^(0|[1-9]\d{0,14})$/.test(s) ? Number(s) : null)
const isKid = (s: string): boolean => /^[a-z0-9]{1,12}$/.test(s)
const isWord = (s: string): boolean => /^[a-z_]{0,20}$/.test(s)
const isPlate = (s: string): boolean => /^([0-9A-Z]{10})?$/.test(s)
const fits = (s: string, min: number, max: number): boolean => {
  const n = [...s].length
  return n >= min && n <= max
}

function isDay(s: string): boolean {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(s)
  if (!m) return false
  const [y, mo, d] = [Number(m[1]), Number(m[2]), Number(m[3])]
  const t = new Date(Date.UTC(y, mo - 1, d))
  return y >= 1900 && y <= 2200 && t.getUTCMonth() === mo - 1 && t.getUTCDate() === d
}

/** The first `n` lines, and how many bytes they take; null when there are fewer or they hold what is no plain text. */
function cutLines(bytes: Bytes, n: number): { lines: string[]; size: number } | null {
  const lines: string[] = []
  let at = 0
  while (lines.length < n) {
    const end = bytes.indexOf(10, at)
    if (end < 0) return null
    const line = bytes.subarray(at, end)
    const text = textOf(line)
    if (text === null || line.some((b) => b < 0x20 || b === 0x7f)) return null
    lines.push(text)
    at = end + 1
  }
  return { lines, size: at }
}

type S = string
type BadgeLines = [S, S, S, S, S, S, S, S, S]
type TaskLines = [S, S, S, S, S, S, S, S, S, S, S, S, S]

function parseBadge(text: string): { badge: Badge; signed: Signed } | null {
  const bytes = text && text.length <= PART_MAX ? unbase64url(text) : null
  const cut = bytes && cutLines(bytes, BADGE_LINES)
  if (!bytes || !cut || bytes.length !== cut.size + 32 + 64) return null
  const [form, kid, id, name, unit, certNo, certTo, issued, expires] = cut.lines as BadgeLines
  const [officer, from, to] = [plainNumber(id), plainNumber(issued), plainNumber(expires)]
  if (form !== '1' || !isKid(kid) || !officer || from === null || to === null) return null
  if (!fits(name, 1, 40) || !fits(unit, 0, 40) || !fits(certNo, 1, 40) || !isDay(certTo)) return null
  return {
    badge: { kid, officer_id: officer, name, unit, cert_no: certNo, cert_to: certTo, issued_s: from, expires_s: to, device_key: bytes.slice(cut.size, cut.size + 32) },
    signed: { body: bytes.slice(0, cut.size + 32), sig: bytes.slice(cut.size + 32) },
  }
}

function parseTask(text: string): { task: Task; signed: Signed } | null {
  const bytes = text && text.length <= PART_MAX ? unbase64url(text) : null
  const cut = bytes && cutLines(bytes, TASK_LINES)
  if (!bytes || !cut) return null
  const [form, kid, id, mission, number, plate, kind, inspClass, source, evidence, basis, from, to] = cut.lines as TaskLines
  const [officer, missionId] = [plainNumber(id), plainNumber(mission)]
  const approved = kid !== ''
  if (form !== '1' || (approved && !isKid(kid)) || !officer || missionId === null || missionId > 0 !== approved) return null
  if (!isPlate(plate) || !kind || !isWord(kind) || !isWord(inspClass) || !isWord(source)) return null
  if (!fits(number, 0, 40) || !fits(evidence, 0, 40) || !fits(basis, 0, 40)) return null
  // An approval is for certain days; a statement of one's own may leave them empty.
  if (![from, to].every((d) => isDay(d) || (d === '' && !approved))) return null
  if (bytes.length !== cut.size + (approved ? 64 : 0)) return null
  return {
    task: { kid, officer_id: officer, mission_id: missionId, number, plate, kind, insp_class: inspClass, source, evidence_ref: evidence, basis, from, to },
    signed: { body: bytes.slice(0, cut.size), sig: bytes.slice(cut.size) },
  }
}

/** A link `…/o#…`, or what stands behind its #. Null for anything else: exactly one spelling is accepted. */
export function parseOfficerCode(scanned: string): OfficerCode | null {
  if (scanned.length > CODE_MAX) return null
  const trimmed = scanned.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
  const text = trimmed.slice(trimmed.lastIndexOf('#') + 1)
  const parts = text.split('.')
  if (parts.length !== 4) return null
  const [badgeText, taskText, stepText, sigText] = parts as [string, string, string, string]
  const step = plainNumber(stepText)
  const sig = sigText.length === 86 ? unbase64url(sigText) : null
  const b = parseBadge(badgeText)
  const t = taskText ? parseTask(taskText) : null
  if (step === null || sig?.length !== 64 || !b || (taskText && !t)) return null
  return { badge: b.badge, badgeSigned: b.signed, task: t?.task ?? null, taskSigned: t?.signed ?? null, step, text, before: text.slice(0, -87), sig }
}

/** Does it look like an officer's code, whole or damaged? */
export const looksLikeOfficerCode = (text: string): boolean => /\/o#/.test(text) || parseOfficerCode(text) !== null

// ---- making (the officer's phone) ---------------------------------------------------------------

/** One line of at most `max` characters, as the server cuts it. */
export function line(text: string, max: number): string {
  const s = [...text.trim().replace(/[\u0000-\u001f\u007f]/g, ' ')]
  return s.length > max ? `${s.slice(0, max - 1).join('')}…` : s.join('')
}

/** What the officer says of the task when no approval covers it. */
export interface Statement {
  officer_id: number
  plate: string
  kind: string
  insp_class: string
  source: string
  evidence_ref: string
  basis: string
}

export function statementBody(s: Statement): Bytes {
  const lines = ['1', '', s.officer_id, 0, '', s.plate, s.kind, s.insp_class, s.source, line(s.evidence_ref, 40), line(s.basis, 40), '', '']
  return utf8(lines.map((x) => `${x}\n`).join(''))
}

export const codeBefore = (badge: string, task: string, step: number): string => `${badge}.${task}.${step}`
/** The bytes that the phone signs. */
export const codeSigned = (before: string): Bytes => utf8(`wurao-officer-code-v1\n${before}`)

// ---- judging ------------------------------------------------------------------------------------

export interface KeyLike {
  kid: string
  public_key: string
}

export type CodeFault = 'good' | 'foreign' | 'device' | 'warrant' | 'certificate' | 'expired' | 'stale'

/** The calendar day in China. */
export const dayOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
export const stepFits = (step: number, atMs: number): boolean => Math.abs(step - Math.floor(atMs / STEP_MS)) <= SLACK

function bureauSigned(keys: readonly KeyLike[], kid: string, prefix: string, s: Signed): boolean {
  const key = unbase64url(keys.find((k) => k.kid === kid)?.public_key ?? '')
  return key?.length === 32 && ed25519(key, concat(utf8(prefix), s.body), s.sig)
}

const badgeHolds = (c: OfficerCode, keys: readonly KeyLike[]): boolean => bureauSigned(keys, c.badge.kid, 'wurao-badge-v1\n', c.badgeSigned)
const phoneHolds = (c: OfficerCode): boolean => ed25519(c.badge.device_key, codeSigned(c.before), c.sig)

function warrantHolds(c: OfficerCode, keys: readonly KeyLike[]): boolean {
  if (!c.task || !c.taskSigned) return true
  if (c.task.officer_id !== c.badge.officer_id) return false
  return c.task.kid === '' || bureauSigned(keys, c.task.kid, 'wurao-warrant-v1\n', c.taskSigned)
}

const certificateHolds = (b: Badge, atMs: number): boolean => dayOf(atMs) <= b.cert_to
function badgeLasts(b: Badge, atMs: number): boolean {
  const s = Math.floor(atMs / 1000)
  return s < b.expires_s && s + AHEAD_S >= b.issued_s
}

/** The first thing that is wrong, in the order of the server's checks. */
export function checkOfficerCode(c: OfficerCode, keys: readonly KeyLike[], atMs: number): CodeFault {
  if (!badgeHolds(c, keys)) return 'foreign'
  if (!phoneHolds(c)) return 'device'
  if (!warrantHolds(c, keys)) return 'warrant'
  if (!certificateHolds(c.badge, atMs)) return 'certificate'
  if (!badgeLasts(c.badge, atMs)) return 'expired'
  return stepFits(c.step, atMs) ? 'good' : 'stale'
}

export interface RevocationList {
  issued_ms: number
  keys?: string[]
  kid: string
  sig: string
}

/** Is the list signed by the bureau? */
export function revocationsHold(r: RevocationList, keys: readonly KeyLike[]): boolean {
  const sig = unbase64url(r.sig)
  const text = [`wurao-badge-revocations-v1`, r.issued_ms, ...(r.keys ?? [])].map((x) => `${x}\n`).join('')
  return !!sig && bureauSigned(keys, r.kid, '', { body: utf8(text), sig })
}

// ---- every check by itself, for people ----------------------------------------------------------

export type CheckName = 'bureau' | 'phone' | 'fresh' | 'certificate' | 'badge' | 'revoked' | 'task' | 'day' | 'place'
export type CheckState = 'ok' | 'bad' | 'warn' | 'absent'

export interface Check {
  check: CheckName
  state: CheckState
  /** Tells apart the words for the same state. */
  why?: string
}

export interface Judged {
  answer: 'allow' | 'warn' | 'deny'
  checks: Check[]
}

export interface Circumstances {
  keys: readonly KeyLike[]
  /** Public keys of revoked phones; null: no list could be had. */
  revoked: readonly string[] | null
  atMs: number
  /** Code of the plate here; absent: not known where the code is scanned. */
  plate?: string | null
}

export function judge(c: OfficerCode, deviceKeyText: string, at: Circumstances): Judged {
  const checks: Check[] = []
  const add = (check: CheckName, state: CheckState, why?: string): void => {
    checks.push(why ? { check, state, why } : { check, state })
  }
  const known = at.keys.length > 0
  if (!known) add('bureau', 'absent')
  else add('bureau', badgeHolds(c, at.keys) ? 'ok' : 'bad')
  add('phone', phoneHolds(c) ? 'ok' : 'bad')
  // What stands in an altered code proves nothing: the other checks would only mislead.
  if (checks.some((x) => x.state === 'bad')) return { answer: 'deny', checks }
  add('fresh', stepFits(c.step, at.atMs) ? 'ok' : 'bad')
  add('certificate', certificateHolds(c.badge, at.atMs) ? 'ok' : 'bad')
  add('badge', badgeLasts(c.badge, at.atMs) ? 'ok' : 'bad')
  if (!at.revoked) add('revoked', 'absent')
  else add('revoked', at.revoked.includes(deviceKeyText) ? 'bad' : 'ok')
  judgeTask(c, at, add)
  const answer = checks.some((x) => x.state === 'bad') ? 'deny' : checks.some((x) => x.state !== 'ok') ? 'warn' : 'allow'
  return { answer, checks }
}

function judgeTask(c: OfficerCode, at: Circumstances, add: (check: CheckName, state: CheckState, why?: string) => void): void {
  const t = c.task
  if (!t) {
    add('task', 'warn', 'none')
    return
  }
  if (!warrantHolds(c, at.keys)) {
    add('task', at.keys.length || t.officer_id !== c.badge.officer_id ? 'bad' : 'absent')
    return
  }
  add('task', t.kid ? 'ok' : 'warn', t.kid ? undefined : 'own')
  if (t.kid) add('day', dayOf(at.atMs) >= t.from && dayOf(at.atMs) <= t.to ? 'ok' : 'bad')
  if (at.plate && t.plate) add('place', at.plate === t.plate ? 'ok' : 'bad')
  else if (at.plate) add('place', 'warn')
}
