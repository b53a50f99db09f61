import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const magic = Buffer.from('EVSEAL1\n')
const nonceBytes = 12
const tagBytes = 16

/** Seals a small file as a whole: AES-256-GCM with a nonce by chance. @param key 32 bytes */
export function sealWhole(key: Uint8Array, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(magic)
  const sealed = [cipher.update(plain), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat([magic, nonce, ...sealed])
}

/** Opens what `sealWhole` made. @throws Error where it is something else, or was changed */
export function openWhole(key: Uint8Array, sealed: Uint8Array): Buffer {
  const from = magic.length + nonceBytes
  if (!isSealedWhole(sealed) || sealed.length < from + tagBytes) throw new Error('not sealed')
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(magic.length, from))
  decipher.setAAD(magic).setAuthTag(sealed.subarray(-tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(from, -tagBytes)), decipher.final()])
}

/** Whether a file begins like one that `sealWhole` made. */
export function isSealedWhole(bytes: Uint8Array): boolean {
  return magic.equals(bytes.subarray(0, magic.length))
}
