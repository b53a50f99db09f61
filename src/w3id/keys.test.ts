import fc from 'fast-check'
import { base16 } from 'multiformats/bases/base16'
import { base58btc } from 'multiformats/bases/base58'
import { base64 } from 'multiformats/bases/base64'
import { describe, expect, test } from 'vitest'
import { decodePublicKey, encodePublicKey } from './keys.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' }

async function makeKey() {
  const { publicKey } = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  return {
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
    raw: new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)),
  }
}

const key = await makeKey()

/** Solves the curve's equation, with x = 0 written as 0 + the field's prime. */
const BEYOND_THE_FIELD =
  'f04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff' +
  '66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4'

/** The key with some bytes set anew. */
function tampered(bytes: Uint8Array, changes: Record<number, number>): Uint8Array {
  const copy = Uint8Array.from(bytes)
  for (const [at, byte] of Object.entries(changes)) copy[Number(at)] = byte
  return copy
}

describe('public keys', () => {
  test('every encoding of either shape is read as the SPKI that WebCrypto wrote', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constant(null).map(makeKey),
        fc.constantFrom(base58btc, base64, base16),
        fc.constantFrom('spki' as const, 'raw' as const),
        async (making, base, shape) => {
          const made = await making
          expect(decodePublicKey(base.encode(made[shape]))).toEqual(made.spki)
          expect(decodePublicKey(encodePublicKey(made[shape]))).toEqual(made.spki)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('are written in base58btc, and WebCrypto takes back what was read', async () => {
    const text = encodePublicKey(key.spki)
    expect(text).toMatch(/^z[1-9A-HJ-NP-Za-km-z]+$/)
    const spki = Uint8Array.from(decodePublicKey(text))
    await expect(
      crypto.subtle.importKey('spki', spki, P256, true, ['verify']),
    ).resolves.toBeTruthy()
  })

  test.each([
    ['nothing', '', 'not in multibase'],
    ['an unknown encoding', 'uAAAA', 'not in multibase'],
    ['bare base64', `x${base64.baseEncode(key.spki)}`, 'not in multibase'],
    ['characters outside base58', `z0${base58btc.baseEncode(key.spki)}`, 'not valid base58btc'],
    ['characters outside base64', 'm!!!!', 'not valid base64'],
    ['half a byte of hex', 'f304', 'not valid base16'],
    ['an endless text', `z${'1'.repeat(10_000)}`, 'too long'],
    ['an empty key', 'z', 'neither DER SPKI nor a raw point'],
    ['a compressed point', base16.encode(tampered(key.raw.slice(0, 33), { 0: 2 })), 'neither'],
    ['a key cut short', base58btc.encode(key.spki.slice(0, -1)), 'neither'],
    ['another curve', base58btc.encode(tampered(key.spki, { 22: 0x06 })), 'neither'],
    ['a wrong point form', base64.encode(tampered(key.raw, { 0: 5 })), 'no point of the curve'],
    [
      'a point beside the curve',
      base64.encode(tampered(key.raw, { 64: (key.raw[64] ?? 0) ^ 1 })),
      'no point of the curve',
    ],
    ['a coordinate beyond the field', BEYOND_THE_FIELD, 'no point of the curve'],
  ])('refuses %s', (_what, text, problem) => {
    expect(() => decodePublicKey(text)).toThrow(problem)
  })

  test('any text is a key or a TypeError, never anything else', () => {
    const anyText = fc.tuple(fc.constantFrom('z', 'm', 'f', ''), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(anyText, ([prefix, rest]) => {
        try {
          return decodePublicKey(prefix + rest).length === 91
        } catch (error) {
          return error instanceof TypeError
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('encodePublicKey writes no bytes that are no key', () => {
    expect(() => encodePublicKey(new Uint8Array(91))).toThrow('neither')
  })
})
