import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  approve,
  makeSigner,
  makeSigners,
  type TestSigner,
} from '../../../test/support/identity-log.ts'
import {
  entryHash,
  type IdentityLogEntry,
  type IdentityLogStorage,
  nextKeyHash,
  recoveryRequestBytes,
} from './entry.ts'
import { createIdentityLog, type IdentityLog } from './manager.ts'
import { createMemoryStorage } from './memory-storage.ts'
import { keysAt, validateLogChain } from './validate.ts'

const ID = '@e4d909c2-5d2f-4a7d-9473-b34b6c0f1a5a'
const [a, b, c, d] = (await makeSigners(4)) as [TestSigner, TestSigner, TestSigner, TestSigner]
const friends = await makeSigners(3)
const TRUSTED = ['@friend-0', '@friend-1', '@friend-2']

let time: Date
let storage: IdentityLogStorage
let log: IdentityLog
beforeEach(() => {
  time = new Date('2026-01-02T03:04:05.678Z')
  storage = createMemoryStorage()
  log = createIdentityLog({ storage, now: () => time })
})

function wait(seconds: number): void {
  time = new Date(time.getTime() + seconds * 1000)
}

describe('genesis', () => {
  test('is signed by each key, and holds what was asked for', async () => {
    const trust = { threshold: 1, trusted: ['@friend-0'], waitSeconds: 60 }
    const input = { id: ID.toUpperCase(), signers: [a, b], nextKeyHashes: [c.hash], trust }
    const entry = await log.genesis(input)
    expect(entry).toMatchObject({
      id: ID,
      versionTime: '2026-01-02T03:04:05.678Z',
      previous: null,
      method: 'w3id:v1',
      operation: 'genesis',
      updateKeys: [a.publicKey, b.publicKey],
      nextKeyHashes: [c.hash],
      trust,
      recovery: null,
    })
    const { versionId, proofs, ...hashed } = entry
    expect(versionId).toBe(`0-${await entryHash(hashed)}`)
    expect(proofs.map(({ kid }) => kid)).toEqual([a.publicKey, b.publicKey])
    expect(await storage.read(ID)).toEqual([entry])
  })

  test('is written once', async () => {
    await log.genesis({ id: ID, signers: [a], nextKeyHashes: [b.hash] })
    const again = log.genesis({ id: ID, signers: [b], nextKeyHashes: [c.hash] })
    await expect(again).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('that would not be valid is not written', async () => {
    const lists = [
      { signers: [], nextKeyHashes: [b.hash] },
      { signers: [a, a], nextKeyHashes: [b.hash] },
      { signers: [a], nextKeyHashes: [] },
      { signers: [a], nextKeyHashes: ['x'] },
      { signers: [a], nextKeyHashes: [a.hash] },
      { signers: [{ publicKey: a.publicKey, sign: b.sign }], nextKeyHashes: [b.hash] },
    ]
    const codes = ['MALFORMED', 'MALFORMED', 'MALFORMED', 'MALFORMED', 'REUSED_KEY']
    for (const [at, list] of lists.entries()) {
      await expect(log.genesis({ id: ID, ...list })).rejects.toMatchObject({
        name: 'IdentityLogError',
        code: codes[at] ?? 'WRONG_SIGNATURE',
        index: 0,
      })
    }
    expect(await storage.read(ID)).toEqual([])
  })
})

describe('rotate', () => {
  beforeEach(async () => {
    const trust = { threshold: 1, trusted: ['@friend-0'], waitSeconds: 60 }
    await log.genesis({ id: ID, signers: [a, b], nextKeyHashes: [c.hash], trust })
  })

  test('adds a key, keeps one and revokes one; the trust list stays unless it is given', async () => {
    wait(10)
    const rotation = { id: ID, current: a, added: [c], kept: [b.publicKey] }
    const entry = await log.rotate({ nextKeyHashes: [d.hash], ...rotation })
    expect(entry.updateKeys).toEqual([b.publicKey, c.publicKey])
    expect(entry.trust?.trusted).toEqual(['@friend-0'])
    wait(10)
    const last = { id: ID, current: c, added: [d], kept: [], trust: null }
    await log.rotate({ nextKeyHashes: [(await makeSigner()).hash], ...last })
    const entries = await storage.read(ID)
    expect(await validateLogChain(entries)).toMatchObject({
      id: ID,
      versionId: entries[2]?.versionId,
      updateKeys: [d.publicKey],
      trust: null,
    })
    const [t0 = 0, t1 = 0, t2 = 0] = entries.map(({ versionTime }) => Date.parse(versionTime))
    expect([t0 - 1, t0, t1 - 1, t1, t2].map((at) => keysAt(entries, new Date(at)))).toEqual([
      [],
      [a.publicKey, b.publicKey],
      [a.publicKey, b.publicKey],
      [b.publicKey, c.publicKey],
      [d.publicKey],
    ])
  })

  test('needs a log, a current key, a committed key, and keys that never left', async () => {
    const next = { nextKeyHashes: [d.hash] }
    const none = log.rotate({ id: '@nobody', current: a, added: [c], kept: [], ...next })
    await expect(none).rejects.toMatchObject({ code: 'BROKEN_CHAIN' })
    const wrong: [string, TestSigner, TestSigner[], string[]][] = [
      ['WRONG_NEXT_KEY', a, [d], []],
      ['WRONG_NEXT_KEY', a, [], [a.publicKey]],
      ['UNSIGNED', c, [c], []],
      ['UNSIGNED', d, [c], []],
      ['UNSIGNED', a, [c], [d.publicKey]],
      ['MALFORMED', a, [c], [a.publicKey, a.publicKey]],
    ]
    for (const [code, current, added, kept] of wrong) {
      const nextKeyHashes = [(await makeSigner()).hash]
      const rotation = log.rotate({ id: ID, current, added, kept, nextKeyHashes })
      await expect(rotation).rejects.toMatchObject({ code, index: 1 })
    }
    await log.rotate({ id: ID, current: a, added: [c], kept: [], ...next })
    const back = { id: ID, current: c, added: [d, a], kept: [] }
    const reused = log.rotate({ nextKeyHashes: [await nextKeyHash(b.publicKey)], ...back })
    await expect(reused).rejects.toMatchObject({ code: 'REUSED_KEY', index: 2 })
    expect(await storage.read(ID)).toHaveLength(2)
  })

  test('of two at once, one is refused as a conflict', async () => {
    const rotation = { id: ID, current: a, added: [c], kept: [], nextKeyHashes: [d.hash] }
    const results = await Promise.allSettled([log.rotate(rotation), log.rotate(rotation)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = results.find((result) => result.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'CONFLICT' })
  })

  test('a clock that was set back a little makes no older entry', async () => {
    const before = time.toISOString()
    wait(-60)
    const rotation = { id: ID, current: a, added: [c], kept: [], nextKeyHashes: [d.hash] }
    expect((await log.rotate(rotation)).versionTime).toBe(before)
  })

  test('what the caller changes while a signer waits is not in the entry', async () => {
    const kept = [b.publicKey]
    const hashes = [d.hash]
    const slow = {
      publicKey: a.publicKey,
      sign: async (bytes: Uint8Array) => {
        kept.push(d.publicKey)
        hashes.push(a.hash)
        return a.sign(bytes)
      },
    }
    const rotation = { id: ID, current: slow, added: [c], kept, nextKeyHashes: hashes }
    const entry = await log.rotate(rotation)
    expect(entry.updateKeys).toEqual([b.publicKey, c.publicKey])
    expect(entry.nextKeyHashes).toEqual([d.hash])
  })
})

describe('recover', () => {
  test('the request is signed as canonical JSON', () => {
    const request = { id: ID, previous: '0-ab', updateKeys: ['z1'], nextKeyHashes: ['ff'] }
    const bytes = recoveryRequestBytes({ requestedAt: '2026-01-01T00:00:00.000Z', ...request })
    expect(new TextDecoder().decode(bytes)).toBe(
      `{"id":"${ID}","nextKeyHashes":["ff"],"previous":"0-ab",` +
        '"requestedAt":"2026-01-01T00:00:00.000Z","type":"w3id-recovery:v1","updateKeys":["z1"]}',
    )
  })

  test('gives an identity new keys on the word of its friends, and the log goes on', async () => {
    const trust = { threshold: 2, trusted: TRUSTED, waitSeconds: 3600 }
    const { versionId: previous } = await log.genesis({
      id: ID,
      signers: [a],
      nextKeyHashes: [b.hash],
      trust,
    })
    wait(10)
    const requestedAt = time.toISOString()
    const keys = { updateKeys: [c.publicKey], nextKeyHashes: [d.hash] }
    const request = { id: ID, previous, requestedAt, ...keys }
    const approvals = await Promise.all(
      [0, 2].map((at) => approve(`@friend-${at}`, friends[at] ?? a, request)),
    )
    const asked: unknown[] = []
    const recovery = {
      id: ID,
      added: [c],
      nextKeyHashes: [d.hash],
      requestedAt,
      approvals,
      verifyApproval: async (...question: unknown[]) => asked.push(question) > 0,
    }
    wait(3599)
    await expect(log.recover(recovery)).rejects.toMatchObject({ code: 'TOO_EARLY', index: 1 })
    wait(1)
    const entry = await log.recover(recovery)
    expect(entry).toMatchObject({ operation: 'recover', trust, recovery: { approvals } })
    const at = new Date(requestedAt)
    expect(asked).toEqual(approvals.map((approval) => [approval, { id: ID, at }]))
    // Nobody has to vouch again for what this storage took in.
    const next = { nextKeyHashes: [(await makeSigner()).hash] }
    await log.rotate({ id: ID, current: c, added: [d], kept: [], ...next })
    const entries = await storage.read(ID)
    await expect(validateLogChain(entries)).rejects.toMatchObject({ code: 'APPROVAL_UNVERIFIED' })
    const state = await validateLogChain(entries, { verifyApproval: async () => true })
    expect(state.updateKeys).toEqual([d.publicKey])
  })
})

describe('a log of any length', () => {
  interface Step {
    readonly kind: 'rotate' | 'recover'
    readonly extra: number
    readonly keep: number
    readonly next: number
    readonly current: number
    readonly seconds: number
  }
  const steps: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('rotate' as const, 'rotate' as const, 'recover' as const),
    extra: fc.nat({ max: 2 }),
    keep: fc.nat({ max: 7 }),
    next: fc.integer({ min: 1, max: 3 }),
    current: fc.nat(),
    seconds: fc.nat({ max: 100 }),
  })

  test('is valid, and its keys are those that were last set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 8 }), async (all) => {
        storage = createMemoryStorage()
        log = createIdentityLog({ storage, now: () => time })
        let current = await makeSigners(2)
        let next = await makeSigners(1)
        const trust = { threshold: 2, trusted: TRUSTED, waitSeconds: 30 }
        const nextKeyHashes = next.map(({ hash }) => hash)
        await log.genesis({ id: ID, signers: current, nextKeyHashes, trust })
        for (const step of all) {
          wait(step.seconds)
          ;({ current, next } = await take(step, current, next))
        }
        const entries: IdentityLogEntry[] = JSON.parse(JSON.stringify(await storage.read(ID)))
        expect(entries).toHaveLength(all.length + 1)
        const head = entries.at(-1)?.versionId ?? ''
        const options = { id: ID, head, now: time, verifyApproval: async () => true }
        const state = await validateLogChain(entries, options)
        expect(state.updateKeys).toEqual(current.map(({ publicKey }) => publicKey))
        expect(keysAt(entries, time)).toEqual(state.updateKeys)
      }),
      { numRuns: 40 },
    )
  })

  async function take(step: Step, current: TestSigner[], committed: TestSigner[]) {
    const next = await makeSigners(step.next)
    const extra = await makeSigners(step.extra)
    const nextKeyHashes = next.map(({ hash }) => hash)
    if (step.kind === 'recover') return recover([...extra, await makeSigner()], next)
    const added = [...committed.slice(0, 1), ...extra]
    const kept = current.filter((_, at) => (step.keep >> at) & 1)
    const signer = current[step.current % current.length] as TestSigner
    const keptKeys = kept.map(({ publicKey }) => publicKey)
    await log.rotate({ id: ID, current: signer, added, kept: keptKeys, nextKeyHashes })
    return { current: [...kept, ...added], next }
  }

  async function recover(added: TestSigner[], next: TestSigner[]) {
    const requestedAt = time.toISOString()
    const nextKeyHashes = next.map(({ hash }) => hash)
    const previous = (await storage.read(ID)).at(-1)?.versionId ?? ''
    const updateKeys = added.map(({ publicKey }) => publicKey)
    const request = { id: ID, previous, updateKeys, nextKeyHashes, requestedAt }
    const approvals = await Promise.all(
      friends.slice(1).map((friend, at) => approve(`@friend-${at + 1}`, friend, request)),
    )
    wait(30)
    const verifyApproval = async () => true
    await log.recover({ id: ID, added, nextKeyHashes, requestedAt, approvals, verifyApproval })
    return { current: added, next }
  }
})

test('what the storage hands out is nobody else to change', async () => {
  await log.genesis({ id: ID, signers: [a], nextKeyHashes: [b.hash] })
  Object.assign((await storage.read(ID))[0] ?? {}, { id: '@other' })
  expect((await storage.read(ID))[0]?.id).toBe(ID)
})
