/**
 * Bytes of pictures, after their records: each picture is named by its hash, the server says how much of it it has, and
 * the rest follows in pieces. A lost network or a closed page costs at most one piece.
 */
import { ref } from 'vue'

import { api, ApiError } from '@shared/api'
import type { VisitPhoto } from '@shared/types'

import { database, type StoredPhoto } from './db'
import { queue, stopOf } from './queue'

const PIECE_MIN = 64 * 1024
const PIECE_MAX = 256 * 1024
/** A piece that took longer than this makes the next one smaller. */
const SLOW_MS = 4000
const PATIENCE_MS = 60_000
const KEY = 'wurao.wifi'

interface UploadState {
  received: number
  /** Of the photo, once it is whole. */
  photo_id?: number
}

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) === '1'
  } catch {
    return false
  }
}

/** Send pictures over Wi-Fi only, as the person wishes; records always go. */
export const wifiOnly = ref(stored())

export function setWifiOnly(on: boolean): void {
  wifiOnly.value = on
  try {
    localStorage.setItem(KEY, on ? '1' : '0')
  } catch {
    // Private mode: the choice lasts as long as the page.
  }
}

/** Does the phone say that this is no mobile network? Many do not say; then pictures wait for the button. */
function onWifi(): boolean {
  const c = (navigator as { connection?: { type?: string } }).connection
  return c?.type === 'wifi' || c?.type === 'ethernet'
}

async function piece(visitId: number, p: StoredPhoto, offset: number, size: number): Promise<UploadState> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), PATIENCE_MS)
  const view = queue.photos.find((v) => v.id === p.id)
  try {
    return await api.upload<UploadState>(`/visits/${visitId}/uploads/${p.sha256 ?? ''}`, p.blob.slice(offset, offset + size, 'application/octet-stream'), {
      method: 'PUT',
      query: { offset, total: p.blob.size, kind: p.kind, item_code: p.item_code, taken_ms: p.taken_ms },
      signal: abort.signal,
      quiet401: true,
      onProgress: (sent) => {
        if (view) view.sent = offset + sent
      },
    })
  } catch (e) {
    // Another try got further, or less far, than we knew: go on from there.
    if (e instanceof ApiError && e.status === 409 && typeof e.body.received === 'number') return { received: e.body.received }
    throw e instanceof ApiError ? e : new ApiError(0, 'timeout', '')
  } finally {
    clearTimeout(timer)
  }
}

async function sendOne(visitId: number, p: StoredPhoto): Promise<number> {
  const view = queue.photos.find((v) => v.id === p.id)
  let state = await api.get<UploadState>(`/visits/${visitId}/uploads/${p.sha256 ?? ''}`, undefined, { quiet401: true, timeoutMs: 15_000 })
  let size = PIECE_MIN
  // A server that goes nowhere is not asked for ever.
  for (let stuck = 0; !state.photo_id && stuck < 3; ) {
    if (view) view.sent = state.received
    const began = performance.now()
    const next = await piece(visitId, p, state.received, size)
    size = performance.now() - began < SLOW_MS ? Math.min(size * 2, PIECE_MAX) : Math.max(size / 2, PIECE_MIN)
    stuck = next.photo_id || next.received > state.received ? 0 : stuck + 1
    state = next
  }
  if (!state.photo_id) throw new ApiError(500, 'upload.stuck', '')
  return state.photo_id
}

/** Sends all pictures whose visit the server knows. @return false if they wait for Wi-Fi */
export async function sendPhotos(userId: number, byHand: boolean): Promise<boolean> {
  const db = await database()
  const all = (await db.getAll('photos')).filter((p) => p.user_id === userId && p.visit)
  if (!all.length) return true
  if (wifiOnly.value && !byHand && !onWifi()) return false
  for (const p of all) {
    const visit = await db.get('visits', p.visit ?? '')
    if (!visit?.server_id) continue
    const view = queue.photos.find((v) => v.id === p.id)
    try {
      const id = await sendOne(visit.server_id, p)
      const made: VisitPhoto = { id, media_id: 0, kind: p.kind, taken_ms: p.taken_ms, sha256: p.sha256 ?? '', ...(p.item_code ? { item_code: p.item_code } : {}) }
      const tx = db.transaction(['photos', 'visits'], 'readwrite')
      const now = await tx.objectStore('visits').get(visit.client_id)
      if (now) {
        now.photos = [...now.photos.filter((x) => x.id !== id), made]
        await tx.objectStore('visits').put(now)
      }
      await tx.objectStore('photos').delete(p.id)
      await tx.done
    } catch (e) {
      const stop = stopOf(e)
      if (view) view.message = e instanceof ApiError ? e.text : String(e)
      if (stop) throw stop
    }
  }
  return true
}
