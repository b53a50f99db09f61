import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '../src/w3id/canonical-json.ts'
import { type BindingsTest, type Document, openBindingsTest } from './support/bindings-test.ts'
import { openPeople, type Person } from './support/people.ts'

const ontology = 'b1d0a8c3-4e5f-6789-0abc-def012345678'
let t: BindingsTest
let friend: Person
let third: Person

beforeAll(async () => {
  t = await openBindingsTest()
  friend = await t.people.meet('@friend.w3id')
  third = await t.people.meet('@third.w3id')
})
afterAll(() => t[Symbol.asyncDispose]())

const connection = (parties = [t.owner.ename, friend.ename]): Document => ({
  ...{ subject: t.owner.ename, type: 'social_connection', data: { parties } },
})
const refusal = (code: string, field: unknown = expect.anything()) => ({
  bindingDocument: null,
  errors: [{ code, field, message: expect.any(String) }],
})
const total = async () =>
  (await t.it.graphql('{ bindingDocuments { totalCount } }', {}, t.platform)).data.bindingDocuments
    .totalCount

describe('creating', () => {
  test('the seed’s example, and reading it in either shape', async () => {
    const data = { vendor: 'onfido', reference: 'ref-12345', name: 'John Doe' }
    const document = { subject: t.owner.ename, type: 'id_document', data }
    const signature = await t.owner.sign(document)
    // The subject is normalised before the signature is looked at.
    const sent = { ...document, subject: t.owner.ename.slice(1).toUpperCase() }
    const { metaEnvelopeId, ...answer } = await t.submit(sent, signature)
    const whole = { ...document, signatures: [signature] }
    expect(answer).toEqual({ bindingDocument: whole, errors: [] })
    const node = { id: metaEnvelopeId, ontology, parsed: whole }
    expect(await t.read(metaEnvelopeId)).toEqual({ ...node, ...whole })

    const list = '{ bindingDocuments(type: id_document) { edges { node { id ontology parsed } } } }'
    const { edges } = (await t.it.graphql(list, {}, t.platform)).data.bindingDocuments
    expect(edges).toEqual([{ node }])
    const one = 'query ($id: ID!) { metaEnvelope(id: $id) { ontology parsed } }'
    const record = (await t.it.graphql(one, { id: metaEnvelopeId }, t.platform)).data.metaEnvelope
    expect(record).toEqual({ ontology, parsed: whole })
  })

  test.each<[string, object]>([
    ['id_document', { vendor: 'v', reference: 'r', name: 'n' }],
    ['photograph', { photoBlob: 'AAAA' }],
    ['self', { kind: 'self', name: 'n' }],
    ['personal_parameters', {}],
    ['security_question', { question: 'q' }],
  ])('%s, with fields nobody knows', async (type, data) => {
    const given = { zebra: [{ b: 1.5, a: null }], ...data, apple: { nested: true } }
    const id = await t.created({ subject: t.owner.ename, type, data: given })
    expect(JSON.stringify((await t.read(id)).data)).toBe(JSON.stringify(given))
  })

  test.each([
    ['id_document', { vendor: 'v', reference: 'r' }, 'data.name: is missing.'],
    ['photograph', { photoBlob: '' }, 'data.photoBlob: must not be empty.'],
    ['social_connection', { parties: ['@a', 'A'] }, 'data.parties: must be two different eNames.'],
    ['self', { name: 7 }, 'data.name: must be a text.'],
    ['personal_parameters', 'text', 'data: must be an object.'],
    ['security_question', {}, 'data.question: is missing.'],
  ])('%s %j is refused in plain words', async (type, data, message) => {
    const document = { subject: t.owner.ename, type, data: data as object }
    expect(await t.submit(document, await t.owner.sign(document))).toEqual({
      ...{ metaEnvelopeId: null, bindingDocument: null },
      errors: [{ code: 'INVALID_INPUT', field: 'data', message }],
    })
  })

  test('needs a token', async () => {
    const document = t.selfie()
    const answer = await t.submit(document, await t.owner.sign(document), {})
    expect(answer).toMatchObject(refusal('UNAUTHENTICATED', null))
  })

  test('a provider may vouch instead of the owner', async () => {
    const provider = await t.people.provider()
    const signature = await provider.sign(t.selfie())
    expect((await t.submit(t.selfie(), signature)).errors).toEqual([])
    const other = await t.submit(t.selfie({ name: 'Jane' }), signature)
    expect(other).toMatchObject(refusal('INVALID_SIGNATURE', 'ownerSignature'))
  })

  test('a signature that proves nothing is refused, and nothing is stored', async () => {
    const document = t.selfie()
    const good = await t.owner.sign(document)
    const hash = createHash('sha256').update(canonicalJson(document)).digest('hex')
    const before = await total()
    for (const [submitted, signature] of [
      [document, { ...good, signature: hash }],
      [document, { ...good, signature: 'sig_abc123...' }],
      [document, { ...(await friend.sign(document)), signer: t.owner.ename }],
      [document, await friend.sign(document)],
      [document, await t.owner.sign({ ...document, signatures: [] })],
      [t.selfie({ name: 'Jack' }), good],
      [t.selfie({ name: 'John', extra: 1 }), good],
      [{ ...document, type: 'personal_parameters' }, good],
      [
        connection([friend.ename, third.ename]),
        await t.owner.sign(connection([friend.ename, third.ename])),
      ],
      [connection(), await friend.sign(connection())],
    ] as const) {
      const answer = await t.submit(submitted, signature)
      expect(answer).toMatchObject(refusal('INVALID_SIGNATURE', 'ownerSignature'))
    }
    expect(await total()).toBe(before)
  })
})

describe('adding a signature', () => {
  test('the counterparty of a connection finds it and signs it once', async () => {
    const id = await t.created(connection())
    const headers = await friend.headers(t.it.vault)
    expect((await t.read(id, headers)).signatures).toHaveLength(1)
    const signature = await friend.sign(connection())
    const { bindingDocument, errors } = await t.addSignature(id, signature, headers)
    expect(errors).toEqual([])
    expect(bindingDocument.signatures).toEqual([expect.anything(), signature])
    expect(await t.read(id)).toMatchObject(bindingDocument)
    const again = { ...(await friend.sign(connection())), signer: 'FRIEND.w3id' }
    expect(await t.addSignature(id, again, headers)).toEqual(refusal('ADD_SIGNATURE_FAILED'))
  })

  test('nobody else can sign a connection, or see it', async () => {
    const id = await t.created(connection())
    for (const person of [third, t.owner]) {
      const answer = await t.addSignature(id, await person.sign(connection()))
      expect(answer).toEqual(refusal('ADD_SIGNATURE_FAILED', 'signature'))
    }
    const headers = await third.headers(t.it.vault)
    expect(await t.read(id, headers)).toBeNull()
    for (const person of [third, friend]) {
      const answer = await t.addSignature(id, await person.sign(connection()), headers)
      expect(answer).toEqual(refusal('NOT_FOUND'))
    }
    expect(await t.signersOf(id)).toEqual([t.owner.ename])
  })

  test('that does not hold is refused', async () => {
    const id = await t.created(connection())
    const other = connection([friend.ename, t.owner.ename])
    for (const signature of [
      await friend.sign(other),
      { ...(await third.sign(connection())), signer: friend.ename },
    ]) {
      const answer = await t.addSignature(id, signature)
      expect(answer).toEqual(refusal('INVALID_SIGNATURE', 'signature'))
    }
    const nobody = await t.people.meet('@nobody.w3id', { certified: false })
    const selfId = await t.created(t.selfie())
    const answer = await t.addSignature(selfId, await nobody.sign(t.selfie()))
    expect(answer).toEqual(refusal('INVALID_SIGNATURE', 'signature'))
  })

  test('of a signer whose vault does not answer can be tried again later', async () => {
    await using gone = await openPeople(t.it)
    const away = await gone.meet('@away.w3id')
    await gone[Symbol.asyncDispose]()
    const id = await t.created(t.selfie())
    const answer = await t.addSignature(id, await away.sign(t.selfie()))
    expect(answer).toEqual(refusal('UNAVAILABLE', 'signature'))
  })

  test('at the same moment twice, one is taken', async () => {
    const id = await t.created(t.selfie())
    const signature = await friend.sign(t.selfie())
    const answers = await Promise.all([1, 2, 3].map(() => t.addSignature(id, signature)))
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1)
    expect(await t.signersOf(id)).toEqual([t.owner.ename, friend.ename])
  })

  test('to what is no binding document, or not there', async () => {
    const signature = await friend.sign(t.selfie())
    const other = await t.it.create()
    expect(await t.addSignature(other, signature)).toEqual(refusal('INVALID_TYPE'))
    expect(await t.addSignature('unheard-of', signature)).toEqual(refusal('NOT_FOUND'))
    const anonymous = await t.addSignature(await t.created(t.selfie()), signature, {})
    expect(anonymous).toEqual(refusal('UNAUTHENTICATED', null))
  })
})
