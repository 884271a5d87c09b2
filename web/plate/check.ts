/** Checks in the page what the server says of a plate: the signature must hold over exactly what is shown. */
import { parsePayload } from '@shared/proof/plate'
import type { KeySource } from '@shared/proof/keys'
import type { PublicPlate } from '@shared/types'

export type OwnCheck =
  | { state: 'ok'; kid: string; source: KeySource }
  /** The signature does not hold, or is over something else than what is shown. */
  | { state: 'bad' }
  /** A typed code carries no signature; or this browser cannot compute it, or knows no key. */
  | { state: 'none'; why: 'typed' | 'no_key' | 'browser' }

/** `text` is what was scanned. Nothing that the reply says about itself is believed. */
export async function checkPlate(text: string, plate: PublicPlate): Promise<OwnCheck> {
  const payload = parsePayload(text)
  if (!payload?.kid || !payload.sig) return { state: 'none', why: 'typed' }
  if (!plate.signed_text) return { state: 'none', why: 'no_key' }
  const shown = `wurao-plate-v1\n${payload.code}\n${plate.credit_code ?? ''}\n${plate.issue_date ?? ''}\n`
  if (plate.signed_text !== shown || plate.code !== payload.code) return { state: 'bad' }
  try {
    const [{ plateSigned }, { publicKeys }] = await Promise.all([import('@shared/proof/plate-sign'), import('@shared/proof/keys')])
    const known = await publicKeys()
    const key = known.items.find((k) => k.purpose === 'plate' && k.kid === payload.kid)
    if (!key) return { state: 'none', why: 'no_key' }
    return plateSigned(shown, payload.sig, key.public_key) ? { state: 'ok', kid: payload.kid, source: known.source } : { state: 'bad' }
  } catch {
    return { state: 'none', why: 'browser' }
  }
}
