import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestVault, type TestVault } from './support/test-vault.ts'

let it: TestVault
beforeAll(async () => {
  it = await openTestVault()
})
afterAll(() => it[Symbol.asyncDispose]())

const fields = 'id ontology parsed envelopes { id ontology fieldKey value valueType }'
const createOne = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { ${fields} } errors { field message code } }
}`
const readOne = `query ($id: ID!) { metaEnvelope(id: $id) { ${fields} } }`

const input = (payload: unknown, more = {}) => ({
  ontology: 'a-type',
  payload,
  acl: ['*'],
  ...more,
})
const create = async (payload: unknown, more = {}) =>
  (await it.graphql(createOne, { input: input(payload, more) })).data.createMetaEnvelope
const read = async (id: string) => (await it.graphql(readOne, { id })).data.metaEnvelope

const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''))
const value = fc
  .jsonValue({ stringUnit: 'binary', maxDepth: 6 })
  .map((any) => JSON.parse(JSON.stringify(any).replaceAll('\\u0000', '')) as unknown)
const key = fc.oneof(
  text,
  fc.constantFrom('', '__proto__', 'constructor', 'toString', '0', '\u2028'),
)
// Made from JSON, as a request is: that is how `__proto__` becomes a plain key.
const payloads = fc
  .array(fc.tuple(key, value), { maxLength: 8 })
  .map((entries) => JSON.stringify(entries))
  .map((json) => Object.fromEntries(JSON.parse(json)) as Record<string, unknown>)

test('any payload comes back as it was, at once and when it is read', async () => {
  await fc.assert(
    fc.asyncProperty(payloads, async (payload) => {
      const { metaEnvelope, errors } = await create(payload)
      expect(errors).toEqual([])
      expect(JSON.stringify(metaEnvelope.parsed)).toBe(JSON.stringify(payload))
      const held = await read(metaEnvelope.id)
      expect(JSON.stringify(held.parsed)).toBe(JSON.stringify(payload))
      expect(held.envelopes.map(({ fieldKey }: { fieldKey: string }) => fieldKey)).toEqual(
        Object.keys(payload),
      )
    }),
    { numRuns: 150 },
  )
})

test('numbers come back exactly', async () => {
  const numbers = [
    ...[0, 1, -1, 0.1, 1 / 3, 2 ** 53, -(2 ** 53), 1e21, 1e-7, 123456789.12345679],
    ...[Number.MAX_VALUE, Number.MIN_VALUE, Number.EPSILON, 5e-324, -2.2250738585072014e-308],
  ]
  const { metaEnvelope } = await create({ numbers })
  expect((await read(metaEnvelope.id)).parsed.numbers).toEqual(numbers)
})

test('a text of a megabyte comes back whole', async () => {
  const long = 'ü€😀"\\\n'.repeat(2 ** 17)
  const { metaEnvelope } = await create({ long })
  expect((await read(metaEnvelope.id)).parsed.long === long).toBe(true)
})

test('`__proto__` and its like are fields, whether they come as JSON or in the query', async () => {
  const payload = JSON.parse(
    '{"__proto__":{"admin":true},"constructor":{"prototype":1},"":"empty"}',
  )
  expect(Object.keys(payload)).toHaveLength(3)
  const { metaEnvelope } = await create(payload)
  expect(JSON.stringify((await read(metaEnvelope.id)).parsed)).toBe(JSON.stringify(payload))

  const written = await it.graphql(`mutation {
    createMetaEnvelope(input: { ontology: "o", acl: ["*"], payload: { __proto__: { admin: true }, a: [1, 2.5, "x", null, { b: false }] } }) {
      metaEnvelope { id parsed }
    }
  }`)
  expect(JSON.stringify(written.data.createMetaEnvelope.metaEnvelope.parsed)).toBe(
    '{"__proto__":{"admin":true},"a":[1,2.5,"x",null,{"b":false}]}',
  )
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
})

test('variables inside a payload written into the query are filled in', async () => {
  const { data } = await it.graphql(
    `mutation ($text: JSON, $missing: JSON) {
      createMetaEnvelope(input: { ontology: "o", acl: [], payload: { a: [$text], b: $missing } }) {
        metaEnvelope { parsed }
      }
    }`,
    { text: { deep: 1 } },
  )
  expect(data.createMetaEnvelope.metaEnvelope.parsed).toEqual({ a: [{ deep: 1 }], b: null })
})

test('the seeds’ curl works as printed', async () => {
  const query =
    'mutation { createMetaEnvelope(input: { ontology: "550e8400-e29b-41d4-a716-446655440001", payload: { content: "Hello!", authorId: "...", createdAt: "2025-01-24T10:00:00Z" }, acl: ["*"] }) { metaEnvelope { id ontology } errors { message } } }'
  const { json } = await it.call('/graphql', {
    body: { query },
    headers: { 'X-ENAME': it.vault.ename },
  })
  expect(json).toEqual({
    data: {
      createMetaEnvelope: {
        metaEnvelope: { id: expect.any(String), ontology: '550e8400-e29b-41d4-a716-446655440001' },
        errors: [],
      },
    },
  })
})

test('each field is an envelope with its key, its value and the type of that', async () => {
  const payload = { s: '2025-01-24T10:00:00Z', n: 1.5, b: false, o: { x: [] }, a: [null], z: null }
  const { metaEnvelope } = await create(payload)
  const expected = [
    ['s', 'string'],
    ['n', 'number'],
    ['b', 'boolean'],
    ['o', 'object'],
    ['a', 'array'],
    ['z', 'null'],
  ].map(([fieldKey, valueType]) => ({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    ...{ ontology: fieldKey, fieldKey, valueType },
    value: payload[fieldKey as keyof typeof payload],
  }))
  expect(metaEnvelope.envelopes).toEqual(expected)
  expect(await read(metaEnvelope.id)).toEqual(metaEnvelope)
})

test.each([
  ['no object', [1, 2], 'INVALID_PAYLOAD'],
  ['text', 'hello', 'INVALID_PAYLOAD'],
  ['NUL', { a: '\0' }, 'INVALID_PAYLOAD'],
  ['half a surrogate pair', { a: '\ud800' }, 'INVALID_PAYLOAD'],
])('a payload with %s is refused, and nothing is kept', async (_what, payload, code) => {
  const before = (await it.owner('{ vault { totalCount } }')).data.vault.totalCount
  expect(await create(payload)).toMatchObject({
    metaEnvelope: null,
    errors: [{ field: 'payload', code }],
  })
  expect((await it.owner('{ vault { totalCount } }')).data.vault.totalCount).toBe(before)
})

test('a payload of null is refused before it is looked at', async () => {
  const { data, errors } = await it.graphql(createOne, { input: input(null) })
  expect(data).toBeNull()
  expect(errors[0]?.message).toContain('at "input.payload"')
})

test('the owner sees the ACL in its normal form', async () => {
  const { metaEnvelope } = await create({}, { acl: ['User-A.w3id', ' * ', '@USER-A.W3ID'] })
  const query = 'query ($id: ID!) { metaEnvelope(id: $id) { acl createdAt } }'
  const { data } = await it.owner(query, { id: metaEnvelope.id })
  expect(data.metaEnvelope.acl).toEqual(['@user-a.w3id', '*'])
  expect(Math.abs(Date.parse(data.metaEnvelope.createdAt) - Date.now())).toBeLessThan(60_000)
})

test('pages go from end to end in either direction, with cursors that stand for records', async () => {
  const ids: string[] = []
  for (let n = 0; n < 5; n += 1) ids.push(await it.create({ n }, ['*'], 'paged'))
  const list = `query ($first: Int, $after: String, $last: Int, $before: String) {
    metaEnvelopes(filter: { ontologyId: "paged" }, first: $first, after: $after, last: $last, before: $before) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id } }
    }
  }`
  const page = async (variables: object) => {
    const { data } = await it.graphql(list, variables)
    const { edges, pageInfo, totalCount } = data.metaEnvelopes
    expect(totalCount).toBe(5)
    expect(pageInfo.startCursor).toBe(edges[0].cursor)
    expect(pageInfo.endCursor).toBe(edges.at(-1).cursor)
    const { hasPreviousPage: before, hasNextPage: after } = pageInfo
    return {
      ids: edges.map(({ node }: { node: { id: string } }) => node.id),
      before,
      after,
      pageInfo,
    }
  }
  const first = await page({ first: 2 })
  expect(first).toMatchObject({ ids: ids.slice(0, 2), before: false, after: true })
  const second = await page({ first: 2, after: first.pageInfo.endCursor })
  expect(second).toMatchObject({ ids: ids.slice(2, 4), before: true, after: true })
  const third = await page({ first: 2, after: second.pageInfo.endCursor })
  expect(third).toMatchObject({ ids: ids.slice(4), before: true, after: false })
  const last = await page({ last: 2 })
  expect(last).toMatchObject({ ids: ids.slice(3), before: true, after: false })
  const back = await page({ last: 9, before: last.pageInfo.startCursor })
  expect(back).toMatchObject({ ids: ids.slice(0, 3), before: false, after: true })
})

test.each([
  'first: 1, last: 1',
  'first: 1, before: "x"',
  'first: 101',
  'last: -1',
  'after: "no cursor"',
])('a page (%s) is INVALID_PAGE', async (args) => {
  const { errors } = await it.graphql(`{ metaEnvelopes(${args}) { totalCount } }`)
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID_PAGE' } }])
})

test.each([
  ['longer than 512 characters', 'x'.repeat(513)],
  ['far longer than an index entry', 'x'.repeat(20_000)],
  ['empty', ''],
  ['with a line break', 'a\nb'],
])('an update creates nothing in place under an id that is %s', async (_what, id) => {
  const token = { authorization: `Bearer ${await it.platformToken()}` }
  const lines = it.logged.length
  const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
    updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { id } errors { field code } }
  }`
  const { data } = await it.graphql(update, { id, input: input({}) }, token)
  expect(data.updateMetaEnvelope).toEqual({
    metaEnvelope: null,
    errors: [{ field: 'id', code: 'INVALID_INPUT' }],
  })
  expect(it.logged.slice(lines)).toEqual([])
})
