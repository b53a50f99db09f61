import { base16 } from 'multiformats/bases/base16'
import { base58btc } from 'multiformats/bases/base58'
import { base64, base64pad, base64url } from 'multiformats/bases/base64'
import { decodePublicKey } from './keys.ts'

const ECDSA = { name: 'ECDSA', hash: 'SHA-256' }
const P256 = { name: 'ECDSA', namedCurve: 'P-256' }
const INTEGER_LENGTH = 32
const RAW_LENGTH = 2 * INTEGER_LENGTH
const DER_SEQUENCE = 0x30
const DER_INTEGER = 0x02

// The longest real signature is DER in hex, 145 characters; base58 decoding is quadratic.
const LONGEST_TEXT = 512

/** Every way a signature is written on the network. One text may well fit several. */
const READINGS: readonly { shape: RegExp; decode: (text: string) => Uint8Array }[] = [
  { shape: /^[A-Za-z0-9+/]+={0,2}$/, decode: (text) => base64.decode(`m${text}`) },
  { shape: /^[A-Za-z0-9_-]+={0,2}$/, decode: (text) => base64url.decode(`u${text}`) },
  { shape: /^z[1-9A-HJ-NP-Za-km-z]+$/, decode: (text) => base58btc.decode(text) },
  { shape: /^m[A-Za-z0-9+/]+$/, decode: (text) => base64.decode(text) },
  { shape: /^f[0-9a-f]+$/, decode: (text) => base16.decode(text) },
]

/**
 * All that a signature's text may mean, as raw r‖s of 64 bytes each, without repetitions. Read as
 * base64 or base64url (padded or not) and as multibase `z` (base58btc), `m` (base64) or `f`
 * (lower-case hex); of 64 raw bytes or of a DER ECDSA signature. Plain base64 may begin with z, m
 * or f too, so the caller verifies each. Empty for text that is no signature or has more than 512
 * characters. Protocol §6.
 */
export function signatureCandidates(text: string): Uint8Array[] {
  if (text.length > LONGEST_TEXT) return []
  const raws = READINGS.filter(({ shape }) => shape.test(text))
    .flatMap(({ decode }) => decoded(decode, text))
    .flatMap((bytes) => [...(bytes.length === RAW_LENGTH ? [bytes] : []), ...rawOfDer(bytes)])
  return [...new Map(raws.map((raw) => [base16.baseEncode(raw), raw])).values()]
}

/**
 * Whether the signature, in any encoding of `signatureCandidates`, is one of these bytes by this
 * public key (multibase): ECDSA P-256 with SHA-256. False as well for a key or a signature that
 * cannot be read; the hash of the bytes is no signature. Protocol §6.
 */
export async function verifySignature(
  publicKey: string,
  bytes: Uint8Array,
  signature: string,
): Promise<boolean> {
  const candidates = signatureCandidates(signature)
  if (candidates.length === 0) return false
  const key = await importPublicKey(publicKey)
  if (!key) return false
  const signed = Uint8Array.from(bytes)
  for (const raw of candidates) {
    if (await crypto.subtle.verify(ECDSA, key, Uint8Array.from(raw), signed)) return true
  }
  return false
}

/**
 * Writes a signature as we emit it: base64, padded, of raw r‖s.
 * Throws a TypeError when it does not have 64 bytes. Protocol §6.
 */
export function encodeSignature(raw: Uint8Array): string {
  if (raw.length !== RAW_LENGTH) {
    throw new TypeError(`A raw signature has ${RAW_LENGTH} bytes, not ${raw.length}`)
  }
  return base64pad.baseEncode(raw)
}

async function importPublicKey(multibase: string): Promise<CryptoKey | null> {
  try {
    const spki = Uint8Array.from(decodePublicKey(multibase))
    return await crypto.subtle.importKey('spki', spki, P256, false, ['verify'])
  } catch {
    return null
  }
}

function decoded(decode: (text: string) => Uint8Array, text: string): Uint8Array[] {
  try {
    return [decode(text)]
  } catch {
    return []
  }
}

/** SEQUENCE of INTEGER r and INTEGER s and nothing after it, as raw; empty when it is none. */
function rawOfDer(der: Uint8Array): Uint8Array[] {
  if (der[0] !== DER_SEQUENCE || der[1] !== der.length - 2) return []
  const r = readInteger(der, 2)
  const s = r && readInteger(der, r.end)
  if (!s || s.end !== der.length) return []
  const raw = new Uint8Array(RAW_LENGTH)
  raw.set(r.digits, INTEGER_LENGTH - r.digits.length)
  raw.set(s.digits, RAW_LENGTH - s.digits.length)
  return [raw]
}

/** A positive INTEGER in its shortest form, without the zero that marks it as positive. */
function readInteger(der: Uint8Array, at: number): { digits: Uint8Array; end: number } | null {
  const end = at + 2 + (der[at + 1] ?? 0)
  const content = der.subarray(at + 2, end)
  const [first, second = 0] = content
  if (der[at] !== DER_INTEGER || first === undefined || end > der.length) return null
  const isNegative = first >= 0x80
  const isPadded = first === 0 && second < 0x80
  const digits = first === 0 ? content.subarray(1) : content
  return isNegative || isPadded || digits.length > INTEGER_LENGTH ? null : { digits, end }
}
