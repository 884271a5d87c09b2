/**
 * Pictures of a visit: made small, marked with time and place, named by their hash, and stored with their record in one
 * transaction. The bytes follow the record (lib/uploads.ts).
 */
import { uuid } from '@shared/api'
import { dateTime } from '@shared/format'
import { hex } from '@shared/proof/bytes'

import type { StoredPhoto } from './db'

const SIDE_MAX = 1600
const QUALITY = 0.82
/** With less room than this new pictures are refused, so that there is room for what must be recorded. */
const ROOM_MIN = 25e6

export type PhotoFault = 'unreadable' | 'full' | 'twice'

/** Is there room for more pictures? Unknown counts as yes: the write itself tells. */
export async function roomForPhotos(): Promise<boolean> {
  const e = await navigator.storage?.estimate?.().catch(() => undefined)
  if (!e?.quota || e.usage === undefined) return true
  return e.quota - e.usage > ROOM_MIN
}

export async function sha256Hex(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  // The browser's own is missing on plain http.
  if (crypto.subtle) return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
  return hex((await import('@shared/proof/crypto')).sha256(bytes))
}

function caption(g: CanvasRenderingContext2D, lines: string[]): void {
  const { width, height } = g.canvas
  const size = Math.max(12, Math.round(Math.max(width, height) / 50))
  const step = Math.round(size * 1.4)
  g.font = `${size}px sans-serif`
  g.fillStyle = 'rgb(0 0 0 / 55%)'
  g.fillRect(0, height - step * lines.length - size / 2, width, step * lines.length + size / 2)
  g.fillStyle = '#fff'
  g.textBaseline = 'bottom'
  lines.forEach((l, i) => g.fillText(l, size / 2, height - step * (lines.length - 1 - i) - size / 4, width - size))
}

/** At most 1600 px on the long side, JPEG; null if the file is no picture this browser can read. */
export async function shrink(file: Blob, lines: string[] = []): Promise<Blob | null> {
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
    if (lines.length) caption(g, lines)
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}

export interface PhotoFor {
  user_id: number
  visit: string
  enterprise_name: string
}

/** A picture out of a file, ready to be stored. */
export async function photoOf(file: Blob, kind: string, takenMs: number, at: PhotoFor, itemCode?: string): Promise<StoredPhoto | PhotoFault> {
  if (!(await roomForPhotos())) return 'full'
  const blob = await shrink(file, [`${dateTime(takenMs)}  ${at.enterprise_name}`])
  return blob ? stored(blob, kind, takenMs, at, itemCode) : 'unreadable'
}

export async function stored(blob: Blob, kind: string, takenMs: number, at: PhotoFor, itemCode?: string): Promise<StoredPhoto> {
  return { id: uuid(), user_id: at.user_id, visit: at.visit, kind, taken_ms: takenMs, sha256: await sha256Hex(blob), blob, ...(itemCode ? { item_code: itemCode } : {}) }
}

/** The record of a picture, sent before its bytes. */
export const photoBody = (p: StoredPhoto): Record<string, unknown> => ({ sha256: p.sha256, kind: p.kind, taken_ms: p.taken_ms, ...(p.item_code ? { item_code: p.item_code } : {}) })
