import { base64 } from 'multiformats/bases/base64'
import { describe, expect, test } from 'vitest'
import {
  makeSigners,
  makeSix,
  makeTestLog,
  TEST_ID,
  TEST_TRUST,
  verdict,
} from '../../../test/support/identity-log.ts'
import { decodePublicKey } from '../keys.ts'

const six = await makeSix()
const [a] = six
const friends = await makeSigners(3)
const log = await makeTestLog(TEST_ID, six, friends)
const [genesis, rotation, recovery] = log

describe('the shape of an entry', () => {
  test.each<[string, object]>([
    ['an unknown member', { extra: 1 }],
    ['a missing member', { trust: undefined, other: null }],
    ['an eName not normalised', { id: TEST_ID.toUpperCase() }],
    ['a time without milliseconds', { versionTime: '2026-01-02T00:00:00Z' }],
    ['a day there is not', { versionTime: '2026-02-30T00:00:00.000Z' }],
    ['a leading zero', { versionId: `0${genesis.versionId}` }],
    ['an operation there is not', { operation: 'revoke' }],
    ['no method', { method: null }],
    ['no keys', { updateKeys: [] }],
    ['a key that is none', { updateKeys: ['z123'] }],
    ['a key in another multibase', { updateKeys: [inBase64(a.publicKey)] }],
    ['a hole for a key', { updateKeys: Array(1) }],
    ['21 next keys', { nextKeyHashes: Array.from({ length: 21 }, (_, i) => hashOf(i)) }],
    ['a next key twice', { nextKeyHashes: [hashOf(1), hashOf(1)] }],
    ['upper-case hex', { nextKeyHashes: [hashOf(10).toUpperCase()] }],
    ['a threshold of none', { trust: { ...TEST_TRUST, threshold: 0 } }],
    ['a threshold beyond the list', { trust: { ...TEST_TRUST, threshold: 4 } }],
    ['half a threshold', { trust: { ...TEST_TRUST, threshold: 1.5 } }],
    ['nobody trusted', { trust: { ...TEST_TRUST, trusted: [] } }],
    ['somebody trusted twice', { trust: { ...TEST_TRUST, trusted: ['@x', '@x', '@y'] } }],
    ['itself trusted', { trust: { ...TEST_TRUST, trusted: ['@x', TEST_ID] } }],
    ['a wait below zero', { trust: { ...TEST_TRUST, waitSeconds: -1 } }],
    ['an endless wait', { trust: { ...TEST_TRUST, waitSeconds: 1e12 } }],
    ['more in the trust list', { trust: { ...TEST_TRUST, note: '' } }],
    ['a recovery that is none', { recovery: recovery.recovery }],
    ['no recovery', { operation: 'recover' }],
    ['no proofs', { proofs: [] }],
    ['another algorithm', { proofs: [{ ...genesis.proofs[0], alg: 'ES384' }] }],
    ['a signature in base64url', { proofs: [{ ...genesis.proofs[0], signature: '_'.repeat(86) }] }],
  ])('%s is refused', async (_what, changes) => {
    const entry = Object.entries({ ...genesis, ...changes }).filter(([, v]) => v !== undefined)
    expect(await verdict([Object.fromEntries(entry)])).toBe('MALFORMED 0')
  })

  test('so is a certificate that is no JWT, or endless', async () => {
    for (const certificate of ['e30.e30', `${'a'.repeat(9000)}.b.c`]) {
      const approvals = recovery.recovery?.approvals.map((approval) => ({
        ...approval,
        certificate,
      }))
      const changed = { ...recovery, recovery: { ...recovery.recovery, approvals } }
      expect(await verdict([genesis, rotation, changed])).toBe('MALFORMED 2')
    }
  })
})

function inBase64(publicKey: string): string {
  return base64.encode(decodePublicKey(publicKey))
}

function hashOf(number: number): string {
  return number.toString(16).padStart(64, '0')
}
