import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestVault, type TestVault } from './support/test-vault.ts'

/** What is sent as JSON comes back as that JSON: the same text, so in the same order too. */
let it: TestVault
let headers: { authorization: string }
beforeAll(async () => {
  it = await openTestVault()
  headers = { authorization: `Bearer ${await it.platformToken()}` }
})
afterAll(() => it[Symbol.asyncDispose]())

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Payload = Record<string, Json>
interface Envelope {
  readonly id: string
  readonly fieldKey: string
  readonly ontology: string
  readonly value: Json
  readonly valueType: string
}
interface Held {
  readonly id: string
  readonly parsed: Payload
  readonly envelopes: readonly Envelope[]
}

const fields = 'id parsed envelopes { id ontology fieldKey value valueType }'
const createOne = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { ${fields} } errors { field code } } }`
const updateOne = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { ${fields} } errors { field code } } }`
const readOne = `query ($id: ID!) { metaEnvelope(id: $id) { ${fields} } }`
const readLast = `query ($type: ID) { metaEnvelopes(filter: { ontologyId: $type }, last: 1) {
  edges { node { ${fields} } } } }`
const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
  bulkCreateMetaEnvelopes(inputs: $inputs) { results { id success error } } }`

const inputOf = (payload: unknown, ontology = 'a-type') => ({ ontology, payload, acl: ['*'] })
const read = async (id: string): Promise<Held> =>
  (await it.graphql(readOne, { id })).data.metaEnvelope

/** The record is this payload, in every form it is shown in. */
function expectPayload(held: Held, payload: Payload): void {
  expect(JSON.stringify(held.parsed)).toBe(JSON.stringify(payload))
  const shown = held.envelopes.map(({ id: _, ...envelope }) => envelope)
  const wanted = Object.entries(payload).map(([key, value]) => ({
    ...{ ontology: key, fieldKey: key, value },
    valueType: value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value,
  }))
  expect(JSON.stringify(shown)).toBe(JSON.stringify(wanted))
  const ids = held.envelopes.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
}

const unit = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.constantFrom('"', '\\', '\n', '\u2028', '😀', 'ß', '$1', '{}', ' ') },
)
const text = fc.array(unit, { maxLength: 8 }).map((all) => all.join('').replaceAll('\0', ''))
const key = fc.oneof(
  { weight: 2, arbitrary: text },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...['', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'length'],
      ...['0', '1', '10', '-1', '01', '4294967295', 'b', 'a', 'B', 'id', 'toJSON'],
    ),
  },
)
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e21, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2, 0.1 + 0.2),
)
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null))
/** Objects as JSON.parse makes them: `__proto__` is a key like any other. */
const objects = (names: fc.Arbitrary<string>, of: fc.Arbitrary<Json>) =>
  fc
    .array(fc.tuple(names, of), { maxLength: 5 })
    .map((all): Payload => JSON.parse(JSON.stringify(Object.fromEntries(all))))

function payloads(names: fc.Arbitrary<string>): fc.Arbitrary<Payload> {
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      objects(names, tie('value')),
    ),
  }))
  return objects(names, value)
}

test('it comes back from every door', async () => {
  await fc.assert(
    fc.asyncProperty(payloads(key), payloads(key), async (payload, second) => {
      const { data } = await it.graphql(createOne, { input: inputOf(payload) })
      expect(data.createMetaEnvelope.errors).toEqual([])
      const { id } = data.createMetaEnvelope.metaEnvelope as Held
      expectPayload(data.createMetaEnvelope.metaEnvelope, payload)
      expectPayload(await read(id), payload)
      const page = await it.graphql(readLast, { type: 'a-type' })
      expectPayload(page.data.metaEnvelopes.edges[0].node, payload)

      const given = { id, input: inputOf(second) }
      const updated = (await it.graphql(updateOne, given, headers)).data.updateMetaEnvelope
      expect(updated.errors).toEqual([])
      expectPayload(updated.metaEnvelope, second)
      const after = await read(id)
      expectPayload(after, second)
      expectSameIds(data.createMetaEnvelope.metaEnvelope, after)
      await expectTrashAndHistory(id, payload, second)
    }),
    { numRuns: 60 },
  )
}, 60_000)

/** Fields that stay keep their envelope's id. */
function expectSameIds(before: Held, after: Held): void {
  const idOf = new Map(before.envelopes.map(({ fieldKey, id }) => [fieldKey, id]))
  for (const { fieldKey, id } of after.envelopes) {
    if (idOf.has(fieldKey)) expect(id).toBe(idOf.get(fieldKey))
    else expect([...idOf.values()]).not.toContain(id)
  }
}

async function expectTrashAndHistory(id: string, first: Payload, second: Payload) {
  const before = await read(id)
  await it.owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id })
  expect(await read(id)).toBeNull()
  const restore = `mutation ($id: ID!) {
    restoreMetaEnvelope(id: $id) { metaEnvelope { ${fields} } errors { code } } }`
  const { restoreMetaEnvelope } = (await it.owner(restore, { id })).data
  expect(restoreMetaEnvelope.errors).toEqual([])
  expectPayload(restoreMetaEnvelope.metaEnvelope, second)
  expect(await read(id)).toEqual(before)

  const history = 'query ($id: ID!) { versions(id: $id) { versionId endedBy parsed } }'
  const { versions } = (await it.owner(history, { id })).data
  const [removed, updated] = versions
  expect(versions.map(({ endedBy }: { endedBy: string }) => endedBy)).toEqual(['delete', 'update'])
  expect(JSON.stringify(removed.parsed)).toBe(JSON.stringify(second))
  expect(JSON.stringify(updated.parsed)).toBe(JSON.stringify(first))
  const back = `mutation ($version: ID!) {
    restoreVersion(versionId: $version) { metaEnvelope { ${fields} } errors { code } } }`
  const answer = await it.owner(back, { version: updated.versionId })
  expectPayload(answer.data.restoreVersion.metaEnvelope, first)
  expectPayload(await read(id), first)
}

test('in bulk it is the same', async () => {
  const many = fc.array(payloads(key), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(many, async (all) => {
      const { data } = await it.graphql(bulk, { inputs: all.map((one) => inputOf(one)) }, headers)
      const { results } = data.bulkCreateMetaEnvelopes
      for (const [at, payload] of all.entries()) {
        expect(results[at]).toMatchObject({ success: true, error: null })
        expectPayload(await read(results[at].id), payload)
      }
    }),
    { numRuns: 25 },
  )
})

test('written into the query it is the same', async () => {
  const name = fc.oneof(
    fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,6}$/),
    fc.constantFrom('__proto__', 'constructor', 'toString', '__typename', 'null', 'true', 'on'),
  )
  await fc.assert(
    fc.asyncProperty(payloads(name), async (payload) => {
      const query = `mutation { createMetaEnvelope(input: {
        ontology: "a-type", acl: ["*"], payload: ${literal(payload)} }) {
        metaEnvelope { ${fields} } errors { code } } }`
      const { data, errors } = await it.graphql(query)
      expect(errors).toEqual([])
      expectPayload(data.createMetaEnvelope.metaEnvelope, payload)
      expectPayload(await read(data.createMetaEnvelope.metaEnvelope.id), payload)
    }),
    { numRuns: 60 },
  )
})

/** A value in GraphQL's own syntax, whose object keys are names without quotes. */
function literal(value: Json): string {
  if (typeof value === 'string') {
    // GraphQL knows JSON's escapes; control characters it doesn't know are escaped too.
    return JSON.stringify(value).replace(
      /[\u007f-\u009f]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  }
  if (Array.isArray(value)) return `[${value.map(literal).join(' ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}: ${literal(inner)}`)
    .join(', ')}}`
}

test('one field’s new value is any JSON, and leaves the others where they are', async () => {
  const change = `mutation ($id: String!, $value: JSON!) {
    updateEnvelopeValue(envelopeId: $id, newValue: $value) }`
  await fc.assert(
    fc.asyncProperty(payloads(key), payloads(key), fc.nat(), async (payload, value, which) => {
      const { data } = await it.graphql(createOne, { input: inputOf({ ...payload, last: 0 }) })
      const before = data.createMetaEnvelope.metaEnvelope as Held
      const envelope = before.envelopes[which % before.envelopes.length] as Envelope
      const answer = await it.graphql(change, { id: envelope.id, value }, headers)
      expect(answer).toMatchObject({ data: { updateEnvelopeValue: true }, errors: [] })
      const entries = Object.entries({ ...payload, last: 0 }).map(([name, old]) => [
        name,
        name === envelope.fieldKey ? value : old,
      ])
      const after = await read(before.id)
      expectPayload(after, Object.fromEntries(entries))
      expect(after.envelopes.map(({ id }) => id)).toEqual(before.envelopes.map(({ id }) => id))
    }),
    { numRuns: 30 },
  )
})

test('a text of a megabyte comes back whole, by itself and in a page', async () => {
  const payload = { long: '😀"\\\n\u2028ü'.repeat(2 ** 17).slice(0, 2 ** 20), short: '' }
  const { data } = await it.graphql(createOne, { input: inputOf(payload, 'long') })
  expectPayload(data.createMetaEnvelope.metaEnvelope, payload)
  const page = await it.graphql(readLast, { type: 'long' })
  expectPayload(page.data.metaEnvelopes.edges[0].node, payload)
})

test.each(['""', '0', 'null', '{}', '"text"'])('`then` is a field: %s', async (value) => {
  const inner = `{"then":${value}}`
  for (const payload of [inner, `{"a":${inner}}`, `{"a":[${inner}]}`].map((text) =>
    JSON.parse(text),
  )) {
    const { data } = await it.graphql(createOne, { input: inputOf(payload) })
    expectPayload(data.createMetaEnvelope.metaEnvelope, payload)
    expectPayload(await read(data.createMetaEnvelope.metaEnvelope.id), payload)
  }
})

test('two names whose hashes begin alike are two envelopes', async () => {
  // SHA-256 of both begins with 0dcb368d78: found within a second.
  const payload = { f103166: 'one', f566414: 'two' }
  const { data } = await it.graphql(createOne, { input: inputOf(payload) })
  expectPayload(data.createMetaEnvelope.metaEnvelope, payload)
  // They stay the same envelopes, whichever comes first.
  const { id, envelopes } = data.createMetaEnvelope.metaEnvelope as Held
  const turned = { f566414: 'two', f103166: 'one' }
  await it.graphql(updateOne, { id, input: inputOf(turned) }, headers)
  const after = await read(id)
  expectPayload(after, turned)
  expectSameIds({ id, envelopes, parsed: payload }, after)
})

describe('what Postgres can’t hold is refused as INVALID_PAYLOAD', () => {
  const bad = ['\0', 'a\0b', '\ud800', '\udc00', 'x\udfff\ud800y', '😀'.slice(1)]
  const places: readonly ((text: string) => object)[] = [
    (text) => ({ a: text }),
    (text) => ({ [text]: 1 }),
    (text) => ({ a: [{ b: text }] }),
    (text) => ({ a: { [text]: null } }),
  ]

  test.each(bad)('%j, wherever it is', async (text) => {
    const id = await it.create({ a: 1 })
    for (const payload of places.map((place) => place(text))) {
      const refused = [{ field: 'payload', code: 'INVALID_PAYLOAD' }]
      const created = await it.graphql(createOne, { input: inputOf(payload) })
      expect(created).toMatchObject({ status: 200, errors: [] })
      expect(created.data.createMetaEnvelope).toEqual({ metaEnvelope: null, errors: refused })
      const given = { id, input: inputOf(payload) }
      const updated = await it.graphql(updateOne, given, headers)
      expect(updated.data.updateMetaEnvelope).toEqual({ metaEnvelope: null, errors: refused })
      const inBulk = await it.graphql(bulk, { inputs: [inputOf(payload), inputOf({})] }, headers)
      const { results } = inBulk.data.bulkCreateMetaEnvelopes
      expect(results).toMatchObject([{ success: false }, { success: true }])
      const store = createOne.replace(/createMetaEnvelope/, 'storeMetaEnvelope')
      const legacy = await it.graphql(store.replace(/errors.*$/, '} }'), {
        input: inputOf(payload),
      })
      expect(legacy.errors).toMatchObject([{ extensions: { code: 'INVALID_PAYLOAD' } }])
    }
    expect((await read(id)).parsed).toEqual({ a: 1 })
  })

  test('numbers beyond all numbers too, in variables and in the query', async () => {
    const written = createOne
      .replace('($input: MetaEnvelopeInput!)', '')
      .replace('$input', '{ ontology: "o", acl: [], payload: { a: 1e400 } }')
    const body = JSON.stringify({ query: createOne, variables: { input: inputOf({ a: 7 }) } })
    const inVariables = await it.call('/graphql', {
      body: body.replace('"a":7', '"a":1e400'),
      headers: { 'x-ename': it.vault.ename },
    })
    for (const data of [(await it.graphql(written)).data, inVariables.json.data]) {
      expect(data.createMetaEnvelope.errors).toEqual([
        { field: 'payload', code: 'INVALID_PAYLOAD' },
      ])
    }
  })
})
