/** The bureau's public keys, kept in this browser so that plates and receipts can be checked without a network. */
import { api } from '../api'
import type { PublicKey } from '../types'
import { unbase64url, type Bytes } from './bytes'

const KEY = 'wurao.keys'

/** Where a key came from: asked just now, kept from before, or only told by the thing that is to be checked. */
export type KeySource = 'server' | 'cache' | 'told'

export interface KnownKeys {
  items: PublicKey[]
  source: 'server' | 'cache'
}

function cached(): PublicKey[] {
  try {
    const list = JSON.parse(localStorage.getItem(KEY) ?? '[]') as PublicKey[]
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}

/** Asks the server; without a network answers with what was kept. */
export async function publicKeys(): Promise<KnownKeys> {
  try {
    const { items } = await api.list<PublicKey>('/public/keys', undefined, { timeoutMs: 10_000 })
    try {
      localStorage.setItem(KEY, JSON.stringify(items))
    } catch {
      // Not kept: asked again next time.
    }
    return { items, source: 'server' }
  } catch {
    return { items: cached(), source: 'cache' }
  }
}

/** The key that signs the log's heads; else the one that the receipt names, which proves less. */
export async function logKey(told?: string): Promise<{ key: Bytes; source: KeySource } | null> {
  const known = await publicKeys()
  const mine = known.items.find((k) => k.purpose === 'log')
  const key = unbase64url(mine?.public_key ?? '')
  if (key?.length === 32) return { key, source: known.source }
  const other = unbase64url(told ?? '')
  return other?.length === 32 ? { key: other, source: 'told' } : null
}
