/** The signature on a plate. Apart from plate.ts, because only few pages need the arithmetic. */
import { unbase64url, utf8 } from './bytes'
import { ed25519 } from './crypto'

/** Does the signature hold over the text under the key (both base64url)? */
export function plateSigned(signedText: string, sig: string, publicKey: string): boolean {
  const s = unbase64url(sig)
  const k = unbase64url(publicKey)
  return !!s && !!k && ed25519(k, utf8(signedText), s)
}
