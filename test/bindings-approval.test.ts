import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type BindingsTest,
  type Document,
  openBindingsTest,
  payload,
} from './support/bindings-test.ts'
import type { Person } from './support/people.ts'

let t: BindingsTest
let friend: Person
let third: Person
/** A connection with the friend. */
let id: string

const connection = (): Document => ({
  ...{ subject: t.owner.ename, type: 'social_connection' },
  data: { parties: [t.owner.ename, friend.ename] },
})
const refusal = (code: string, field: unknown = expect.anything()) => ({
  bindingDocument: null,
  errors: [{ code, field, message: expect.any(String) }],
})

const change = `mutation ($to: String!) {
  changeSettings(changes: { counterpartySignatures: $to }) {
    settings { counterpartySignatures } errors { code }
  }
}`
const list = `{ pendingSignatures {
  id signer timestamp requestedBy requestedAt document { id subject }
} }`
const approve = `mutation ($id: ID!) { approveSignature(id: $id) { ${payload} } }`
const reject = 'mutation ($id: ID!) { rejectSignature(id: $id) }'
const waiting = async () => (await t.it.owner(list)).data.pendingSignatures

beforeAll(async () => {
  t = await openBindingsTest()
  friend = await t.people.meet('@friend.w3id')
  third = await t.people.meet('@third.w3id')
  const { data } = await t.it.owner(change, { to: 'hold' })
  expect(data.changeSettings.settings).toEqual({ counterpartySignatures: 'hold' })
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  id = await t.created(connection())
})

async function hold() {
  const headers = await friend.headers(t.it.vault)
  const answer = await t.addSignature(id, await friend.sign(connection()), headers)
  expect(answer.errors).toMatchObject([{ field: 'signature', code: 'PENDING_OWNER_APPROVAL' }])
  expect(answer.bindingDocument.signatures).toHaveLength(1)
  return (await waiting()).at(-1)
}

test('a valid signature waits, and is added once approved', async () => {
  const pending = await hold()
  expect(pending).toMatchObject({
    ...{ signer: friend.ename, timestamp: '2025-01-24T11:00:00Z' },
    ...{ requestedBy: `person ${friend.ename}`, document: { id, subject: t.owner.ename } },
  })
  expect(Date.now() - Date.parse(pending.requestedAt)).toBeLessThan(60_000)
  expect(await t.signersOf(id)).toEqual([t.owner.ename])
  const again = await t.addSignature(id, await friend.sign(connection()))
  expect(again).toEqual(refusal('ADD_SIGNATURE_FAILED', 'signature'))

  const { approveSignature } = (await t.it.owner(approve, { id: pending.id })).data
  expect(approveSignature.errors).toEqual([])
  expect(approveSignature.bindingDocument.signatures).toHaveLength(2)
  expect(await t.signersOf(id)).toEqual([t.owner.ename, friend.ename])
  expect(await waiting()).toEqual([])
  for (const unknown of [pending.id, 'no-uuid']) {
    const { data } = await t.it.owner(approve, { id: unknown })
    expect(data.approveSignature).toEqual(refusal('NOT_FOUND'))
  }
})

test('a rejected one is gone, and may come again', async () => {
  const pending = await hold()
  expect((await t.it.owner(reject, { id: pending.id })).data.rejectSignature).toBe(true)
  expect((await t.it.owner(reject, { id: pending.id })).data.rejectSignature).toBe(false)
  expect(await t.signersOf(id)).toEqual([t.owner.ename])
  const next = await hold()
  expect((await t.it.owner(reject, { id: next.id })).data.rejectSignature).toBe(true)
})

test('an invalid one does not even wait, the owner’s own does not have to', async () => {
  const forged = { ...(await third.sign(connection())), signer: friend.ename }
  expect(await t.addSignature(id, forged)).toEqual(refusal('INVALID_SIGNATURE', 'signature'))
  expect(await waiting()).toEqual([])
  const provider = await t.people.provider()
  const vouched = await t.submit(t.selfie(), await provider.sign(t.selfie()))
  const own = await t.addSignature(vouched.metaEnvelopeId, await t.owner.sign(t.selfie()))
  expect(own.errors).toEqual([])
  const byOwner = await friend.sign(connection())
  const asOwner = await t.addSignature(id, byOwner, await t.owner.headers(t.it.vault))
  expect(asOwner.errors).toEqual([])
  expect(await t.signersOf(id)).toEqual([t.owner.ename, friend.ename])
})

test('sent twice at the same moment, one waits', async () => {
  const signature = await friend.sign(connection())
  const answers = await Promise.all([1, 2, 3].map(() => t.addSignature(id, signature)))
  expect(answers.map(({ errors }) => errors[0].code).sort()).toEqual([
    ...['ADD_SIGNATURE_FAILED', 'ADD_SIGNATURE_FAILED', 'PENDING_OWNER_APPROVAL'],
  ])
  const [pending, ...others] = await waiting()
  expect(others).toEqual([])
  expect((await t.it.owner(reject, { id: pending.id })).data.rejectSignature).toBe(true)
})

test('one for a document in the trash is out of sight until it is restored', async () => {
  const pending = await hold()
  await t.it.owner(`mutation { removeMetaEnvelope(id: "${id}") { success } }`)
  expect(await waiting()).toEqual([])
  const { data } = await t.it.owner(approve, { id: pending.id })
  expect(data.approveSignature).toEqual(refusal('NOT_FOUND'))
  await t.it.owner(`mutation { restoreMetaEnvelope(id: "${id}") { errors { code } } }`)
  expect(await waiting()).toEqual([pending])
  const approved = await t.it.owner(approve, { id: pending.id })
  expect(approved.data.approveSignature.errors).toEqual([])
})
