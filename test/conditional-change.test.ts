import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestVault, type TestVault } from './support/test-vault.ts'

/** `X-EVault-If-Hash`: a change for the record that was read, and for no other. */

const type = 'a-type'
let vault: TestVault
let headers: { authorization: string }

beforeAll(async () => {
  vault = await openTestVault({ config: { policy: 'open' } })
  headers = { authorization: `Bearer ${await vault.platformToken()}` }
})
afterAll(() => vault[Symbol.asyncDispose]())

function hashOf(id: string, payload: object, ontology = type): string {
  return createHash('sha256').update(JSON.stringify({ id, ontology, payload })).digest('hex')
}

const update = (id: string, payload: object, ifHash: string, acl = ['*']) =>
  vault.graphql(
    `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
       updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { parsed } errors { code } } }`,
    { id, input: { ontology: type, payload, acl } },
    { ...headers, 'x-evault-if-hash': ifHash },
  )
const remove = (id: string, ifHash: string) =>
  vault.graphql(
    'mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success errors { code } } }',
    { id },
    { ...headers, 'x-evault-if-hash': ifHash },
  )

test('a change for the record as it is holds, one for an older record does not', async () => {
  const id = await vault.create({ n: 1, ü: null }, ['*'], type)
  const first = hashOf(id, { n: 1, ü: null })
  expect((await update(id, { n: 2 }, first)).data.updateMetaEnvelope).toEqual({
    metaEnvelope: { parsed: { n: 2 } },
    errors: [],
  })
  const refused = { code: 'CHANGED_MEANWHILE' }
  expect((await update(id, { n: 3 }, first)).data.updateMetaEnvelope.errors).toEqual([refused])
  expect((await remove(id, first)).data.removeMetaEnvelope.errors).toEqual([refused])
  expect((await remove(id, hashOf(id, { n: 2 }))).data.removeMetaEnvelope.success).toBe(true)
  expect((await update(id, { n: 4 }, hashOf(id, { n: 2 }))).data.updateMetaEnvelope.errors).toEqual(
    [refused],
  )
})

test('of fifty changes for one record at the same time one holds', async () => {
  const id = await vault.create({ n: 0 }, ['*'], type)
  const all = Array.from({ length: 50 }, (_, n) => update(id, { n: n + 1 }, hashOf(id, { n: 0 })))
  const answers = await Promise.all(all)
  const held = answers.filter(({ data }) => data.updateMetaEnvelope.errors.length === 0)
  expect(held).toHaveLength(1)
})

test('the older calls know the condition, too', async () => {
  const id = await vault.create({ n: 1 }, ['*'], type)
  const wrong = { ...headers, 'x-evault-if-hash': hashOf(id, { n: 9 }) }
  const changed = await vault.graphql(
    `mutation ($id: String!, $input: MetaEnvelopeInput!) {
       updateMetaEnvelopeById(id: $id, input: $input) { metaEnvelope { id } } }`,
    { id, input: { ontology: type, payload: {}, acl: ['*'] } },
    wrong,
  )
  const gone = await vault.graphql(
    'mutation ($id: String!) { deleteMetaEnvelope(id: $id) }',
    { id },
    wrong,
  )
  for (const { errors } of [changed, gone]) {
    expect(errors[0]?.extensions.code).toBe('CHANGED_MEANWHILE')
  }
})

test('a platform that changes a record so leaves its access list as the owner made it', async () => {
  const id = await vault.create({ n: 1 }, ['*'], type)
  const narrow = ['@friend.w3id']
  await vault.owner(
    'mutation ($ids: [ID!]!, $acl: [String!]!) { setAcls(ids: $ids, acl: $acl) { errors { code } } }',
    { ids: [id], acl: narrow },
  )
  const { data } = await update(id, { n: 2 }, hashOf(id, { n: 1 }), ['*'])
  expect(data.updateMetaEnvelope.errors).toEqual([])
  const after = await vault.owner('query ($id: ID!) { metaEnvelope(id: $id) { acl } }', { id })
  expect(after.data.metaEnvelope.acl).toEqual(narrow)
})

test('what is no hash is refused', async () => {
  const id = await vault.create({ n: 1 }, ['*'], type)
  const { data, errors } = await update(id, { n: 2 }, 'not-a-hash')
  expect([data?.updateMetaEnvelope?.errors[0]?.code, errors[0]?.extensions.code]).toContain(
    'INVALID_INPUT',
  )
})
