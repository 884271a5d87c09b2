/** Signatures given before the check-out: kept on this phone, part of the record only when it is closed. */
import { computed, onScopeDispose, ref, type ComputedRef } from 'vue'

import { kvDrop, kvGet, kvSet } from './db'
import type { Signature } from './visit'

/** Who signs: somebody of the enterprise, or an officer by name. */
export type Signer = 'enterprise' | 'first' | 'second'
const SIGNERS: Signer[] = ['enterprise', 'first', 'second']

interface Kept {
  png: Blob
  at_ms: number
}

export interface Signatures {
  /** Pictures by signer, to be shown. */
  urls: ComputedRef<Partial<Record<Signer, string>>>
  load: () => Promise<void>
  put: (who: Signer, png: Blob) => Promise<void>
  list: () => Signature[]
  drop: () => Promise<void>
}

export function useSignatures(client: () => string): Signatures {
  const kept = ref<Map<Signer, Kept>>(new Map())
  const made: string[] = []
  const key = (who: Signer): string => `sign.${client()}.${who}`
  const urls = computed(() => {
    const out: Partial<Record<Signer, string>> = {}
    for (const [who, k] of kept.value) made.push((out[who] = URL.createObjectURL(k.png)))
    return out
  })
  onScopeDispose(() => made.forEach((u) => URL.revokeObjectURL(u)))
  return {
    urls,
    async load() {
      for (const who of SIGNERS) {
        const k = await kvGet<Kept>(key(who)).catch(() => undefined)
        if (k) kept.value = new Map(kept.value).set(who, k)
      }
    },
    async put(who, png) {
      const k: Kept = { png, at_ms: Date.now() }
      await kvSet(key(who), k)
      kept.value = new Map(kept.value).set(who, k)
    },
    list: () => [...kept.value].map(([who, k]) => ({ kind: who === 'enterprise' ? ('signature' as const) : ('officer_signature' as const), ...k })),
    async drop() {
      for (const who of SIGNERS) await kvDrop(key(who)).catch(() => undefined)
    },
  }
}
