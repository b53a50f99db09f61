import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KeyCustody, SigningRefused } from '../src/evault/index.ts'
import { createKeyCustody } from '../src/evault/keys/custody.ts'
import { change, type Household, openTown, type Town } from './support/friends.ts'
import { memorySecretStore, openTestVault, type TestVault } from './support/test-vault.ts'

const verdicts = 'verdicts { signer verdict publicKey message }'
const signOwn = `($type: BindingDocumentType!, $data: JSON!) { signBindingDocument(type: $type, data: $data) {
  metaEnvelopeId bindingDocument { subject ${verdicts} } errors { code field message } } }`
const open = `($ename: String!, $id: ID!) { openForeignBindingDocument(ename: $ename, id: $id) {
  document { vault id subject type data digest refusal ${verdicts} } errors { code message } } }`
const sign = `($ename: String!, $id: ID!, $digest: String!) {
  signForeignBindingDocument(ename: $ename, id: $id, digest: $digest) {
    signature { id vault documentId state reason } errors { code message } } }`
const resend = `($id: ID!) { resendSignature(id: $id) {
  signature { id state reason } errors { code message } } }`
const sentList =
  '{ sentSignatures { id vault documentId subject type data state reason signedAt } }'
const sent = async (it: TestVault) => (await it.owner(sentList)).data.sentSignatures

let town: Town
let alice: Household
let bob: Household
beforeAll(async () => {
  town = await openTown()
  alice = await town.household()
  bob = await town.household()
})
afterAll(() => town[Symbol.asyncDispose]())

/** A relation in Alice's vault, signed by her, that Bob is to sign. */
async function relation(description = 'friends'): Promise<string> {
  const parties = [alice.it.vault.ename, bob.it.vault.ename]
  const data = { kind: 'social_connection', parties, relation_description: description }
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  const made: any = await change(alice.it, signOwn, { type: 'social_connection', data })
  expect(made.errors).toEqual([])
  return made.metaEnvelopeId
}
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
const opened = async (id: string, ename = alice.it.vault.ename): Promise<any> =>
  change(bob.it, open, { ename, id })

describe('a document of the owner', () => {
  test('is signed with the key of now, and the signature counts', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
    const made: any = await change(alice.it, signOwn, { type: 'self', data: { name: 'Alice' } })
    const { ename } = alice.it.vault
    expect(made.bindingDocument).toMatchObject({
      subject: ename,
      verdicts: [{ signer: ename, verdict: 'valid' }],
    })
  })

  test.each([
    ['self', {}, 'data'],
    ['social_connection', { parties: ['@x', '@y'] }, 'ownerSignature'],
    ['photograph', { photoBlob: 1 }, 'data'],
  ])('%s with %j is refused before anybody is asked', async (type, data, field) => {
    const { custody, asked } = refusing()
    await using it = await openTestVault({ means: { openCustody: async () => custody } })
    const { errors } = await change(it, signOwn, { type, data })
    expect(errors[0]).toMatchObject({ field })
    expect(asked).toEqual([])
  })

  test('is not made when the owner says no', async () => {
    const { custody, asked } = refusing()
    await using it = await openTestVault({ means: { openCustody: async () => custody } })
    const { errors } = await change(it, signOwn, { type: 'self', data: { name: 'Alice' } })
    expect(errors[0]).toMatchObject({ code: 'FORBIDDEN', message: 'no' })
    expect(asked).toEqual(['binding-document'])
    expect((await it.owner('{ vault { totalCount } }')).data.vault.totalCount).toBe(0)
  })
})

/** A keychain whose owner confirms nothing. */
function refusing() {
  const asked: string[] = []
  const held = createKeyCustody(memorySecretStore())
  const custody: KeyCustody = {
    ...held,
    async sign(name, bytes, purpose) {
      if (purpose !== 'binding-document' && purpose !== 'person-token') {
        return held.sign(name, bytes, purpose)
      }
      asked.push(purpose)
      throw new SigningRefused('no')
    },
  }
  return { custody, asked }
}

describe('a document of somebody else', () => {
  test('is found by eName and id, shown, signed, and waits or is delivered', async () => {
    const id = await relation()
    const ename = alice.it.vault.ename
    const { document } = await opened(id)
    expect(document).toMatchObject({
      ...{ vault: ename, id, subject: ename, type: 'social_connection', refusal: null },
      verdicts: [{ signer: ename, verdict: 'valid' }],
    })
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
    const { signature }: any = await change(bob.it, sign, { ename, id, digest: document.digest })
    expect(signature).toMatchObject({ vault: ename, documentId: id, state: 'delivered' })
    const seen = await alice.it.owner(
      `query ($id: ID!) { bindingDocument(id: $id) { ${verdicts} } }`,
      { id },
    )
    expect(seen.data.bindingDocument.verdicts).toMatchObject([
      { signer: ename, verdict: 'valid' },
      { signer: bob.it.vault.ename, verdict: 'valid' },
    ])
    expect((await opened(id)).document.refusal).toContain('has signed already')
    const again = await change(bob.it, sign, { ename, id, digest: document.digest })
    expect(again.errors[0]?.message).toContain('has signed already')
    // One that came before is not taken for refused.
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
    const resent: any = await change(bob.it, resend, { id: signature.id })
    expect(resent.signature).toMatchObject({ state: 'delivered' })
  })

  test('waits where its owner holds signatures, until they approve', async () => {
    await alice.it.owner(
      'mutation { changeSettings(changes: { counterpartySignatures: "hold" }) { errors { code } } }',
    )
    const id = await relation('held')
    const ename = alice.it.vault.ename
    const { digest } = (await opened(id)).document
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
    const { signature }: any = await change(bob.it, sign, { ename, id, digest })
    expect(signature).toMatchObject({ state: 'waits', reason: null })
    const pending = await alice.it.owner('{ pendingSignatures { id signer } }')
    expect(pending.data.pendingSignatures).toMatchObject([{ signer: bob.it.vault.ename }])
  })

  test('that is not what was shown is not signed', async () => {
    const id = await relation('one')
    const other = (await opened(await relation('other'))).document
    const ename = alice.it.vault.ename
    const before = await sent(bob.it)
    const { errors } = await change(bob.it, sign, { ename, id, digest: other.digest })
    expect(errors[0]).toMatchObject({ code: 'ADD_SIGNATURE_FAILED' })
    expect(await sent(bob.it)).toEqual(before)
  })

  test('that the owner may not see, or that is not there, is not found', async () => {
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
    const own: any = await change(alice.it, signOwn, { type: 'self', data: { name: 'Alice' } })
    expect((await opened(own.metaEnvelopeId)).errors[0]).toMatchObject({ code: 'NOT_FOUND' })
    expect((await opened('nothing')).errors[0]).toMatchObject({ code: 'NOT_FOUND' })
    expect((await opened('x', '@nobody-here')).errors[0]).toMatchObject({ code: 'UNAVAILABLE' })
    const mine = await opened('x', bob.it.vault.ename)
    expect(mine.errors[0]).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test('whose vault is away keeps its signature here, also over a restart', async () => {
    const id = await relation('away')
    const ename = alice.it.vault.ename
    const { digest } = (await opened(id)).document
    // Alice's vault answers the first question and no more.
    let isAway = false
    await bob.open({
      ...{ registrySecret: town.host.vault.registry.secret },
      openCustody: async () => {
        const custody = createKeyCustody(bob.store)
        return {
          ...custody,
          async sign(name, bytes, purpose) {
            const signature = await custody.sign(name, bytes, purpose)
            if (purpose === 'binding-document') {
              isAway = true
              await alice.close()
            }
            return signature
          },
        }
      },
    })
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
    const { signature }: any = await change(bob.it, sign, { ename, id, digest })
    expect(isAway).toBe(true)
    expect(signature).toMatchObject({ state: 'undelivered' })
    expect(signature.reason).toMatch(/vault/i)
    await bob.open()
    expect((await sent(bob.it))[0]).toMatchObject({ id: signature.id, state: 'undelivered' })

    await alice.open()
    await expect
      .poll(
        async () => {
          // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
          const resent: any = await change(bob.it, resend, { id: signature.id })
          return resent.signature.state
        },
        { timeout: 15_000, interval: 500 },
      )
      .toBe('waits')
    const forget = `mutation ($id: ID!) { forgetSentSignature(id: $id) }`
    const { data } = await bob.it.owner(forget, { id: signature.id })
    expect(data.forgetSentSignature).toBe(true)
    expect((await bob.it.owner(forget, { id: signature.id })).data.forgetSentSignature).toBe(false)
    const { errors } = await change(bob.it, resend, { id: signature.id })
    expect(errors[0]).toMatchObject({ code: 'NOT_FOUND' })
  })
})
