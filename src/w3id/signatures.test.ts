import fc from 'fast-check'
import { base16 } from 'multiformats/bases/base16'
import { base58btc } from 'multiformats/bases/base58'
import { base64, base64pad, base64url, base64urlpad } from 'multiformats/bases/base64'
import { describe, expect, test } from 'vitest'
import { makeRegistryKey } from '../../test/support/registry-key.ts'
import { encodePublicKey } from './keys.ts'
import { encodeSignature, signatureCandidates, verifySignature } from './signatures.ts'

const ENCODINGS: Record<string, (bytes: Uint8Array) => string> = {
  base64: (bytes) => base64pad.baseEncode(bytes),
  'base64 without padding': (bytes) => base64.baseEncode(bytes),
  base64url: (bytes) => base64url.baseEncode(bytes),
  'base64url with padding': (bytes) => base64urlpad.baseEncode(bytes),
  'multibase z': (bytes) => base58btc.encode(bytes),
  'multibase m': (bytes) => base64.encode(bytes),
  'multibase f': (bytes) => base16.encode(bytes),
}
const encodings = fc.constantFrom(...Object.values(ENCODINGS))

const key = await makeRegistryKey()
const publicKey = encodePublicKey(key.spki)
const otherPublicKey = encodePublicKey((await makeRegistryKey()).spki)
const message = new TextEncoder().encode('{"data":{},"subject":"@a","type":"self"}')

/** DER as OpenSSL writes it. */
function derOf(raw: Uint8Array): Uint8Array {
  const parts = [raw.subarray(0, 32), raw.subarray(32)].map((part) => {
    const from = part.findIndex((byte) => byte !== 0)
    const digits = [...part.subarray(from < 0 ? 31 : from)]
    const content = (digits[0] ?? 0) >= 0x80 ? [0, ...digits] : digits
    return [0x02, content.length, ...content]
  })
  const content = parts.flat()
  return Uint8Array.from([0x30, content.length, ...content])
}

/** r or s: never zero, with any number of zeros before it. */
const integers = fc
  .tuple(fc.integer({ min: 1, max: 32 }), fc.uint8Array({ minLength: 32, maxLength: 32 }))
  .map(([length, bytes]) => bytes.fill(0, 0, 32 - length))
  .filter((bytes) => bytes.some((byte) => byte !== 0))
const raws = fc.tuple(integers, integers).map(([r, s]) => Uint8Array.from([...r, ...s]))

/** A signature whose base64 begins with a letter; one in 64 does. */
async function signatureBeginningWith(letter: string): Promise<string> {
  for (;;) {
    const text = encodeSignature(await key.sign(message))
    if (text.startsWith(letter)) return text
  }
}

describe('signatureCandidates', () => {
  test('holds the signature, in every encoding, raw or DER, short integers and all', () => {
    fc.assert(
      fc.property(raws, encodings, fc.boolean(), (raw, encode, asDer) => {
        const candidates = signatureCandidates(encode(asDer ? derOf(raw) : raw))
        expect(candidates).toContainEqual(raw)
        expect(candidates.length).toBeLessThanOrEqual(2)
      }),
      { numRuns: 2000 },
    )
  })

  test('any text gives raw signatures or none, and never fails', () => {
    const anyText = fc.tuple(
      fc.constantFrom('z', 'm', 'f', ''),
      fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.stringMatching(/^[0-9a-f]+$/)),
    )
    fc.assert(
      fc.property(anyText, ([prefix, rest]) =>
        signatureCandidates(prefix + rest).every((raw) => raw.length === 64),
      ),
      { numRuns: 2000 },
    )
  })

  const raw = Uint8Array.from({ length: 64 }, (_, at) => at + 1)
  const der = derOf(raw)
  const changed = (at: number, byte: number) =>
    Uint8Array.from(der, (b, i) => (i === at ? byte : b))
  const surplus = [0x30, der.length - 1, ...der.subarray(2), 0]
  const tooLong = [0x30, 70, 2, 33, ...Array(33).fill(1), 2, 33, ...Array(33).fill(1)]
  test.each([
    ['nothing', ''],
    ['white space', ` ${encodeSignature(raw)}`],
    ['both alphabets of base64 at once', `-+${encodeSignature(raw).slice(2)}`],
    ['bits left over', `${base64.baseEncode(raw).slice(0, -1)}B`],
    ['a multibase that is not used', base64url.encode(raw)],
    ['upper-case hex', `f${base16.baseEncode(raw).toUpperCase()}`],
    ['upper-case hex by its own prefix', base16.encode(raw).toUpperCase()],
    ['63 bytes', base64.encode(raw.subarray(1))],
    ['65 bytes', base64.encode(Uint8Array.from([0, ...raw]))],
    ['an endless text, at once', `z${'2'.repeat(400_000)}`],
    ['DER cut short', base64.encode(der.subarray(0, -1))],
    ['DER with something after it', base64.encode(Uint8Array.from([...der, 0]))],
    ['DER with something in it after s', base64.encode(Uint8Array.from(surplus))],
    ['DER of another type', base64.encode(changed(0, 0x31))],
    ['DER of a wrong length', base64.encode(changed(1, 5))],
    ['DER without r', base64.encode(changed(2, 0x04))],
    ['DER whose r runs over the end', base64.encode(changed(3, 0xff))],
    ['DER with a negative r', base64.encode(changed(4, 0x80))],
    ['DER with a needless zero', base64.encode(changed(4, 0))],
    ['DER of empty integers', base64.encode(Uint8Array.from([0x30, 4, 2, 0, 2, 0]))],
    ['DER of integers too long', base64.encode(Uint8Array.from(tooLong))],
  ])('refuses %s', (_what, text) => {
    expect(signatureCandidates(text)).toEqual([])
  })
})

describe('verifySignature', () => {
  test.each(Object.keys(ENCODINGS))('holds in %s, raw and DER', async (encoding) => {
    const raw = await key.sign(message)
    for (const bytes of [raw, derOf(raw)]) {
      const text = ENCODINGS[encoding]?.(bytes) ?? ''
      expect(await verifySignature(publicKey, message, text)).toBe(true)
      expect(await verifySignature(otherPublicKey, message, text)).toBe(false)
    }
  })

  test.each(['z', 'm', 'f'])('plain base64 may begin with %s', async (letter) => {
    const text = await signatureBeginningWith(letter)
    expect(await verifySignature(publicKey, message, text)).toBe(true)
    expect(await verifySignature(publicKey, message, text.replace(/=+$/, ''))).toBe(true)
  })

  test('every changed bit of the message or the signature is noticed', async () => {
    const signature = await key.sign(message)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 63 }), fc.nat({ max: 7 }), async (at, bit) => {
        const flip = (byte: number, i: number) =>
          i === at % message.length ? byte ^ (1 << bit) : byte
        const other = Uint8Array.from(signature, (byte, i) => (i === at ? byte ^ (1 << bit) : byte))
        expect(
          await verifySignature(publicKey, message.map(flip), encodeSignature(signature)),
        ).toBe(false)
        expect(await verifySignature(publicKey, message, encodeSignature(other))).toBe(false)
      }),
    )
  })

  test('the hash of the bytes is no signature', async () => {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', message))
    for (const text of [base16.baseEncode(hash), base16.encode(hash), base64pad.baseEncode(hash)]) {
      expect(await verifySignature(publicKey, message, text)).toBe(false)
    }
  })

  test('zeros, and keys that are none, verify nothing', async () => {
    expect(await verifySignature(publicKey, message, encodeSignature(new Uint8Array(64)))).toBe(
      false,
    )
    const signature = encodeSignature(await key.sign(message))
    for (const none of ['', 'zNoKey', base58btc.encode(new Uint8Array(65))]) {
      expect(await verifySignature(none, message, signature)).toBe(false)
    }
  })
})

test('encodeSignature writes base64 of 64 bytes and nothing else', () => {
  expect(encodeSignature(new Uint8Array(64).fill(255))).toBe(`${'/'.repeat(85)}w==`)
  expect(() => encodeSignature(new Uint8Array(70))).toThrow('64 bytes, not 70')
})
