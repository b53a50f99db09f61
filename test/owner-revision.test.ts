import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestVault, type TestVault } from './support/test-vault.ts'

let it: TestVault
beforeAll(async () => {
  it = await openTestVault()
})
afterAll(() => it[Symbol.asyncDispose]())

const ontology = 'post'
const create = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id revision } } }`
const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { revision } errors { code } } }`
const setAcl = `mutation ($id: ID!, $acl: [String!]!, $ifRevision: String) {
  setAcl(id: $id, acl: $acl, ifRevision: $ifRevision) {
    metaEnvelope { revision } errors { code } } }`
const read = `query ($id: ID!) { metaEnvelope(id: $id) { parsed acl revision } }`

async function newRecord(): Promise<{ id: string; revision: string }> {
  const input = { ontology, payload: { text: 'one' }, acl: ['*'] }
  return (await it.owner(create, { input })).data.createMetaEnvelope.metaEnvelope
}
const updateTo = async (id: string, text: string, ifRevision?: string) =>
  (await it.owner(update, { id, input: { ontology, payload: { text }, acl: ['*'], ifRevision } }))
    .data.updateMetaEnvelope
const setAclTo = async (id: string, acl: string[], ifRevision?: string) =>
  (await it.owner(setAcl, { id, acl, ifRevision })).data.setAcl
const current = async (id: string) => (await it.owner(read, { id })).data.metaEnvelope

describe('a record is changed as the owner read it, or not at all', () => {
  test('an update of what was changed meanwhile changes nothing', async () => {
    const { id, revision } = await newRecord()
    const { metaEnvelope } = await updateTo(id, 'theirs')
    expect((await updateTo(id, 'mine', revision)).errors).toEqual([{ code: 'CHANGED_MEANWHILE' }])
    expect(await current(id)).toMatchObject({ parsed: { text: 'theirs' } })
    expect((await updateTo(id, 'mine', metaEnvelope.revision)).errors).toEqual([])
    expect(await current(id)).toMatchObject({ parsed: { text: 'mine' } })
  })

  test('who may see it is a part of what it is', async () => {
    const { id, revision } = await newRecord()
    const private_ = await setAclTo(id, [], revision)
    expect(private_.errors).toEqual([])
    expect((await setAclTo(id, ['*'], revision)).errors).toEqual([{ code: 'CHANGED_MEANWHILE' }])
    expect((await updateTo(id, 'mine', revision)).errors).toEqual([{ code: 'CHANGED_MEANWHILE' }])
    expect(await current(id)).toMatchObject({ revision: private_.metaEnvelope.revision })
  })

  test('of many updates of the same revision one succeeds', async () => {
    const { id, revision } = await newRecord()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => updateTo(id, `writer ${at}`, revision)),
    )
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1)
  })

  test('what was deleted is not made anew', async () => {
    const { id, revision } = await newRecord()
    await it.owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id })
    expect((await updateTo(id, 'mine', revision)).errors).toEqual([{ code: 'NOT_FOUND' }])
    expect(await current(id)).toBeNull()
  })
})

test('platforms are told nothing of revisions', async () => {
  const { id } = await newRecord()
  const { errors } = await it.graphql(`{ metaEnvelope(id: "${id}") { revision } }`)
  expect(errors).not.toBeUndefined()
})
