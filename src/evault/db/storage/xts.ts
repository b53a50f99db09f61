import { type Cipher, createCipheriv, createDecipheriv } from 'node:crypto'

/*
 * AES-256-XTS (IEEE 1619) of whole units, made from AES-ECB: BoringSSL, which Electron's Node has in
 * place of OpenSSL, has no XTS. Each unit is combined with a mask before and after; the masks of
 * a sector are the encrypted tweak, doubled from unit to unit in GF(2^128).
 */

const unitBytes = 16
const keyBytes = 32
/** x^128 + x^7 + x^2 + x + 1 */
const reduction = 0x87

interface Ciphers {
  readonly tweak: Cipher
  readonly encrypt: Cipher
  readonly decrypt: Cipher
}

/** A cipher costs more to make than to use; with ECB one can be used for ever. */
const ciphersOf = new WeakMap<Buffer, Ciphers>()

/** @param from number of units in the sector before `plain` */
export function encryptXts(key: Buffer, tweak: Buffer, from: number, plain: Uint8Array): Buffer {
  const { encrypt, ...ciphers } = openCiphers(key)
  return combine(ciphers.tweak, encrypt, tweak, from, plain)
}

/** @param from number of units in the sector before `sealed` */
export function decryptXts(key: Buffer, tweak: Buffer, from: number, sealed: Uint8Array): Buffer {
  const { decrypt, ...ciphers } = openCiphers(key)
  return combine(ciphers.tweak, decrypt, tweak, from, sealed)
}

function combine(
  tweakCipher: Cipher,
  cipher: Cipher,
  tweak: Buffer,
  from: number,
  units: Uint8Array,
): Buffer {
  const masks = masksFor(tweakCipher.update(tweak), from, units.length / unitBytes)
  const words = new Uint32Array(masks.length)
  const bytes = Buffer.from(words.buffer)
  bytes.set(units)
  for (let at = 0; at < masks.length; at += 1) words[at] = (words[at] ?? 0) ^ (masks[at] ?? 0)
  bytes.set(cipher.update(bytes))
  for (let at = 0; at < masks.length; at += 1) words[at] = (words[at] ?? 0) ^ (masks[at] ?? 0)
  return bytes
}

function masksFor(first: Buffer, from: number, count: number): Uint32Array {
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => first.readUInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ]
  const masks = new Uint32Array(count * 4)
  for (let unit = 0, at = 0; at < masks.length; unit += 1) {
    if (unit >= from) {
      masks[at] = a
      masks[at + 1] = b
      masks[at + 2] = c
      masks[at + 3] = d
      at += 4
    }
    const carry = d >>> 31
    d = (d << 1) | (c >>> 31)
    c = (c << 1) | (b >>> 31)
    b = (b << 1) | (a >>> 31)
    a = (a << 1) ^ (carry === 1 ? reduction : 0)
  }
  return masks
}

function openCiphers(key: Buffer): Ciphers {
  const known = ciphersOf.get(key)
  if (known !== undefined) return known
  const [data, tweak] = [key.subarray(0, keyBytes), key.subarray(keyBytes)]
  const ciphers = {
    tweak: createCipheriv('aes-256-ecb', tweak, null).setAutoPadding(false),
    encrypt: createCipheriv('aes-256-ecb', data, null).setAutoPadding(false),
    decrypt: createDecipheriv('aes-256-ecb', data, null).setAutoPadding(false),
  }
  ciphersOf.set(key, ciphers)
  return ciphers
}
