import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestVault, type TestVault } from './support/test-vault.ts'

let it: TestVault
beforeAll(async () => {
  it = await openTestVault()
})
afterAll(() => it[Symbol.asyncDispose]())

const create = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id } } }`
const page = `query ($around: String) {
  metaEnvelopes(last: 10) { edges { node { id brief(around: $around) } } } }`

test('a list of large records is small, and shows where a search hit', async () => {
  const text = `${'a'.repeat(1_000_000)} Canal ${'b'.repeat(1_000_000)}`
  const input = { ontology: 'post', payload: { text, likes: 3 }, acl: [] }
  const { id } = (await it.owner(create, { input })).data.createMetaEnvelope.metaEnvelope

  const { data } = await it.owner(page, { around: 'canal' })
  expect(JSON.stringify(data).length).toBeLessThan(1_000)
  const { brief } = data.metaEnvelopes.edges[0].node
  expect(brief).toEqual({ text: expect.stringContaining('a Canal b'), likes: 3 })

  await it.owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id })
  const trash = await it.owner('{ trash(first: 10) { id brief } }')
  expect(trash.data.trash).toEqual([{ id, brief: { text: `${'a'.repeat(300)}…`, likes: 3 } }])
})

test('platforms get payloads whole, not in brief', async () => {
  const { errors } = await it.graphql('{ metaEnvelopes(last: 1) { edges { node { brief } } } }')
  expect(errors).not.toBeUndefined()
})
