import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Document } from './support/bindings-test.ts'
import { type FakeVaults, openFakeVaults } from './support/fake-vaults.ts'
import { change, type Household, openTown, type Town } from './support/friends.ts'
import { makeSigner } from './support/identity-log.ts'
import {
  aboutOneself,
  acquaintance,
  allVerdicts,
  countersign,
  inShort,
  onlyWaiting,
  pen,
  penOf,
  put,
  type Verdict,
  verdictsOn,
} from './support/signing.ts'
import { openStored } from './support/storage.ts'
import type { TestVault } from './support/test-vault.ts'

let town: Town
let fakes: FakeVaults
beforeAll(async () => {
  town = await openTown()
  fakes = await openFakeVaults(town.host)
})
afterAll(async () => {
  await fakes[Symbol.asyncDispose]()
  await town[Symbol.asyncDispose]()
})

const rotate = async ({ it }: Household) => {
  expect((await change(it, '{ rotateKey { errors { message } } }')).errors).toEqual([])
}
const onOnly = async (it: TestVault, id: string) => (await verdictsOn(it, id))[0] as Verdict
/** Changes a record behind the back of its vault, which is closed. */
async function edit({ directory, store }: Household, change: SQL, id: string): Promise<void> {
  await using open = await openStored(directory, store)
  await open.db.execute(sql`UPDATE meta_envelopes SET ${change} WHERE id = ${id}`)
}
const soon = () => new Date(Date.now() + 3_600_000).toISOString()

describe('a vault judges what its owner has signed', () => {
  let a: Household
  beforeAll(async () => {
    a = await town.household()
  })

  test('by the key of now, and by the one of then after that was replaced', async () => {
    const { ename } = a.it.vault
    const first = await pen(a)
    const before = await put(a.it, aboutOneself(ename), await first(aboutOneself(ename)))
    const now = await onOnly(a.it, before)
    expect(now).toMatchObject({ signer: ename, verdict: 'valid', reason: null })
    expect(now).toMatchObject({ keyState: 'current', publicKey: first.key })
    await rotate(a)
    const second = await pen(a)
    const after = await put(a.it, aboutOneself(ename, 'B'), await second(aboutOneself(ename, 'B')))
    expect(await onOnly(a.it, before)).toMatchObject({
      ...{ verdict: 'valid', keyState: 'former', publicKey: first.key, reason: null },
      message: expect.stringMatching(/replaced since/),
    })
    expect(await onOnly(a.it, after)).toMatchObject({
      ...{ verdict: 'valid', keyState: 'current', publicKey: second.key },
    })
  })

  test('a time after the key was replaced is not the time of that key', async () => {
    const { ename } = a.it.vault
    const old = await pen(a)
    const id = await put(a.it, aboutOneself(ename), await old(aboutOneself(ename), soon()))
    expect(inShort(await onOnly(a.it, id))).toBe('valid current')
    await rotate(a)
    const verdict = await onOnly(a.it, id)
    expect(inShort(verdict)).toBe('invalid former KEY_NOT_CURRENT')
    expect(verdict.publicKey).toBe(old.key)
  })

  test('a time before the key was current is not the time of that key either', async () => {
    const { ename } = a.it.vault
    const old = await pen(a)
    const early = await old(aboutOneself(ename), '2025-01-24T11:00:00')
    const id = await put(a.it, aboutOneself(ename), early)
    await rotate(a)
    expect(inShort(await onOnly(a.it, id))).toBe('invalid former KEY_NOT_CURRENT')
  })

  test('a time without a zone is UTC, wherever the vault is', async () => {
    const { ename } = a.it.vault
    // The first key of a log has no beginning.
    await rotate(a)
    const old = await pen(a)
    const now = new Date().toISOString().slice(0, -1)
    const id = await put(a.it, aboutOneself(ename), await old(aboutOneself(ename), now))
    await rotate(a)
    vi.stubEnv('TZ', 'Asia/Tokyo')
    try {
      expect(new Date().getTimezoneOffset()).toBe(-540)
      expect(inShort(await onOnly(a.it, id))).toBe('valid former')
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('a device’s key that was ended signed validly in its time', async () => {
    const { ename } = a.it.vault
    const device = await makeSigner()
    const of = { publicKey: device.publicKey }
    const add = `($publicKey: String!) { addKey(publicKey: $publicKey, device: "Phone") {
      errors { message } } }`
    expect((await change(a.it, add, of)).errors).toEqual([])
    const sign = penOf(ename, device.sign)
    const id = await put(a.it, aboutOneself(ename), await sign(aboutOneself(ename)))
    expect(inShort(await onOnly(a.it, id))).toBe('valid current')
    const end = `($publicKey: String!) { revokeKey(publicKey: $publicKey) { errors { message } } }`
    expect((await change(a.it, end, of)).errors).toEqual([])
    expect(inShort(await onOnly(a.it, id))).toBe('valid former')
  })

  test('a document that was edited in the database is signed by nobody', async () => {
    const { ename } = a.it.vault
    const sign = await pen(a)
    const document = aboutOneself(ename, 'Before')
    for (const edited of ['Edited', String.raw`\ud800`]) {
      const id = await put(a.it, document, await sign(document))
      await a.close()
      await edit(a, sql`payload = replace(payload::text, 'Before', ${edited})::json`, id)
      await a.open()
      const verdict = await onOnly(a.it, id)
      expect(inShort(verdict)).toBe('invalid WRONG_SIGNATURE')
      expect(verdict.publicKey).toBeNull()
    }
  })
})

describe('a vault judges what others have signed', () => {
  let a: Household
  let b: Household
  beforeAll(async () => {
    ;[a, b] = [await town.household(), await town.household()]
  })

  test('by their key of now, and by their identity log once that was replaced', async () => {
    const [{ ename: them }, { ename: us }] = [a.it.vault, b.it.vault]
    const [theirs, ours] = [await pen(a), await pen(b)]
    const alone = await put(b.it, aboutOneself(them), await theirs(aboutOneself(them)))
    const ofBoth = acquaintance(us, them)
    const both = await put(b.it, ofBoth, await ours(ofBoth))
    expect(await countersign(b.it, both, await theirs(ofBoth))).toEqual([])
    const late = aboutOneself(them, 'Late')
    const tooLate = await put(b.it, late, await theirs(late, soon()))
    expect((await allVerdicts(b.it)).flat().map(inShort)).toEqual([
      ...['valid current', 'valid current', 'valid current', 'valid current'],
    ])

    await rotate(a)
    const newer = await pen(a)
    const after = await put(b.it, aboutOneself(them, 'C'), await newer(aboutOneself(them, 'C')))
    expect((await allVerdicts(b.it)).map((verdicts) => verdicts.map(inShort))).toEqual([
      ['valid former'],
      ['valid current', 'valid former'],
      ['invalid former KEY_NOT_CURRENT'],
      ['valid current'],
    ])
    expect(await onOnly(b.it, alone)).toMatchObject({ signer: them, publicKey: theirs.key })
    expect(await onOnly(b.it, after)).toMatchObject({ publicKey: newer.key })
    expect(await onOnly(b.it, tooLate)).toMatchObject({ publicKey: theirs.key })
  })

  test('what a former key signs now does not come in, whatever time it gives', async () => {
    const { ename } = a.it.vault
    const old = await pen(a)
    const then = new Date().toISOString()
    await rotate(a)
    const newer = await pen(a)
    const known = aboutOneself(ename, 'D')
    await b.open()
    await put(b.it, known, await newer(known))
    const backdated = aboutOneself(ename, 'E')
    await expect(put(b.it, backdated, await old(backdated, then))).rejects.toThrow(
      'INVALID_SIGNATURE',
    )
  })

  test('what came while its key was in use, and was let in later, is not proven', async () => {
    const hold = `{ changeSettings(changes: { counterpartySignatures: "hold" }) {
      errors { message } } }`
    expect((await change(b.it, hold)).errors).toEqual([])
    const document = acquaintance(b.it.vault.ename, a.it.vault.ename)
    const id = await put(b.it, document, await (await pen(b))(document))
    const signature = await (await pen(a))(document)
    const token = await town.host.platformToken()
    expect(await countersign(b.it, id, signature, token)).toMatchObject([
      { code: 'PENDING_OWNER_APPROVAL' },
    ])
    const { id: waiting, verdict } = await onlyWaiting(b.it)
    expect(inShort(verdict)).toBe('valid current')
    await rotate(a)
    await b.open()
    expect(inShort((await onlyWaiting(b.it)).verdict)).toBe('unknown former TIME_UNPROVEN')
    const approve = `($id: ID!) { approveSignature(id: $id) {
      bindingDocument { verdicts { verdict } } errors { message } } }`
    expect((await change(b.it, approve, { id: waiting })).errors).toEqual([])
    await b.open()
    const [, theirs] = await verdictsOn(b.it, id)
    expect(inShort(theirs as Verdict)).toBe('unknown former TIME_UNPROVEN')
  })

  test('an edited document, and an edited signer', async () => {
    const sign = await pen(a)
    const document = aboutOneself(a.it.vault.ename, 'Original')
    const [one, other] = [
      await put(b.it, document, await sign(document)),
      await put(b.it, document, await sign(document)),
    ]
    await b.close()
    await edit(b, sql`payload = replace(payload::text, 'Original', 'Edited')::json`, one)
    const stranger = town.host.vault.ename
    const renamed = sql`payload = replace(payload::text, ${a.it.vault.ename}, ${stranger})::json`
    await edit(b, renamed, other)
    await b.open()
    expect(inShort(await onOnly(b.it, one))).toBe('invalid WRONG_SIGNATURE')
    expect(inShort(await onOnly(b.it, other))).toBe('invalid WRONG_SIGNATURE')
  })
})

test('without the registry a vault judges its owner’s signatures, and no others', async () => {
  await using elsewhere = await openTown()
  const [a, b] = [await elsewhere.household(), await elsewhere.household()]
  const document: Document = acquaintance(b.it.vault.ename, a.it.vault.ename)
  const id = await put(b.it, document, await (await pen(b))(document))
  expect(await countersign(b.it, id, await (await pen(a))(document))).toEqual([])
  await rotate(b)
  await b.close()
  await elsewhere.host.vault[Symbol.asyncDispose]()
  await b.open()
  const verdicts = await verdictsOn(b.it, id)
  expect(verdicts.map(inShort)).toEqual(['valid former', 'unknown UNREACHABLE'])
  expect(verdicts[1]?.message).toMatch(/registry/i)
})

test('verdicts are for the owner only', async () => {
  const query = '{ bindingDocuments { edges { node { verdicts { verdict } } } } }'
  const { errors } = await town.host.graphql(query)
  expect(errors[0]?.message).toMatch(/Cannot query field/)
})
