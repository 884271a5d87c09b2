/** What a phone needs to judge officers' codes without network: the bureau's keys and the signed list of revoked phones. */
import { api } from '../api'
import type { BadgeRevocations, PublicKey } from '../types'
import { revocationsHold } from './badge'
import { publicKeys } from './keys'

const KEY = 'wurao.badge-revocations'
/** No badge outlives its list by more than this: an older list says nothing of the badges of now. */
const KEEP_MS = 7 * 86_400_000

export interface Grounds {
  keys: PublicKey[]
  keysFrom: 'server' | 'cache'
  /** null: no list that is signed and not too old could be had. */
  revoked: string[] | null
  /** As of when. */
  listMs: number
  /** The server's clock less this one's, when the server has just answered; else 0. */
  skewMs: number
}

function cached(): BadgeRevocations | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as BadgeRevocations | null
  } catch {
    return null
  }
}

export async function grounds(): Promise<Grounds> {
  const known = await publicKeys()
  const keys = known.items.filter((k) => k.purpose === 'plate')
  let list = cached()
  let skewMs = 0
  try {
    const got = await api.get<BadgeRevocations>('/public/badge-revocations', undefined, { timeoutMs: 10_000, quiet401: true })
    if (revocationsHold(got, keys)) {
      list = got
      skewMs = got.issued_ms - Date.now()
      localStorage.setItem(KEY, JSON.stringify(got))
    }
  } catch {
    // No network, or nothing can be kept here: what was kept before is used.
  }
  const good = !!list && revocationsHold(list, keys) && Date.now() + skewMs - list.issued_ms < KEEP_MS
  return { keys, keysFrom: known.source, revoked: good && list ? (list.keys ?? []) : null, listMs: good && list ? list.issued_ms : 0, skewMs }
}
