import { type Cipher, createCipheriv, createDecipheriv } from 'node:crypto'

/*
 * AES-256-XTS (IEEE 1619) of whole units, made from AES-ECB: BoringSSL, which Electron's Node has in
 * place of OpenSSL, has no XTS. Each unit is combined with a mask before and after; the masks of
 * a sector are the encrypted tweak, doubled from unit to unit in GF(2^128).
 */

/** XTS encrypts in units of one AES block: no unit depends on another. */
export const unitBytes = 16

/**
 * One tweak serves this many bytes. A page of Postgres is as large, so that reading or writing
 * one costs one tweak (see docs/storage.md).
 */
export const sectorBytes = 8192

const sectorUnits = sectorBytes / unitBytes
const keyBytes = 32
const wordBytes = 4
const unitWords = unitBytes / wordBytes
/** x^128 + x^7 + x^2 + x + 1 */
const reduction = 0x87

interface Ciphers {
  readonly tweak: Cipher
  readonly encrypt: Cipher
  readonly decrypt: Cipher
}

/** A cipher costs more to make than to use; with ECB one can be used for ever. */
const ciphersOf = new WeakMap<Buffer, Ciphers>()

/** Made anew for each call they would be most of what there is to collect. */
let masks = new Int32Array(0)

/**
 * @param tweaks of the sectors that `plain` is in, one behind the other
 * @param from number of units in the first sector before `plain`
 */
export function encryptXts(key: Buffer, tweaks: Buffer, from: number, plain: Uint8Array): Buffer {
  const { tweak, encrypt } = openCiphers(key)
  return combine(encrypt, masksFor(tweak.update(tweaks), from, plain.length / unitBytes), plain)
}

/**
 * @param tweaks of the sectors that `sealed` is in, one behind the other
 * @param from number of units in the first sector before `sealed`
 */
export function decryptXts(key: Buffer, tweaks: Buffer, from: number, sealed: Uint8Array): Buffer {
  const { tweak, decrypt } = openCiphers(key)
  return combine(decrypt, masksFor(tweak.update(tweaks), from, sealed.length / unitBytes), sealed)
}

function combine(cipher: Cipher, masks: Int32Array, units: Uint8Array): Buffer {
  const input = wordsOf(units)
  const mixed = new Int32Array(input.length)
  for (let at = 0; at < mixed.length; at += 1) {
    mixed[at] = (input[at] as number) ^ (masks[at] as number)
  }
  const words = wordsOf(cipher.update(Buffer.from(mixed.buffer)))
  for (let at = 0; at < words.length; at += 1) {
    words[at] = (words[at] as number) ^ (masks[at] as number)
  }
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength)
}

/** The same bytes as integers, without a copy where they lie as those have to. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const { byteOffset } = bytes
  if (byteOffset % wordBytes !== 0) return wordsOf(new Uint8Array(bytes))
  return new Int32Array(bytes.buffer, byteOffset, bytes.length / wordBytes)
}

/**
 * Integers of 32 bits throughout: with any other number it takes several times as long.
 * @param firsts the encrypted tweaks
 * @returns the masks of `count` units; valid until the next call
 */
function masksFor(firsts: Buffer, from: number, count: number): Int32Array {
  if (masks.length < count * unitWords) masks = new Int32Array(count * unitWords)
  let at = 0
  let unit = from
  for (let sector = 0; at < count * unitWords; sector += 1) {
    const end = Math.min(sectorUnits, unit + count - at / unitWords)
    at = writeMasks(firsts, sector * unitBytes, unit, end, at)
    unit = 0
  }
  return masks
}

/** Of one sector: those of its units from `from` to before `end`. */
function writeMasks(firsts: Buffer, first: number, from: number, end: number, to: number): number {
  let a = firsts.readInt32LE(first)
  let b = firsts.readInt32LE(first + 4)
  let c = firsts.readInt32LE(first + 8)
  let d = firsts.readInt32LE(first + 12)
  let at = to
  for (let unit = 0; unit < end; unit += 1) {
    if (unit >= from) {
      masks[at] = a
      masks[at + 1] = b
      masks[at + 2] = c
      masks[at + 3] = d
      at += unitWords
    }
    const carry = d >> 31
    d = (d << 1) | (c >>> 31)
    c = (c << 1) | (b >>> 31)
    b = (b << 1) | (a >>> 31)
    a = (a << 1) ^ (carry & reduction)
  }
  return at
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
