/** The colleagues one last went with, for one tap at the next inspection. Names and ids only, on this phone, by user. */
import { loadDraft, saveDraft } from '@shared/drafts'
import type { Officer } from '@shared/types'

export interface Partner {
  id: number
  name: string
}

const KEY = 'partners'
const KEEP = 3

export function partners(): Partner[] {
  return loadDraft<Partner[]>(KEY)?.value ?? []
}

export function rememberPartner(o: Pick<Officer, 'id' | 'name'>): void {
  saveDraft(KEY, [{ id: o.id, name: o.name }, ...partners().filter((p) => p.id !== o.id)].slice(0, KEEP))
}
