import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  makeSigners,
  makeSix,
  makeTestLog,
  TEST_DAY,
  TEST_ID,
  TEST_START,
  TEST_TRUST,
  verdict,
} from '../../../test/support/identity-log.ts'
import type { IdentityLogEntry } from './entry.ts'
import { type ValidateOptions, validateLogChain } from './validate.ts'

const six = await makeSix()
const [_a, _b, _c, _d, e, stranger] = six
const friends = await makeSigners(3)
const log = await makeTestLog(TEST_ID, six, friends)
const other = await makeTestLog('@other', six, friends)
const [genesis, rotation, recovery] = log

test('the log that the others are made of is valid', async () => {
  const state = await validateLogChain(log, {
    id: TEST_ID.toUpperCase(),
    head: log[3].versionId,
    verifyApproval: async () => true,
  })
  expect(state).toEqual({
    id: TEST_ID,
    versionId: log[3].versionId,
    versionTime: new Date(TEST_START + 4 * TEST_DAY).toISOString(),
    updateKeys: [e.publicKey],
    nextKeyHashes: [stranger.hash],
    trust: TEST_TRUST,
  })
})

describe('a changed log', () => {
  const texts = log.map((entry) => new TextEncoder().encode(JSON.stringify(entry)))

  test('any changed byte of any entry is noticed', async () => {
    const places = fc
      .nat({ max: 3 })
      .chain((index) =>
        fc.tuple(fc.constant(index), fc.nat({ max: (texts[index]?.length ?? 1) - 1 })),
      )
    // Mostly what JSON and base64 are made of, which is what a change survives the parser with.
    const bytes = fc.oneof(
      fc.constantFrom(...new TextEncoder().encode('0123456789abcdefAQgw+/=,:{}[]"\\ -.enul')),
      fc.nat({ max: 255 }),
    )
    await fc.assert(
      fc.asyncProperty(places, bytes, async ([index, at], byte) => {
        fc.pre(texts[index]?.[at] !== byte)
        const changed = Uint8Array.from(texts[index] ?? [], (old, i) => (i === at ? byte : old))
        const entry = jsonOf(changed)
        if (entry === undefined) return
        expect(await verdict(log.with(index, entry as IdentityLogEntry))).not.toBe('valid')
      }),
      { numRuns: 3000 },
    )
  })

  test('so is the other way to write the same signature', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    for (const [index, entry] of log.entries()) {
      const [proof] = entry.proofs
      const digit = alphabet.indexOf(proof?.signature[85] ?? '')
      for (const unused of [1, 2, 15]) {
        const signature = `${proof?.signature.slice(0, 85)}${alphabet[digit ^ unused]}==`
        const proofs = entry.proofs.with(0, { ...proof, signature } as typeof proof & object)
        expect(await verdict(log.with(index, { ...entry, proofs }))).toBe(`MALFORMED ${index}`)
      }
    }
  })

  test.each<[string, readonly unknown[], string, ValidateOptions?]>([
    ['nothing', [], 'BROKEN_CHAIN 0'],
    ['nothing where there was something', [], 'WRONG_HEAD 0', { head: log[3].versionId }],
    ['the first entry cut off', log.slice(1), 'WRONG_INDEX 0'],
    ['a middle entry cut out', [genesis, recovery], 'WRONG_INDEX 1'],
    ['the tail cut off', log.slice(0, 3), 'WRONG_HEAD 2', { head: log[3].versionId }],
    ['two entries swapped', [genesis, recovery, rotation, log[3]], 'WRONG_INDEX 1'],
    ['an entry twice', [genesis, rotation, rotation], 'WRONG_INDEX 2'],
    ['an entry of another log', [genesis, other[1]], 'WRONG_ID 1'],
    ['another log', other, 'WRONG_ID 0', { id: TEST_ID }],
    [
      'entries from tomorrow',
      log,
      'WRONG_TIME 3',
      { now: new Date(TEST_START + 4 * TEST_DAY - 300_001) },
    ],
    ['two genesis', [genesis, genesis], 'WRONG_INDEX 1'],
    ['text', ['genesis'], 'MALFORMED 0'],
    ['null', [null], 'MALFORMED 0'],
    ['another method', [{ ...genesis, method: 'w3id:v2' }], 'WRONG_METHOD 0'],
  ])('%s', async (_what, entries, code, more) => {
    expect(await verdict(entries, more)).toBe(code)
  })

  test('a cut tail is valid by itself, and a clock may be 5 minutes behind', async () => {
    expect((await validateLogChain(log.slice(0, 2))).updateKeys).toHaveLength(2)
    const now = new Date(TEST_START + 4 * TEST_DAY - 300_000)
    await expect(
      validateLogChain(log, { now, verifyApproval: async () => true }),
    ).resolves.toBeTruthy()
  })

  test('no shuffled, cut or repeated log is valid but the beginnings of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 7 }), { maxLength: 6 }), async (order) => {
        fc.pre(!order.every((at, i) => at === i) && !order.every((at, i) => at === i + 4))
        expect(await verdict(order.map((at) => [...log, ...other][at]))).not.toBe('valid')
      }),
      { numRuns: 300 },
    )
  })
})

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}
