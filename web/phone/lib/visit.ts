/**
 * One visit on the phone. Pages change the phone's own copy; every change is written to the phone first and put in the
 * queue (lib/queue.ts), with a network and without one. The server's record replaces the copy when nothing of it waits.
 */
import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from 'vue'

import { api, ApiError, uuid } from '@shared/api'
import { dropDraft, loadDraft, saveDraft } from '@shared/drafts'
import type { Conclusion, Finding, Visit, VisitItem } from '@shared/types'

import { database, plain, type StoredPhoto } from './db'
import { photoBody, photoOf, stored, type PhotoFault } from './photos'
import { changed, enqueue, queue, sendNow, settled, unsentOf, type NewRecord, type QueueRecord } from './queue'
import { session } from './session'
import { answersOf, carry, fromServer, merge, type LocalVisit } from './visit-model'

export { complete, verdictOf } from './visit-model'

/** typing: not written out yet. kept: on this phone, not at the server. saved: at the server. */
export type SaveState = 'saved' | 'kept' | 'typing' | 'failed'

export interface PhotoView {
  id: string
  kind: string
  item_code?: string
  url: string
  bytes: number
  sent: number
  message: string
}

export interface Signature {
  kind: 'signature' | 'officer_signature'
  png: Blob
  at_ms: number
}

export interface VisitPage {
  visit: Ref<LocalVisit | null>
  fault: Ref<ApiError | null>
  save: ComputedRef<SaveState>
  /** Records of this visit that a person should look at. */
  trouble: ComputedRef<QueueRecord[]>
  photos: ComputedRef<PhotoView[]>
  load: () => Promise<void>
  answer: (code: string, change: { result?: VisitItem['result']; note?: string }) => void
  flush: () => Promise<void>
  addFinding: (f: Omit<Finding, 'id'>) => Promise<void>
  dropFinding: (uid: string) => Promise<void>
  addPhoto: (file: Blob, kind: string, takenMs: number, itemCode?: string) => Promise<PhotoFault | null>
  /** The signatures go with it, written before it. */
  checkOut: (conclusion: Conclusion, summary: string, signatures: Signature[]) => Promise<void>
  cancel: (reason: string) => Promise<void>
  /** Waits a little for the server; true if it has everything. */
  settle: (ms: number) => Promise<boolean>
}

const WRITE_AFTER_MS = 800
const ASK_MS = 8000

/** Stores the phone's copy, without losing what the sender has learnt meanwhile. */
export async function keepVisit(v: LocalVisit): Promise<void> {
  const db = await database()
  const tx = db.transaction('visits', 'readwrite')
  const before = await tx.store.get(v.client_id)
  await tx.store.put(plain(carry(before, { ...v, touched_ms: Date.now() })))
  await tx.done
}

/** The phone's copy of a visit, by the name in the address. */
export async function findLocal(at: { id?: number; client?: string }): Promise<LocalVisit | undefined> {
  const db = await database()
  if (at.client) return db.get('visits', at.client)
  const all = await db.getAllFromIndex('visits', 'server', at.id ?? 0)
  return all.find((v) => v.user_id === session.value?.user_id)
}

/** Visits that are open on this phone, newest first. */
export async function openLocal(): Promise<LocalVisit[]> {
  const user = session.value?.user_id
  if (!user) return []
  const all = await (await database()).getAllFromIndex('visits', 'user', user)
  return all.filter((v) => v.state === 'in_progress').sort((a, b) => b.checked_in_ms - a.checked_in_ms)
}

export const visitPath = (v: Pick<LocalVisit, 'client_id' | 'server_id'>): string => (v.server_id ? `/m/visit/${v.server_id}` : `/m/visit/local/${v.client_id}`)

export function useVisit(at: { id?: number; client?: string }): VisitPage {
  const visit = ref<LocalVisit | null>(null)
  const fault = ref<ApiError | null>(null)
  const typing = ref(false)
  const urls = new Map<string, string>()
  const blobs = ref<Map<string, StoredPhoto>>(new Map())
  let timer: ReturnType<typeof setTimeout> | undefined
  let writing: Promise<void> = Promise.resolve()
  const unwritten = ref(0)
  const unkept = ref(false)

  const client = computed(() => visit.value?.client_id ?? '')
  // Every keystroke is kept at once in a place that needs no waiting; IndexedDB may be a moment late when a page is closed.
  const typedKey = (): string => `visit.${client.value}.typed`
  const keepTyped = (v: LocalVisit): void => {
    const typed = v.items.filter((i) => v.dirty.includes(i.code)).map(({ code, result, note }) => ({ code, result, note }))
    if (typed.length) saveDraft(typedKey(), typed)
    else dropDraft(typedKey())
  }
  const takeTyped = (): void => {
    const v = visit.value
    if (v?.state !== 'in_progress') return
    for (const t of loadDraft<Pick<VisitItem, 'code' | 'result' | 'note'>[]>(typedKey())?.value ?? []) {
      const item = v.items.find((i) => i.code === t.code)
      if (!item) continue
      Object.assign(item, t)
      if (!v.dirty.includes(t.code)) v.dirty.push(t.code)
    }
  }
  const mine = computed(() => queue.records.filter((r) => r.visit === client.value))

  const readPhotos = async (): Promise<void> => {
    const all = await (await database()).getAll('photos')
    blobs.value = new Map(all.filter((p) => p.visit && p.visit === client.value).map((p) => [p.id, p]))
    for (const [id, url] of urls) {
      if (blobs.value.has(id)) continue
      URL.revokeObjectURL(url)
      urls.delete(id)
    }
  }

  /** Pictures that an earlier version of the app had left unsent for this visit. */
  const takeOver = async (v: LocalVisit): Promise<void> => {
    const db = await database()
    const old = (await db.getAll('photos')).filter((p) => !p.visit && p.visit_id === v.server_id && p.user_id === v.user_id)
    for (const p of old) {
      const fresh = await stored(p.blob, p.kind, p.taken_ms, { user_id: v.user_id, visit: v.client_id, enterprise_name: v.enterprise_name })
      await enqueue(v, [{ kind: 'photo', body: photoBody(fresh) }], fresh)
      await db.delete('photos', p.id)
    }
  }

  const ask = async (id: number): Promise<void> => {
    try {
      const theirs = await api.get<Visit>(`/visits/${id}`, undefined, { timeoutMs: visit.value ? ASK_MS : 30_000, quiet401: !!visit.value })
      const user = session.value?.user_id ?? 0
      const now = visit.value ?? (await findLocal({ client: theirs.client_id }))
      visit.value = theirs.state === 'in_progress' || now ? merge(now, theirs, user, unsentOf(theirs.client_id)) : fromServer(theirs, user)
      fault.value = null
      if (!now) takeTyped()
      await keepVisit(visit.value)
      await takeOver(visit.value)
    } catch (e) {
      // The phone's own copy is as good as it gets.
      if (!visit.value) fault.value = e instanceof ApiError ? e : new ApiError(0, 'bug', String(e))
    }
  }

  const load = async (): Promise<void> => {
    const local = await findLocal(at).catch(() => undefined)
    if (local) {
      visit.value = local
      pendingBefore = unsentOf(local.client_id)
      takeTyped()
    }
    await readPhotos().catch(() => undefined)
    const id = at.id ?? local?.server_id
    if (id) await ask(id)
    else if (!local) fault.value = new ApiError(404, 'visit.not_here', '')
    await readPhotos().catch(() => undefined)
    if (visit.value?.dirty.length) later(0)
  }

  const write = (list: NewRecord[], photo?: StoredPhoto): Promise<void> => {
    const v = visit.value
    if (!v) return Promise.resolve()
    unwritten.value++
    writing = writing
      .catch(() => undefined)
      .then(() => enqueue(v, list, photo))
      .finally(() => unwritten.value--)
    return writing
  }

  const flush = async (): Promise<void> => {
    clearTimeout(timer)
    typing.value = false
    const v = visit.value
    if (!v?.dirty.length) return writing
    const answers = answersOf(v, v.dirty)
    if (!answers.length) return writing
    const codes = new Set(answers.map((a) => a.code))
    v.dirty = v.dirty.filter((c) => !codes.has(c))
    try {
      await write([{ kind: 'items', body: { items: answers }, base_version: v.version }])
      unkept.value = false
    } catch (e) {
      // Not on the phone, so not done: they stay to be written, and the page says so.
      v.dirty = [...v.dirty, ...[...codes].filter((c) => !v.dirty.includes(c))]
      unkept.value = true
      throw e
    }
    if (visit.value) keepTyped(visit.value)
  }
  const later = (ms: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void flush().catch(() => undefined), ms)
  }

  const onHide = (): void => {
    if (document.visibilityState === 'hidden') void flush().catch(() => undefined)
  }
  document.addEventListener('visibilitychange', onHide)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', onHide)
    void flush().catch(() => undefined)
    for (const url of urls.values()) URL.revokeObjectURL(url)
  })

  // The sender has learnt something: take it up; and when nothing waits any more, the server's record is the truth.
  let pendingBefore = false
  watch(changed, async () => {
    const v = visit.value
    if (!v) return
    const known = await findLocal({ client: v.client_id }).catch(() => undefined)
    if (known && visit.value) Object.assign(visit.value, carry(known, visit.value))
    await readPhotos().catch(() => undefined)
    const pending = unsentOf(v.client_id)
    if (pendingBefore && !pending && visit.value?.server_id && !visit.value.dirty.length && !typing.value) void ask(visit.value.server_id)
    pendingBefore = pending
  })

  const addStored = async (p: StoredPhoto): Promise<void> => {
    await write([{ kind: 'photo', body: photoBody(p) }], p)
    await readPhotos()
  }

  return {
    visit,
    fault,
    save: computed(() => {
      if (typing.value || unwritten.value) return 'typing'
      if (unkept.value || mine.value.some((r) => r.state === 'failed')) return 'failed'
      if (mine.value.some((r) => r.state === 'waiting' || r.state === 'parked')) return 'kept'
      return visit.value?.dirty.length ? 'typing' : 'saved'
    }),
    trouble: computed(() => mine.value.filter((r) => r.state === 'conflict' || r.state === 'failed' || r.state === 'quarantined')),
    photos: computed(() =>
      [...blobs.value.values()].map((p) => {
        const url = urls.get(p.id) ?? URL.createObjectURL(p.blob)
        urls.set(p.id, url)
        const view = queue.photos.find((x) => x.id === p.id)
        return { id: p.id, kind: p.kind, item_code: p.item_code, url, bytes: p.blob.size, sent: view?.sent ?? 0, message: view?.message ?? '' }
      }),
    ),
    load,
    flush,
    answer(code, change) {
      const v = visit.value
      const item = v?.items.find((i) => i.code === code)
      if (!v || !item) return
      Object.assign(item, change)
      if (!v.dirty.includes(code)) v.dirty.push(code)
      typing.value = true
      keepTyped(v)
      // On the phone at once; in the queue when the person has stopped typing.
      void keepVisit(v).catch(() => undefined)
      later(WRITE_AFTER_MS)
    },
    async addFinding(f) {
      const v = visit.value
      if (!v) return
      const uid = v.findings.some((x) => x.uid === f.uid) ? uuid() : f.uid
      v.findings = [...v.findings, { ...f, uid, id: 0 }]
      await write([{ kind: 'finding', body: { ...f, uid } }])
    },
    async dropFinding(uid) {
      const v = visit.value
      if (!v) return
      v.findings = v.findings.filter((x) => x.uid !== uid)
      await write([{ kind: 'finding_withdraw', body: { uid } }])
    },
    async addPhoto(file, kind, takenMs, itemCode) {
      const v = visit.value
      if (!v) return 'unreadable'
      const made = await photoOf(file, kind, takenMs, { user_id: v.user_id, visit: v.client_id, enterprise_name: v.enterprise_name }, itemCode)
      if (typeof made === 'string') return made
      // One picture shows one thing: the server would take it for the first item only.
      const kept = (await (await database()).getAll('photos')).filter((p) => p.visit === v.client_id)
      if ([...kept, ...v.photos].some((p) => p.sha256 === made.sha256)) return 'twice'
      try {
        await addStored(made)
        return null
      } catch (e) {
        if (e instanceof DOMException && e.name === 'QuotaExceededError') return 'full'
        throw e
      }
    },
    async checkOut(conclusion, summary, signatures) {
      const v = visit.value
      if (!v) return
      await flush()
      for (const s of signatures) await addStored(await stored(s.png, s.kind, s.at_ms, { user_id: v.user_id, visit: v.client_id, enterprise_name: v.enterprise_name }))
      Object.assign(visit.value ?? v, { conclusion, summary, state: 'checked_out', checked_out_ms: Date.now() })
      await write([{ kind: 'check_out', body: { conclusion, summary, confirm: true } }])
    },
    async cancel(reason) {
      const v = visit.value
      if (!v) return
      v.state = 'cancelled'
      await write([{ kind: 'cancel', body: { reason } }])
    },
    async settle(ms) {
      await writing
      void sendNow()
      return settled(client.value, ms)
    },
  }
}

/** Answers that were typed when the app was closed: put in the queue when it opens again. */
export async function sweepTyped(userId: number): Promise<void> {
  const db = await database()
  for (const v of await db.getAllFromIndex('visits', 'user', userId)) {
    if (!v.dirty.length || v.state !== 'in_progress') continue
    const answers = answersOf(v, v.dirty)
    if (!answers.length) continue
    const codes = new Set(answers.map((a) => a.code))
    await enqueue({ ...v, dirty: v.dirty.filter((c) => !codes.has(c)) }, [{ kind: 'items', body: { items: answers }, base_version: v.version }])
  }
}
