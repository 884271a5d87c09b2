/** Making keys and signatures, where the browser's own are missing. Apart from crypto.ts, because few pages sign. */
import { getPublicKey, sign, utils } from '@noble/ed25519'

import type { Bytes } from './bytes'
// For its side effect too: it gives the library its SHA-512.
import { ed25519 } from './crypto'

export interface Pair {
  seed: Bytes
  publicKey: Bytes
}

export function newPair(): Pair {
  const seed = utils.randomSecretKey()
  return { seed, publicKey: getPublicKey(seed) }
}

export function ed25519Sign(seed: Bytes, message: Bytes): Bytes {
  return sign(message, seed)
}

export { ed25519 }
