import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BindingsTest, openBindingsTest } from './support/bindings-test.ts'

const ontology = 'b1d0a8c3-4e5f-6789-0abc-def012345678'
let t: BindingsTest

beforeAll(async () => {
  t = await openBindingsTest()
})
afterAll(() => t[Symbol.asyncDispose]())

describe('the ordinary mutations leave binding documents alone', () => {
  const forged = { ontology, payload: { name: 'Forged' }, acl: ['*'] }
  const ordinary = { ...forged, ontology: 'a-type' }
  const meta = 'metaEnvelope { id } errors { code }'
  const total = async () =>
    (await t.it.owner('{ bindingDocuments { totalCount } }')).data.bindingDocuments.totalCount

  test.each([
    [
      'createMetaEnvelope',
      `($input: MetaEnvelopeInput!) {
      createMetaEnvelope(input: $input) { ${meta} } }`,
    ],
    [
      'storeMetaEnvelope',
      `($input: MetaEnvelopeInput!) {
      storeMetaEnvelope(input: $input) { metaEnvelope { id } } }`,
    ],
    [
      'bulkCreateMetaEnvelopes',
      `($inputs: [BulkMetaEnvelopeInput!]!) {
      bulkCreateMetaEnvelopes(inputs: $inputs) { results { success error } } }`,
    ],
    [
      'updateMetaEnvelope of none',
      `($input: MetaEnvelopeInput!) {
      updateMetaEnvelope(id: "new", input: $input) { ${meta} } }`,
    ],
  ])('%s makes none', async (_name, mutation) => {
    const before = await total()
    const variables = { input: forged, inputs: [forged] }
    for (const ask of [t.it.graphql, t.it.owner]) {
      const headers = ask === t.it.owner ? {} : t.platform
      const answer = await ask(`mutation ${mutation}`, variables, headers)
      expect(JSON.stringify(answer)).toMatch(/FORBIDDEN|createBindingDocument/)
    }
    expect(await total()).toBe(before)
  })

  test('none changes one, or turns another record into one', async () => {
    const id = await t.created(t.selfie())
    const other = await t.it.create()
    const before = await t.read(id)
    const one = 'query ($id: ID!) { metaEnvelope(id: $id) { envelopes { id fieldKey } } }'
    const { envelopes } = (await t.it.graphql(one, { id }, t.platform)).data.metaEnvelope
    const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
      updateMetaEnvelope(id: $id, input: $input) { ${meta} } }`
    const updateById = `mutation ($id: String!, $input: MetaEnvelopeInput!) {
      updateMetaEnvelopeById(id: $id, input: $input) { metaEnvelope { id } } }`
    const updateValue = `mutation ($id: String!) {
      updateEnvelopeValue(envelopeId: $id, newValue: "Forged") }`
    for (const [mutation, variables] of [
      [update, { id, input: forged }],
      [update, { id, input: ordinary }],
      [update, { id: other, input: forged }],
      [updateById, { id, input: ordinary }],
      [updateById, { id: other, input: forged }],
      ...envelopes.map((envelope: { id: string }) => [updateValue, { id: envelope.id }]),
    ]) {
      const answer = await t.it.graphql(mutation, variables, t.platform)
      expect(JSON.stringify(answer)).toContain('FORBIDDEN')
    }
    expect(envelopes).toHaveLength(4)
    expect(await t.read(id)).toEqual(before)
    expect(await t.read(other)).toBeNull()
  })

  test('only the owner deletes one, and can have it back', async () => {
    const id = await t.created(t.selfie())
    const before = await t.read(id)
    const remove = `mutation ($id: ID!) {
      removeMetaEnvelope(id: $id) { success errors { code } } }`
    const refused = await t.it.graphql(remove, { id }, t.platform)
    expect(refused.data.removeMetaEnvelope).toEqual({
      success: false,
      errors: [{ code: 'FORBIDDEN' }],
    })
    const removed = await t.it.owner(remove, { id })
    expect(removed.data.removeMetaEnvelope).toEqual({ success: true, errors: [] })
    expect(await t.read(id)).toBeNull()
    await t.it.owner(`mutation { restoreMetaEnvelope(id: "${id}") { errors { code } } }`)
    expect(await t.read(id)).toEqual(before)
  })

  test('an ACL the owner has changed stays when somebody signs', async () => {
    const id = await t.created(t.selfie())
    const friend = await t.people.meet('@friend.w3id')
    const headers = await friend.headers(t.it.vault)
    expect(await t.read(id, headers)).toBeNull()
    const acl = [t.owner.ename, friend.ename]
    const set =
      'mutation ($id: ID!, $acl: [String!]!) { setAcl(id: $id, acl: $acl) { errors { code } } }'
    expect((await t.it.owner(set, { id, acl })).data.setAcl.errors).toEqual([])
    expect((await t.addSignature(id, await friend.sign(t.selfie()), headers)).errors).toEqual([])
    expect((await t.read(id, headers)).signatures).toHaveLength(2)
  })
})

describe('the list', () => {
  const list = `query ($type: BindingDocumentType, $first: Int, $after: String,
      $last: Int, $before: String) {
    bindingDocuments(type: $type, first: $first, after: $after, last: $last, before: $before) {
      edges { cursor node { id type } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
    }
  }`
  const type = 'security_question'
  let ids: string[]

  beforeAll(async () => {
    ids = []
    for (const question of ['1', '2', '3', '4', '5']) {
      ids.push(await t.created({ subject: t.owner.ename, type, data: { question } }))
      // Says the type elsewhere, so it is no document of it.
      const data = { type, kind: type, [type]: type }
      await t.created({ subject: t.owner.ename, type: 'personal_parameters', data })
    }
  })

  async function page(pageArguments: object) {
    const { data } = await t.it.graphql(list, pageArguments, t.platform)
    const { edges, pageInfo, totalCount } = data.bindingDocuments
    const places = edges.map(({ node }: { node: { id: string } }) => ids.indexOf(node.id))
    return { places, ...pageInfo, totalCount }
  }

  test('of one type walks forward', async () => {
    const one = await page({ type, first: 2 })
    expect(one).toMatchObject({ places: [0, 1], hasNextPage: true, hasPreviousPage: false })
    const two = await page({ type, first: 2, after: one.endCursor })
    expect(two).toMatchObject({ places: [2, 3], hasNextPage: true, hasPreviousPage: true })
    const three = await page({ type, first: 2, after: two.endCursor })
    expect(three).toMatchObject({ places: [4], hasNextPage: false, hasPreviousPage: true })
    expect([one, two, three].map(({ totalCount }) => totalCount)).toEqual([5, 5, 5])
  })

  test('of one type walks backward', async () => {
    const one = await page({ type, last: 3 })
    expect(one).toMatchObject({ places: [2, 3, 4], hasNextPage: false, hasPreviousPage: true })
    const two = await page({ type, last: 3, before: one.startCursor })
    expect(two).toMatchObject({ places: [0, 1], hasNextPage: true, hasPreviousPage: false })
  })

  test('of all types holds them in creation order, and nothing else', async () => {
    await t.it.create({ type })
    const { places, totalCount } = await page({ last: 10 })
    expect(places).toEqual([0, -1, 1, -1, 2, -1, 3, -1, 4, -1])
    expect(totalCount).toBeGreaterThanOrEqual(10)
    expect((await page({ type: 'photograph' })).totalCount).toBe(0)
  })

  test('does not mix directions, and knows its types', async () => {
    const mixed = await t.it.graphql(list, { first: 1, last: 1 }, t.platform)
    expect(mixed.errors[0]?.extensions.code).toBe('INVALID_PAGE')
    expect((await t.it.graphql(list, { type: 'other' }, t.platform)).errors).not.toEqual([])
  })

  test('holds nothing for strangers', async () => {
    expect(await page({}).then(({ totalCount }) => totalCount)).toBeGreaterThan(0)
    const { data } = await t.it.graphql(list)
    expect(data.bindingDocuments).toMatchObject({ edges: [], totalCount: 0 })
  })
})
