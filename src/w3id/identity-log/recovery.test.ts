import { describe, expect, test } from 'vitest'
import {
  approve,
  contentOf,
  forge,
  makeSigner,
  makeSigners,
  makeSix,
  makeTestLog,
  TEST_ID,
  TEST_TRUST,
  verdict,
} from '../../../test/support/identity-log.ts'
import type { Approval } from './entry.ts'
import { validateLogChain } from './validate.ts'

const six = await makeSix()
const [a, b, _c, d, e, stranger] = six
const friends = await makeSigners(3)
const log = await makeTestLog(TEST_ID, six, friends)
const [genesis, rotation, recovery] = log

describe('a recovery', () => {
  const requestedAt = recovery.recovery?.requestedAt ?? ''
  const both = recovery.recovery?.approvals ?? []
  const request = { requestedAt, ...contentOf(recovery), previous: rotation.versionId }

  /** A recovery with other approvals or another request, and what is said to it. */
  async function recover(approvals: readonly Approval[], changes: object = {}, signers = [d]) {
    const content = contentOf(recovery, { recovery: { requestedAt, approvals }, ...changes })
    return verdict([genesis, rotation, await forge(2, content, signers)])
  }

  test('needs as many approvals as the trust list says, of those it names, once each', async () => {
    const [first, second] = both as [Approval, Approval]
    const third = await approve('@friend-2', friends[2] ?? d, request)
    const foreign = await approve('@stranger', stranger, request)
    expect(await recover([first])).toBe('APPROVALS_MISSING 2')
    expect(await recover([first, first])).toBe('APPROVALS_MISSING 2')
    expect(await recover([first, second, first])).toBe('APPROVALS_MISSING 2')
    expect(await recover([first, foreign])).toBe('APPROVALS_MISSING 2')
    expect(await recover([first, second, foreign])).toBe('APPROVALS_MISSING 2')
    const content = contentOf(recovery, { recovery: { requestedAt, approvals: [second, third] } })
    const entries = [genesis, rotation, await forge(2, content, [d])]
    expect(await verdict(entries)).toBe('valid')
  })

  test('is approved for exactly this request', async () => {
    const [first, second] = both as [Approval, Approval]
    const others = [
      { previous: genesis.versionId },
      { id: '@other' },
      { updateKeys: [e.publicKey] },
      { nextKeyHashes: [stranger.hash] },
      { requestedAt: rotation.versionTime },
    ]
    for (const changes of others) {
      const approval = await approve('@friend-1', friends[1] ?? d, { ...request, ...changes })
      expect(await recover([first, approval])).toBe('WRONG_SIGNATURE 2')
    }
    const borrowed = { ...second, publicKey: stranger.publicKey }
    expect(await recover([first, borrowed])).toBe('WRONG_SIGNATURE 2')
  })

  test("counts only when somebody vouches for the approvers' keys", async () => {
    const entries = log.slice(0, 3)
    const none = validateLogChain(entries)
    await expect(none).rejects.toMatchObject({ code: 'APPROVAL_UNVERIFIED', index: 2 })
    const onlyFirst = async ({ ename }: Approval) => ename === '@friend-0'
    expect(await verdict(entries, { verifyApproval: onlyFirst })).toBe('APPROVAL_UNVERIFIED 2')
    const offline = new Error('offline')
    const failing = { verifyApproval: () => Promise.reject(offline) }
    await expect(validateLogChain(entries, failing)).rejects.toBe(offline)
  })

  test('waits, and is requested after the entry it follows', async () => {
    const early = new Date(Date.parse(requestedAt) + 3_599_999).toISOString()
    expect(await recover(both, { versionTime: early })).toBe('TOO_EARLY 2')
    const before = new Date(Date.parse(rotation.versionTime) - 1).toISOString()
    const backdated = { recovery: { requestedAt: before, approvals: both } }
    expect(await recover(both, backdated)).toBe('WRONG_TIME 2')
  })

  test('brings new keys only, each of which signs', async () => {
    const fresh = await makeSigner()
    expect(await recover(both, { updateKeys: [b.publicKey] }, [b])).toBe('REUSED_KEY 2')
    expect(await recover(both, { updateKeys: [a.publicKey] }, [a])).toBe('REUSED_KEY 2')
    expect(await recover(both, { updateKeys: [d.publicKey, fresh.publicKey] })).toBe('UNSIGNED 2')
    expect(await recover(both, {}, [d, b])).toBe('FOREIGN_KEY 2')
  })

  test('changes no trust list, and needs one', async () => {
    expect(await recover(both, { trust: null })).toBe('BROKEN_CHAIN 2')
    expect(await recover(both, { trust: { ...TEST_TRUST, threshold: 1 } })).toBe('BROKEN_CHAIN 2')
    const first = await forge(0, contentOf(genesis, { trust: null }), [a, b])
    const lonely = contentOf(recovery, { previous: first.versionId, trust: null })
    expect(await verdict([first, await forge(1, lonely, [d])])).toBe('APPROVALS_MISSING 1')
  })
})
