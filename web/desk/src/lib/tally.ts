/** How many rows a list has under a filter, up to a hundred; the lists themselves do not count. */
import { api, type Query } from '@shared/api'

const CEILING = 100

export interface Tally {
  n: number
  more: boolean
}

export async function tally(path: string, query: Query, signal?: AbortSignal): Promise<Tally> {
  const page = await api.list<unknown>(path, { ...query, limit: CEILING }, { signal })
  return { n: page.total ?? page.items.length, more: page.total === undefined && !!page.next }
}

export const tallyText = (x: Tally | null | undefined): string => (x ? `${x.n}${x.more ? '+' : ''}` : '—')
