/**
 * What this phone keeps itself (IndexedDB). Browsers may delete it after days without use, so nothing here is an archive:
 * records are sent as soon as they can be, and a person is warned while they cannot.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

import type { QueueRecord } from './queue'
import type { LocalVisit } from './visit-model'

/** Bytes of a picture on their way to the server. */
export interface StoredPhoto {
  id: string
  user_id: number
  /** client_id of its visit; absent in rows of an earlier version of the app, which knew only visit_id. */
  visit?: string
  visit_id?: number
  kind: string
  item_code?: string
  taken_ms: number
  sha256?: string
  blob: Blob
}

/** One enterprise as last told by the server, for verdicts without a network. */
export interface StoredFact {
  key: string
  user_id: number
  enterprise_id: number
  plate_code?: string
  credit_code?: string
  name: string
  value: unknown
}

interface Schema extends DBSchema {
  kv: { key: string; value: unknown }
  photos: { key: string; value: StoredPhoto }
  records: { key: string; value: QueueRecord; indexes: { user: number; visit: string } }
  visits: { key: string; value: LocalVisit; indexes: { user: number; server: number } }
  facts: { key: string; value: StoredFact; indexes: { user: number; plate: string; credit: string } }
}

export type Database = IDBPDatabase<Schema>

let opened: Promise<Database> | null = null

export function database(): Promise<Database> {
  opened ??= openDB<Schema>('wurao', 2, {
    upgrade(d, from) {
      if (from < 1) d.createObjectStore('photos', { keyPath: 'id' })
      if (from < 2) {
        d.createObjectStore('kv')
        const records = d.createObjectStore('records', { keyPath: 'uid' })
        records.createIndex('user', 'user_id')
        records.createIndex('visit', 'visit')
        const visits = d.createObjectStore('visits', { keyPath: 'client_id' })
        visits.createIndex('user', 'user_id')
        visits.createIndex('server', 'server_id')
        const facts = d.createObjectStore('facts', { keyPath: 'key' })
        facts.createIndex('user', 'user_id')
        facts.createIndex('plate', 'plate_code')
        facts.createIndex('credit', 'credit_code')
      }
    },
    // Another tab brings a newer version of the app: do not stand in its way.
    blocking(_now, _next, event) {
      ;(event.target as IDBDatabase).close()
      opened = null
    },
    terminated() {
      opened = null
    },
  }).catch((e: unknown) => {
    opened = null
    throw e
  })
  return opened
}

export async function kvGet<T>(key: string): Promise<T | undefined> {
  return (await (await database()).get('kv', key)) as T | undefined
}

export async function kvSet(key: string, value: unknown): Promise<void> {
  await (await database()).put('kv', value, key)
}

export async function kvDrop(key: string): Promise<void> {
  await (await database()).delete('kv', key)
}

/** A copy without what makes a page's value reactive: IndexedDB takes plain values only. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
