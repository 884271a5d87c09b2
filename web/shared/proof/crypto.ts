/** SHA-256 and Ed25519 in script: the browser's own are missing on plain http and on older phones. */
import { hashes, verify } from '@noble/ed25519'
import { sha256 as digest, sha512 } from '@noble/hashes/sha2.js'

import { concat, type Bytes } from './bytes'

hashes.sha512 = sha512

export function sha256(...parts: Bytes[]): Bytes {
  return digest(parts.length === 1 ? (parts[0] as Bytes) : concat(...parts))
}

/** RFC 8032, strict. False also for keys and signatures that are malformed. */
export function ed25519(publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    return verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}
