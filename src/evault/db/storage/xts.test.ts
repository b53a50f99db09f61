import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decryptXts, encryptXts, sectorBytes, unitBytes } from './xts.ts'

test('it is what OpenSSL makes of any sector, and of any part of one', () => {
  const key = randomBytes(64)
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.integer({ min: 1, max: 512 }),
      fc.nat(511),
      (tweakBytes, units, first) => {
        const tweak = Buffer.from(tweakBytes)
        const plain = randomBytes(16 * units)
        const sealed = createCipheriv('aes-256-xts', key, tweak).update(plain)
        const from = first % units
        const part = plain.subarray(16 * from)
        const made = encryptXts(key, tweak, from, part)
        expect(made.equals(sealed.subarray(16 * from))).toBe(true)
        expect(decryptXts(key, tweak, from, made).equals(part)).toBe(true)
        const opened = createDecipheriv('aes-256-xts', key, tweak).update(sealed)
        expect(decryptXts(key, tweak, 0, sealed).equals(opened)).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})

test('several sectors at once, from anywhere in the first, are what each is by itself', () => {
  const key = randomBytes(64)
  const sectorUnits = sectorBytes / unitBytes
  fc.assert(
    fc.property(
      fc.nat(sectorUnits - 1),
      fc.integer({ min: 1, max: 4 * sectorUnits }),
      fc.nat(7),
      (from, units, offset) => {
        const count = Math.ceil((from + units) / sectorUnits)
        const tweaks = randomBytes(count * unitBytes)
        const whole = randomBytes(count * sectorBytes)
        const sectors = Array.from({ length: count }, (_, at) =>
          createCipheriv(
            'aes-256-xts',
            key,
            tweaks.subarray(at * unitBytes, (at + 1) * unitBytes),
          ).update(whole.subarray(at * sectorBytes, (at + 1) * sectorBytes)),
        )
        const [start, end] = [from * unitBytes, (from + units) * unitBytes]
        // Postgres passes bytes from anywhere in its memory.
        const plain = Buffer.alloc(offset + end - start).subarray(offset)
        whole.copy(plain, 0, start, end)
        const made = encryptXts(key, tweaks, from, plain)
        expect(made.equals(Buffer.concat(sectors).subarray(start, end))).toBe(true)
        expect(decryptXts(key, tweaks, from, made).equals(plain)).toBe(true)
      },
    ),
    { numRuns: 300 },
  )
})

test('it is what IEEE 1619 prints (vector 10)', () => {
  const hex = (text: string) => Buffer.from(text, 'hex')
  const key = hex(
    '2718281828459045235360287471352662497757247093699959574966967627' +
      '3141592653589793238462643383279502884197169399375105820974944592',
  )
  const tweak = hex('ff000000000000000000000000000000')
  const plain = Buffer.from(Array.from({ length: 512 }, (_, at) => at % 256))
  const sealed = encryptXts(key, tweak, 0, plain)
  expect(sealed.toString('hex', 0, 32)).toBe(
    '1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b',
  )
})
