/** A plate against the bureau's keys and the signed list of plates that are void, lost or replaced; without a network. */
import { parsePayload } from '@shared/proof/plate'
import { plateSigned } from '@shared/proof/plate-sign'
import type { PublicKey } from '@shared/types'

import { knownKeys, revocations, type Fact, type Revocations } from './facts'

/** typed: no signature was read. unknown: it cannot be checked with what this phone knows. */
export type PlateState = 'ok' | 'forged' | 'revoked' | 'typed' | 'unknown'

const keyOf = (keys: PublicKey[], kid: string | undefined): PublicKey | undefined => keys.find((k) => k.purpose === 'plate' && k.kid === kid)

/** Is the list what the bureau signed? docs/plate.md has the bytes. */
export function listSigned(list: Revocations, keys: PublicKey[]): boolean {
  const key = keyOf(keys, list.kid)
  const text = `wurao-revocations-v1\n${list.issued_ms}\n${list.codes.map((c) => `${c}\n`).join('')}`
  return !!key && plateSigned(text, list.sig, key.public_key)
}

export async function plateState(text: string, fact: Fact | null): Promise<PlateState> {
  const payload = parsePayload(text)
  if (!payload) return 'forged'
  const [keys, list] = await Promise.all([knownKeys(), revocations()])
  if (list?.codes.includes(payload.code)) return 'revoked'
  if (!payload.kid || !payload.sig) return 'typed'
  const key = keyOf(keys, payload.kid)
  // What is signed names the enterprise: without its facts there is nothing to check against.
  const plate = fact?.plate
  if (!key || !plate?.issue_date || plate.code !== payload.code) return 'unknown'
  return plateSigned(`wurao-plate-v1\n${payload.code}\n${plate.credit_code ?? fact?.credit_code ?? ''}\n${plate.issue_date}\n`, payload.sig, key.public_key) ? 'ok' : 'forged'
}
