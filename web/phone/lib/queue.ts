/**
 * The one queue of this phone: everything that an officer records at a visit, until the server has it.
 *
 * How it never loses and never doubles:
 * - A record is written to IndexedDB, in one transaction with the visit it changes, before anything is shown as done.
 * - Each record has a uid of its own and a number in the device's row (seq). The server answers a repeated uid as it did
 *   the first time, puts records in the order of their seq, and parks those whose predecessor is missing; so it may be
 *   sent as often as one likes.
 * - One sender at a time, over all tabs (navigator.locks, else a lock record that runs out). It sends on opening, on
 *   `online`, when the page becomes visible, after each record, on a timer (30 s, doubling to 5 min) and by the button.
 *
 * Where the check-in goes: online it is asked of the server directly (POST /visits), because its answer may be "no" or
 * "confirm", and what is denied must not become a visit. Only when no answer comes within a few seconds is it put in
 * the queue, with the same client_id: if the first try did arrive after all, the server knows the visit by it and makes
 * no second one. Everything after the check-in (items, findings, photos, check-out) goes through the queue always;
 * online that is merely fast. A queued check-in is never refused: the server keeps it and marks what disagrees.
 */
import { computed, reactive, ref } from 'vue'

import { api, ApiError, uuid } from '@shared/api'
import type { Fault, VerdictName } from '@shared/types'

import { database, plain, type StoredPhoto } from './db'
import { sendPhotos } from './uploads'
import { carry, type LocalVisit } from './visit-model'

export type RecordKind = 'check_in' | 'items' | 'finding' | 'finding_withdraw' | 'photo' | 'check_out' | 'cancel'
/** waiting: only here. parked: the server waits for an earlier one. conflict: kept, to be decided. */
export type RecordState = 'waiting' | 'parked' | 'conflict' | 'failed' | 'quarantined' | 'done'

export interface RecordFault {
  key: string
  title: string
  detail?: string
  faults?: Fault[]
}

/** An answer of the check-list that two phones disagree about. */
export interface Dispute {
  code: string
  mine: string
  theirs: string
  mine_note?: string
  theirs_note?: string
}

export interface QueueRecord {
  uid: string
  user_id: number
  device: string
  seq: number
  kind: RecordKind
  /** client_id of the visit */
  visit: string
  base_version?: number
  device_ms: number
  /** Since this page was opened: does not jump when the clock is set. */
  mono_ms: number
  body: Record<string, unknown>
  state: RecordState
  error?: RecordFault
  verdict?: VerdictName
  headline?: string
  disputes?: Dispute[]
  visit_id?: number
  answered_ms?: number
  tries: number
}

interface DeliveryResult {
  seq: number
  uid: string
  state: 'applied' | 'parked' | 'conflict' | 'failed' | 'quarantined' | 'discarded'
  visit_id?: number
  verdict?: VerdictName
  headline?: string
  /** Of a check-in: the phone's verdict and the server's disagree, and a person decides. */
  visit_conflict?: boolean
  visit_version?: number
  error?: RecordFault
  disputes?: Dispute[]
}

interface DeliveryReply {
  device: string
  next_seq: number
  skew_ms: number
  results: DeliveryResult[]
}

const BATCH_N = 50
const BATCH_BYTES = 512 * 1024
const BACK_OFF_MS = 30_000
const BACK_OFF_MAX_MS = 300_000
const TIMEOUT_MS = 30_000
const KEEP_DONE_MS = 7 * 86_400_000
const OLD_MS = 3 * 86_400_000
const SKEW_TOLD_MS = 120_000

/** What the pages see of the queue. */
export const queue = reactive({
  ready: false,
  records: [] as QueueRecord[],
  /** Pictures whose bytes are not all at the server. */
  photos: [] as { id: string; visit: string; bytes: number; sent: number; message: string }[],
  sending: false,
  /** Why the last attempt ended early. */
  stopped: '' as '' | 'network' | 'login' | 'server' | 'wifi',
  stoppedText: '',
  next_ms: 0,
  skew_ms: 0,
})

/** Everything that is only on this phone. */
export const unsent = computed(() => queue.records.filter((r) => r.state === 'waiting').length + queue.photos.length)
/** What a person should look at. */
export const troubled = computed(() => queue.records.filter((r) => r.state === 'conflict' || r.state === 'failed' || r.state === 'quarantined').length)
/** The oldest unsent record is more than three days old: a browser may delete it soon. */
export const overdue = computed(() => {
  const waiting = queue.records.filter((r) => r.state === 'waiting')
  return waiting.length > 0 && Date.now() - Math.min(...waiting.map((r) => r.device_ms)) > OLD_MS
})
/** The phone's clock is wrong by more than two minutes, as the server saw it. */
export const clockWrong = computed(() => Math.abs(queue.skew_ms) > SKEW_TOLD_MS)

let owner = 0
type Who = (afresh: boolean) => Promise<number | null>
/** Who is logged in on the server. */
let whoIsIn: Who = () => Promise.resolve(null)
/** The server did not take us for who we were. */
let doubt = false
let timer: ReturnType<typeof setTimeout> | undefined
let wait = BACK_OFF_MS
let again = false
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('wurao.queue')
/** Counts up with every change; pages that show a visit watch it. */
export const changed = ref(0)

// ---- this device -----------------------------------------------------------------------------------

interface Device {
  id: string
  seq: number
}

const deviceKey = (userId: number): string => `device.${userId}`

/**
 * This phone in the hands of this person, under the name its badge has too: a phone that was reported lost is not trusted
 * with records either. Each name has a row of numbers of its own.
 */
async function nameOfDevice(): Promise<string> {
  return (await import('./device')).deviceUid()
}

/** The row that a new record goes into. */
const rowOf = (kept: Device | undefined, name: string): Device => (kept?.id === name ? kept : { id: name, seq: 0 })

const inOrder = (a: QueueRecord, b: QueueRecord): number => (a.device === b.device ? a.seq - b.seq : a.device_ms - b.device_ms)

// ---- writing ---------------------------------------------------------------------------------------

export interface NewRecord {
  kind: RecordKind
  body: Record<string, unknown>
  base_version?: number
  /** When it was done, if that is not now. */
  device_ms?: number
}

/**
 * Writes records of a visit, with the visit as it is after them, in one transaction; then the sender is told.
 * Rejects if the phone cannot store them: then nothing may be shown as done.
 */
export async function enqueue(visit: LocalVisit, list: NewRecord[], photo?: StoredPhoto): Promise<void> {
  const db = await database()
  const name = await nameOfDevice()
  const tx = db.transaction(['kv', 'records', 'visits', 'photos'], 'readwrite', { durability: 'strict' })
  const kv = tx.objectStore('kv')
  const device = rowOf((await kv.get(deviceKey(visit.user_id))) as Device | undefined, name)
  for (const one of list) {
    device.seq++
    await tx.objectStore('records').put({
      uid: uuid(),
      user_id: visit.user_id,
      device: device.id,
      seq: device.seq,
      kind: one.kind,
      visit: visit.client_id,
      ...(one.base_version === undefined ? {} : { base_version: one.base_version }),
      device_ms: one.device_ms ?? Date.now(),
      mono_ms: Math.round(performance.now()),
      body: plain(one.body),
      state: 'waiting',
      tries: 0,
    })
  }
  await kv.put(device, deviceKey(visit.user_id))
  if (photo) await tx.objectStore('photos').put(photo)
  const before = await tx.objectStore('visits').get(visit.client_id)
  await tx.objectStore('visits').put(plain(carry(before, { ...visit, touched_ms: Date.now() })))
  await tx.done
  await refresh()
  tell()
  soon(0)
}

/** Reads what is stored for the pages. */
export async function refresh(): Promise<void> {
  if (!owner) return
  const db = await database()
  const all = await db.getAllFromIndex('records', 'user', owner)
  queue.records = all.sort(inOrder)
  const known = new Map(queue.photos.map((p) => [p.id, p]))
  queue.photos = (await db.getAll('photos'))
    .filter((p) => p.user_id === owner && p.visit)
    .map((p) => known.get(p.id) ?? { id: p.id, visit: p.visit ?? '', bytes: p.blob.size, sent: 0, message: '' })
  queue.ready = true
  changed.value++
}

const tell = (): void => channel?.postMessage('changed')

/** A record that a person has read and no longer wants in the list; only what the server has answered. */
export async function dismiss(uid: string): Promise<void> {
  const db = await database()
  const r = await db.get('records', uid)
  if (r && r.state !== 'waiting' && r.state !== 'parked') {
    await db.put('records', { ...r, state: 'done' })
    await refresh()
    tell()
  }
}

/** The whole queue as a file, to be kept or sent in another way. */
export async function exportQueue(): Promise<Blob> {
  const db = await database()
  const photos = (await db.getAll('photos')).filter((p) => p.user_id === owner && p.visit)
  const withBytes = await Promise.all(
    photos.map(async ({ blob, ...p }) => {
      const bytes = new Uint8Array(await blob.arrayBuffer())
      let text = ''
      for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
      return { ...p, type: blob.type, base64: btoa(text) }
    }),
  )
  const file = { format: 'wurao-queue-v1', exported_ms: Date.now(), user_id: owner, records: (await db.getAllFromIndex('records', 'user', owner)).sort(inOrder), photos: withBytes }
  return new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' })
}

// ---- one sender at a time --------------------------------------------------------------------------

/** Runs `work` unless another tab is at it. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (navigator.locks) {
    await navigator.locks.request('wurao.send', { ifAvailable: true }, async (lock) => {
      if (lock) await work()
    })
    return
  }
  const me = uuid()
  const db = await database()
  const take = async (): Promise<boolean> => {
    const tx = db.transaction('kv', 'readwrite')
    const held = (await tx.store.get('lock.send')) as { who: string; until: number } | undefined
    const free = !held || held.who === me || held.until < Date.now()
    if (free) await tx.store.put({ who: me, until: Date.now() + 3 * TIMEOUT_MS }, 'lock.send')
    await tx.done
    return free
  }
  if (!(await take())) return
  const beat = setInterval(() => void take(), TIMEOUT_MS)
  try {
    await work()
  } finally {
    clearInterval(beat)
    await db.delete('kv', 'lock.send')
  }
}

// ---- sending ---------------------------------------------------------------------------------------

class Stop extends Error {
  constructor(
    readonly why: 'network' | 'login' | 'server',
    readonly text: string,
    readonly waitMs = 0,
  ) {
    super(why)
  }
}

/** What a failed call means for the queue as a whole; null if it is this record's own fault. */
export function stopOf(e: unknown): Stop | null {
  if (!(e instanceof ApiError)) return new Stop('network', String(e))
  if (e.offline) return new Stop('network', e.text)
  if (e.status === 401) return new Stop('login', e.text)
  if (e.status === 403 && e.key.startsWith('csrf')) return new Stop('login', e.text)
  if (e.status === 429 || e.status >= 500 || e.status === 408) return new Stop('server', e.text, (e.retryAfterS ?? 0) * 1000)
  return null
}

function batchOf(list: QueueRecord[], max: number): QueueRecord[] {
  const out: QueueRecord[] = []
  let bytes = 0
  for (const r of list) {
    bytes += JSON.stringify(r.body).length * 3 + 300
    if (out.length && (bytes > BATCH_BYTES || out.length >= max || r.device !== out[0]?.device)) break
    out.push(r)
  }
  return out
}

const wire = (r: QueueRecord): Record<string, unknown> => ({
  seq: r.seq,
  uid: r.uid,
  kind: r.kind,
  visit: r.visit,
  ...(r.base_version === undefined ? {} : { base_version: r.base_version }),
  device_ms: r.device_ms,
  mono_ms: r.mono_ms,
  body: r.body,
})

async function keepAnswers(results: DeliveryResult[]): Promise<void> {
  const db = await database()
  const tx = db.transaction(['records', 'visits'], 'readwrite')
  for (const a of results) {
    const r = await tx.objectStore('records').get(a.uid)
    if (!r) continue
    await tx.objectStore('records').put({
      ...r,
      // A check-in is in the record even where the verdicts disagree; a person shall see both.
      state: a.state === 'applied' ? (a.visit_conflict ? 'conflict' : 'done') : a.state === 'discarded' ? 'failed' : a.state,
      error: a.error,
      disputes: a.disputes?.length ? a.disputes : undefined,
      verdict: a.verdict ?? r.verdict,
      headline: a.headline ?? r.headline,
      visit_id: a.visit_id ?? r.visit_id,
      answered_ms: Date.now(),
      tries: r.tries + 1,
    })
    const v = await tx.objectStore('visits').get(r.visit)
    if (v && a.visit_id) {
      v.server_id = a.visit_id
      if (a.visit_version) v.version = a.visit_version
      if (r.kind === 'check_in' && a.verdict) v.answer = { verdict: a.verdict, headline: a.headline ?? '', conflict: a.state === 'conflict' || !!a.visit_conflict, at_ms: Date.now() }
      await tx.objectStore('visits').put(v)
    }
  }
  await tx.done
}

async function post(batch: QueueRecord[]): Promise<DeliveryReply> {
  const body = { device: batch[0]?.device, sent_ms: Date.now(), records: batch.map(wire) }
  return api.post<DeliveryReply>('/deliveries', body, { quiet401: true, timeoutMs: TIMEOUT_MS })
}

/** Sends one batch; a batch that is refused as a whole is sent one by one, so that one bad record holds up none. */
async function sendBatch(batch: QueueRecord[]): Promise<void> {
  try {
    const reply = await post(batch)
    queue.skew_ms = reply.skew_ms
    await keepAnswers(reply.results)
  } catch (e) {
    const stop = stopOf(e)
    if (stop) throw stop
    if (batch.length > 1) {
      for (const one of batch) await sendBatch([one])
      return
    }
    const fault = e as ApiError
    const error: RecordFault = { key: fault.key, title: fault.message, detail: fault.detail, faults: fault.faults }
    await keepAnswers(batch.map((r) => ({ seq: r.seq, uid: r.uid, state: 'failed', error })))
  }
}

/** Sends all that waits, in order; what the server has parked is asked for once more at the end. */
async function sendRecords(): Promise<void> {
  const db = await database()
  const mine = async (state: RecordState): Promise<QueueRecord[]> =>
    (await db.getAllFromIndex('records', 'user', owner)).filter((r) => r.state === state).sort(inOrder)
  const tried = new Set<string>()
  for (const state of ['waiting', 'parked'] as const) {
    for (let list = await mine(state); list.length; list = (await mine(state)).filter((r) => !tried.has(r.uid))) {
      const batch = batchOf(list, BATCH_N)
      if (state === 'parked') batch.forEach((r) => tried.add(r.uid))
      await sendBatch(batch)
      // Not answered at all: never ask in a circle.
      const left = new Set((await mine('waiting')).map((r) => r.uid))
      if (batch.every((r) => left.has(r.uid))) throw new Stop('server', '')
      await refresh()
    }
  }
}

async function prune(): Promise<void> {
  const db = await database()
  const before = Date.now() - KEEP_DONE_MS
  for (const r of await db.getAllFromIndex('records', 'user', owner)) {
    if (r.state === 'done' && r.device_ms < before) await db.delete('records', r.uid)
  }
  const open = new Set((await db.getAllFromIndex('records', 'user', owner)).map((r) => r.visit))
  for (const v of await db.getAllFromIndex('visits', 'user', owner)) {
    if (v.touched_ms < before && !open.has(v.client_id) && (v.server_id || v.state !== 'in_progress')) await db.delete('visits', v.client_id)
  }
}

async function run(byHand: boolean): Promise<void> {
  if (queue.sending || !owner) {
    again = true
    return
  }
  queue.sending = true
  try {
    do {
      again = false
      await alone(async () => {
        const who = await whoIsIn(doubt)
        doubt = false
        if (who === null || who !== owner) throw new Stop('login', '')
        await sendRecords()
        queue.stopped = (await sendPhotos(owner, byHand)) ? '' : 'wifi'
      })
    } while (again)
    if (queue.stopped !== 'wifi') queue.stopped = ''
    queue.stoppedText = ''
    wait = BACK_OFF_MS
  } catch (e) {
    const stop = e instanceof Stop ? e : (stopOf(e) ?? new Stop('server', e instanceof Error ? e.message : String(e)))
    queue.stopped = stop.why
    queue.stoppedText = stop.text
    // A session may have got a new token: asked once, at once.
    const once = stop.why === 'login' && !doubt && stop.text !== ''
    doubt = stop.why === 'login'
    soon(once ? 500 : Math.max(stop.waitMs, wait))
    wait = Math.min(wait * 2, BACK_OFF_MAX_MS)
  } finally {
    queue.sending = false
    await refresh().catch(() => undefined)
    tell()
  }
  if (unsent.value > 0 && !queue.stopped) soon(wait)
}

function soon(ms: number): void {
  // navigator.onLine is a hint: with it against us only the timer tries.
  const delay = ms === 0 && !navigator.onLine ? wait : ms
  clearTimeout(timer)
  queue.next_ms = Date.now() + delay
  timer = setTimeout(() => void run(false), delay)
}

/** Sends at once; a person asked for it. Ends when the attempt has ended. */
export async function sendNow(): Promise<void> {
  clearTimeout(timer)
  wait = BACK_OFF_MS
  await run(true)
}

/** Is there anything of this visit that the server does not have? */
export const unsentOf = (visit: string): boolean => queue.records.some((r) => r.visit === visit && (r.state === 'waiting' || r.state === 'parked'))

/** Waits until the server has all records of a visit, at most `ms`; true if it has. */
export async function settled(visit: string, ms: number): Promise<boolean> {
  const until = Date.now() + ms
  while (unsentOf(visit) && Date.now() < until && !(queue.stopped && !queue.sending)) await new Promise((next) => setTimeout(next, 50))
  return !unsentOf(visit)
}

// ---- life ------------------------------------------------------------------------------------------

const onReturn = (): void => {
  if (document.visibilityState === 'visible') soon(0)
}
const onOnline = (): void => {
  wait = BACK_OFF_MS
  soon(0)
}

/** Begins for a person who is logged in (or was, when there was a network). `who` asks the server who is. */
export async function startQueue(userId: number, who: Who): Promise<void> {
  whoIsIn = who
  if (owner === userId) {
    if (unsent.value > 0) onOnline()
    return
  }
  if (!owner) {
    window.addEventListener('online', onOnline)
    document.addEventListener('visibilitychange', onReturn)
    channel?.addEventListener('message', () => void refresh())
  }
  owner = userId
  await refresh()
  await prune().catch(() => undefined)
  soon(0)
}

/** After log-out. With `erase`, what was not sent is gone for good, and the phone takes a new name:
 * numbers that are gone leave no gap in its row. */
export async function stopQueue(erase: boolean): Promise<void> {
  clearTimeout(timer)
  const userId = owner
  owner = 0
  queue.records = []
  queue.photos = []
  if (!userId) return
  if (erase) await (await import('./device')).renewDevice()
  const db = await database()
  const tx = db.transaction(['kv', 'records', 'visits', 'photos'], 'readwrite')
  const keep = new Set<string>()
  for (const r of await tx.objectStore('records').index('user').getAll(userId)) {
    if (!erase && (r.state === 'waiting' || r.state === 'parked')) keep.add(r.visit)
    else await tx.objectStore('records').delete(r.uid)
  }
  for (const p of await tx.objectStore('photos').getAll()) {
    if (p.user_id !== userId) continue
    if (erase) await tx.objectStore('photos').delete(p.id)
    else if (p.visit) keep.add(p.visit)
  }
  for (const v of await tx.objectStore('visits').index('user').getAll(userId)) {
    if (!keep.has(v.client_id)) await tx.objectStore('visits').delete(v.client_id)
  }
  if (erase) await tx.objectStore('kv').delete(deviceKey(userId))
  await tx.done
  tell()
}
