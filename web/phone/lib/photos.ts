/**
 * Photos taken at a visit. Each is made small, kept on the phone until the server has it, and sent one after the other;
 * a lost network or a closed page loses none.
 */
import { openDB, type IDBPDatabase } from 'idb'
import { computed, ref, type ComputedRef } from 'vue'

import { api, ApiError, uuid } from '@shared/api'
import type { VisitPhoto } from '@shared/types'

const SIDE_MAX = 1600
const QUALITY = 0.82

export interface WaitingPhoto {
  id: string
  user_id: number
  visit_id: number
  kind: string
  item_code?: string
  taken_ms: number
  blob: Blob
}

export type PhotoState = 'waiting' | 'sending' | 'failed'
export interface PhotoView {
  id: string
  visit_id: number
  kind: string
  url: string
  state: PhotoState
  sent: number
  message: string
}

let db: Promise<IDBPDatabase> | null = null
function store(): Promise<IDBPDatabase> {
  db ??= openDB('wurao', 1, {
    upgrade(d) {
      d.createObjectStore('photos', { keyPath: 'id' })
    },
  })
  return db
}

/** At most 1600 px on the long side, JPEG; null if the file is no picture this browser can read. */
export async function shrink(file: Blob): Promise<Blob | null> {
  const url = URL.createObjectURL(file)
  try {
    const img = new Image()
    img.src = url
    await img.decode()
    const scale = Math.min(1, SIDE_MAX / Math.max(img.naturalWidth, img.naturalHeight))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(img.naturalWidth * scale))
    canvas.height = Math.max(1, Math.round(img.naturalHeight * scale))
    const g = canvas.getContext('2d')
    if (!g) return null
    g.fillStyle = '#fff'
    g.fillRect(0, 0, canvas.width, canvas.height)
    g.drawImage(img, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}

export interface PhotoQueue {
  waiting: ComputedRef<PhotoView[]>
  add: (file: Blob, kind: string, takenMs: number) => Promise<boolean>
  retry: () => void
  drop: (id: string) => Promise<void>
}

/** The queue of one visit. `onSent` is told of each photo that the server has taken. */
export function usePhotos(visitId: number, userId: number, onSent: (p: VisitPhoto) => void): PhotoQueue {
  const views = ref<PhotoView[]>([])
  const blobs = new Map<string, WaitingPhoto>()
  let running = false

  const show = (p: WaitingPhoto): void => {
    blobs.set(p.id, p)
    views.value.push({ id: p.id, visit_id: p.visit_id, kind: p.kind, url: URL.createObjectURL(p.blob), state: 'waiting', sent: 0, message: '' })
  }
  const forget = async (id: string): Promise<void> => {
    const view = views.value.find((v) => v.id === id)
    if (view) URL.revokeObjectURL(view.url)
    views.value = views.value.filter((v) => v.id !== id)
    blobs.delete(id)
    await (await store()).delete('photos', id).catch(() => undefined)
  }
  const sendOne = async (view: PhotoView): Promise<boolean> => {
    const p = blobs.get(view.id)
    if (!p) return true
    view.state = 'sending'
    view.sent = 0
    try {
      const done = await api.upload<VisitPhoto>(`/visits/${visitId}/photos`, p.blob, {
        query: { kind: p.kind, taken_ms: p.taken_ms },
        filename: `${p.id}.jpg`,
        idempotencyKey: p.id,
        onProgress: (sent, total) => {
          view.sent = total ? Math.round((100 * sent) / total) : 0
        },
      })
      await forget(view.id)
      onSent({ ...done, kind: p.kind, taken_ms: p.taken_ms })
      return true
    } catch (e) {
      view.state = 'failed'
      view.message = e instanceof ApiError ? e.text : String(e)
      return !(e instanceof ApiError && e.offline)
    }
  }
  const run = async (): Promise<void> => {
    if (running) return
    running = true
    try {
      for (let v = views.value.find((x) => x.state === 'waiting'); v; v = views.value.find((x) => x.state === 'waiting')) {
        if (!(await sendOne(v))) break
      }
    } finally {
      running = false
    }
  }
  const retry = (): void => {
    for (const v of views.value) if (v.state === 'failed') v.state = 'waiting'
    void run()
  }
  void (async () => {
    const all = (await (await store()).getAll('photos').catch(() => [])) as WaitingPhoto[]
    for (const p of all) if (p.visit_id === visitId && p.user_id === userId) show(p)
    void run()
  })()
  return {
    waiting: computed(() => views.value),
    async add(file, kind, takenMs) {
      const blob = await shrink(file)
      if (!blob) return false
      const p: WaitingPhoto = { id: uuid(), user_id: userId, visit_id: visitId, kind, taken_ms: takenMs, blob }
      await (await store()).put('photos', p).catch(() => undefined)
      show(p)
      void run()
      return true
    },
    retry,
    drop: forget,
  }
}
