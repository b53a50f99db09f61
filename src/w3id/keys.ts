import { base16 } from 'multiformats/bases/base16'
import { base58btc } from 'multiformats/bases/base58'
import { base64 } from 'multiformats/bases/base64'

/** DER of SubjectPublicKeyInfo for P-256 up to the point: algorithm, curve, bit string header. */
const P256_SPKI_PREFIX = Uint8Array.from([
  0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
  0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
])
const POINT_LENGTH = 65
const UNCOMPRESSED = 0x04
const FIELD_PRIME = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const CURVE_B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn

// The longest real key is 183 characters of hex; base58 decoding is quadratic in the length.
const LONGEST_TEXT = 256

/**
 * Writes a P-256 public key as the network carries it: multibase `z` (base58btc) of DER SPKI.
 * Takes what WebCrypto exports as `spki` (91 bytes) or `raw` (65 bytes). Throws a TypeError when
 * the bytes are anything else.
 * Protocol §6.
 */
export function encodePublicKey(key: Uint8Array): string {
  return base58btc.encode(toSpki(key))
}

/**
 * Reads a P-256 public key in multibase: `z` base58btc, `m` base64 or `f` lower-case hex, of
 * DER SPKI or of the raw uncompressed point. Returns DER SPKI, 91 bytes, of a point that is on
 * the curve. Throws a TypeError that says what is wrong. Protocol §6.
 */
export function decodePublicKey(multibase: string): Uint8Array {
  if (multibase.length > LONGEST_TEXT) throw new TypeError('The public key is too long')
  return toSpki(decodeMultibase(multibase))
}

function decodeMultibase(text: string): Uint8Array {
  const decoder = [base58btc, base64, base16].find((base) => text.startsWith(base.prefix))
  if (!decoder) {
    throw new TypeError('The public key is not in multibase z (base58btc), m (base64) or f (hex)')
  }
  try {
    return decoder.decode(text)
  } catch {
    throw new TypeError(`The public key is not valid ${decoder.name}`)
  }
}

function toSpki(key: Uint8Array): Uint8Array {
  const spki = key.length === POINT_LENGTH ? concat(P256_SPKI_PREFIX, key) : key
  const isSpki =
    spki.length === P256_SPKI_PREFIX.length + POINT_LENGTH &&
    P256_SPKI_PREFIX.every((byte, at) => spki[at] === byte)
  if (!isSpki) {
    throw new TypeError('The public key is neither DER SPKI nor a raw point of the curve P-256')
  }
  if (!isOnCurve(spki.subarray(P256_SPKI_PREFIX.length))) {
    throw new TypeError('The public key is no point of the curve P-256')
  }
  return spki
}

/** y² = x³ − 3x + b over the field of P-256. */
function isOnCurve(point: Uint8Array): boolean {
  const x = toInteger(point.subarray(1, 33))
  const y = toInteger(point.subarray(33))
  return (
    point[0] === UNCOMPRESSED &&
    x < FIELD_PRIME &&
    y < FIELD_PRIME &&
    (y * y - (x * x * x - 3n * x + CURVE_B)) % FIELD_PRIME === 0n
  )
}

function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${base16.baseEncode(bytes)}`)
}

function concat(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length)
  whole.set(head)
  whole.set(tail, head.length)
  return whole
}
