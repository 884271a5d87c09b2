/**
 * This phone as a device: an identity of its own and a key pair that is made here and never sent. One for each user of the
 * phone. Where the browser makes Ed25519 keys itself the secret half cannot be read out again, else its seed is kept
 * (docs/badge.md says what that means).
 */
import { openDB, type IDBPDatabase } from 'idb'

import { api, ApiError, uuid } from '@shared/api'
import { base64url, type Bytes } from '@shared/proof/bytes'
import type { Device, IssuedBadge } from '@shared/types'

import { session } from './session'

interface Kept {
  user_id: number
  uid: string
  public_key: string
  /** The browser's own key, not readable; or the seed. */
  key?: CryptoKey
  seed?: Bytes
  registered: boolean
  badge?: IssuedBadge
  /** When the badge was got, by this phone's clock. */
  got_ms?: number
}

let db: Promise<IDBPDatabase> | null = null
function store(): Promise<IDBPDatabase> {
  db ??= openDB('wurao-device', 1, {
    upgrade(d) {
      d.createObjectStore('device', { keyPath: 'user_id' })
    },
    terminated() {
      db = null
    },
  })
  return db
}

const load = async (): Promise<Kept | undefined> => (await store()).get('device', owner()) as Promise<Kept | undefined>
const save = async (k: Kept): Promise<void> => {
  await (await store()).put('device', k)
}

/** Whose phone it is now; offline the last one who was logged in here. */
function owner(): number {
  const id = session.value?.user_id
  try {
    if (id) localStorage.setItem('wurao.device-user', String(id))
    return id ?? Number(localStorage.getItem('wurao.device-user') ?? 0)
  } catch {
    return id ?? 0
  }
}

type KeyParts = Pick<Kept, 'public_key' | 'key' | 'seed'>

async function ownKey(): Promise<KeyParts | null> {
  try {
    const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])) as CryptoKeyPair
    const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
    // Some engines make such keys and cannot keep or use them.
    await crypto.subtle.sign({ name: 'Ed25519' }, pair.privateKey, new Uint8Array(1))
    return { public_key: base64url(raw), key: pair.privateKey }
  } catch {
    return null
  }
}

async function seedKey(): Promise<KeyParts> {
  const { newPair } = await import('@shared/proof/sign')
  const { seed, publicKey } = newPair()
  return { public_key: base64url(publicKey), seed }
}

async function fresh(): Promise<Kept> {
  const base = { user_id: owner(), uid: uuid(), registered: false }
  const own = await ownKey()
  if (own) {
    try {
      const k = { ...base, ...own }
      await save(k)
      return k
    } catch {
      // A key that cannot be kept: fall back to the seed.
    }
  }
  const k = { ...base, ...(await seedKey()) }
  await save(k)
  return k
}

/** What people call this phone. */
function model(): string {
  const ua = navigator.userAgent
  const android = /Android [\d.]+; ([^;)]+)/.exec(ua)?.[1]
  const name = android ?? (/iPhone/.test(ua) ? 'iPhone' : /iPad/.test(ua) ? 'iPad' : /HarmonyOS/.test(ua) ? 'HarmonyOS' : '')
  const app = /MicroMessenger/.test(ua) ? ' 微信' : ''
  return `${name.trim() || navigator.platform || 'phone'}${app}`.slice(0, 60)
}

async function known(): Promise<Kept> {
  return (await load()) ?? fresh()
}

/** The identity of this phone, made if there is none; needs no network. */
export const deviceUid = async (): Promise<string> => (await known()).uid

/** Tells the server of this phone, once. Throws an ApiError without network, or when the phone was revoked. */
export async function ensureDevice(): Promise<Kept> {
  const k = await known()
  if (k.registered) return k
  await api.post<Device>('/devices', { uid: k.uid, name: model(), public_key: k.public_key })
  const done = { ...k, registered: true }
  await save(done)
  return done
}

/** Forgets the key pair and makes a new one: after this phone was revoked by mistake. */
export async function renewDevice(): Promise<void> {
  await fresh()
}

/** The badge kept here, if any. */
export async function keptBadge(): Promise<{ badge: IssuedBadge; got_ms: number } | null> {
  const k = await load()
  return k?.badge ? { badge: k.badge, got_ms: k.got_ms ?? 0 } : null
}

/** Asks for a new badge and the approved missions. @returns it, and the server's clock less this one's */
export async function fetchBadge(): Promise<{ badge: IssuedBadge; skewMs: number }> {
  const k = await ensureDevice()
  try {
    const badge = await api.post<IssuedBadge>(`/devices/${k.uid}/badge`)
    const now = Date.now()
    await save({ ...k, badge, got_ms: now })
    return { badge, skewMs: badge.issued_ms - now }
  } catch (e) {
    // The server knows no such phone, or trusts it no longer: what is kept must not be shown any more.
    if (e instanceof ApiError && (e.status === 404 || e.key === 'device.revoked')) {
      await save({ user_id: k.user_id, uid: k.uid, public_key: k.public_key, key: k.key, seed: k.seed, registered: e.status !== 404 })
    }
    throw e
  }
}

/** Signs with this phone's key. */
export async function deviceSign(message: Bytes): Promise<Bytes> {
  const k = await load()
  if (k?.key) return new Uint8Array(await crypto.subtle.sign({ name: 'Ed25519' }, k.key, message as Uint8Array<ArrayBuffer>))
  if (!k?.seed) throw new Error('no key')
  const { ed25519Sign } = await import('@shared/proof/sign')
  return ed25519Sign(k.seed, message)
}
