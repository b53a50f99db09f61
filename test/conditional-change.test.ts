import { createHash, randomUUID } from 'node:crypto'
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

async function allowWriting(platform: string, ontology: string): Promise<void> {
  const { data } = await vault.owner(
    `mutation ($platform: String!, $ontologies: [ConsentOntologyInput!]) {
       decideConsent(platform: $platform, decision: ontologies, ontologies: $ontologies) {
         errors { code } } }`,
    { platform, ontologies: [{ ontology, write: true }] },
  )
  expect(data.decideConsent.errors).toEqual([])
}
const update = (id: string, payload: object, ifHash: string, acl = ['*'], as: object = headers) =>
  vault.graphql(
    `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
       updateMetaEnvelope(id: $id, input: $input) { metaEnvelope { parsed } errors { code } } }`,
    { id, input: { ontology: type, payload, acl } },
    { ...as, 'x-evault-if-hash': ifHash },
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
  const { data } = await vault.owner('query ($id: ID!) { metaEnvelope(id: $id) { id } }', { id })
  expect(data.metaEnvelope).toBeNull()
})

test('what is refused leaves no version, no entry in the log and nothing to tell', async () => {
  const id = await vault.create({ n: 1 }, ['*'], type)
  await update(id, { n: 2 }, hashOf(id, { n: 0 }))
  await remove(id, hashOf(id, { n: 0 }))
  const { data } = await vault.owner(
    'query ($id: ID!) { metaEnvelope(id: $id) { parsed } versions(id: $id) { id } }',
    { id },
  )
  expect(data).toEqual({ metaEnvelope: { parsed: { n: 1 } }, versions: [] })
  const { json } = await vault.call('/logs?limit=1', { headers: { 'x-ename': vault.vault.ename } })
  expect(json.logs[0]).toMatchObject({ metaEnvelopeId: id, operation: 'create' })
})

test('the hash is the one of the log, whatever the payload holds', async () => {
  const payload = { z: 1.5e300, 2: 'two', 1: ['ü', '\u2028', '\\', -0, 1e21], a: { ename: null } }
  const id = await vault.create(payload, ['*'], 'Änderung "x"')
  const { json } = await vault.call('/logs?limit=1', { headers: { 'x-ename': vault.vault.ename } })
  expect(json.logs[0].metaEnvelopeId).toBe(id)
  expect((await remove(id, json.logs[0].envelopeHash)).data.removeMetaEnvelope.success).toBe(true)
})

test('of fifty changes for one record at the same time one holds', async () => {
  const id = await vault.create({ n: 0 }, ['*'], type)
  const all = Array.from({ length: 50 }, (_, n) => update(id, { n: n + 1 }, hashOf(id, { n: 0 })))
  const answers = await Promise.all(all)
  const held = answers.filter(({ data }) => data.updateMetaEnvelope.errors.length === 0)
  expect(held).toHaveLength(1)
  const codes = answers.flatMap(({ data }) => data.updateMetaEnvelope.errors)
  expect(codes).toEqual(Array(49).fill({ code: 'CHANGED_MEANWHILE' }))
  const { data } = await vault.owner('query ($id: ID!) { metaEnvelope(id: $id) { parsed } }', {
    id,
  })
  expect(data.metaEnvelope).toEqual(held[0]?.data.updateMetaEnvelope.metaEnvelope)
})

test('of those who change and remove a record at the same time one is first', async () => {
  const id = await vault.create({ n: 0 }, ['*'], type)
  const base = hashOf(id, { n: 0 })
  const all = Array.from({ length: 20 }, (_, n) =>
    n % 2 === 0 ? update(id, { n: n + 1 }, base) : remove(id, base),
  )
  const errors = (await Promise.all(all)).flatMap(
    ({ data }) => (data.updateMetaEnvelope ?? data.removeMetaEnvelope).errors,
  )
  expect(errors).toEqual(Array(19).fill({ code: 'CHANGED_MEANWHILE' }))
})

test('who may not see a record is not told that it is there', async () => {
  const id = await vault.create({ n: 1 }, ['@friend.w3id'], type)
  await allowWriting('https://some.example.com', type)
  const bearer = await vault.platformToken('https://some.example.com')
  const some = { authorization: `Bearer ${bearer}` }
  const there = await update(id, { n: 2 }, hashOf(id, { n: 1 }), ['*'], some)
  const nowhere = await update('nowhere', { n: 2 }, hashOf(id, { n: 1 }), ['*'], some)
  expect(there.data).toEqual(nowhere.data)
  expect(there.data.updateMetaEnvelope.errors).toEqual([{ code: 'CHANGED_MEANWHILE' }])
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

test('a page of another origin may send the header, where it asks to', async () => {
  const preflight = (asked: string) =>
    vault.call('/graphql', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://blabsy.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': asked,
      },
    })
  const allowed = async (asked: string) =>
    (await preflight(asked)).headers['access-control-allow-headers']
  expect(await allowed('x-ename,x-evault-if-hash')).toContain('X-EVault-If-Hash')
  expect(await allowed('x-ename')).not.toContain('If-Hash')
})

test('a platform that may write some types brings UUIDs along, and no other ids', async () => {
  const name = 'https://limited.example.com'
  await allowWriting(name, type)
  const some = { authorization: `Bearer ${await vault.platformToken(name)}` }
  const bring = async (id: string, ontology = type) => {
    const { data } = await vault.graphql(
      `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
         bulkCreateMetaEnvelopes(inputs: $inputs) { results { id success error } } }`,
      { inputs: [{ id, ontology, payload: { n: 1 }, acl: ['*'] }] },
      some,
    )
    return data.bulkCreateMetaEnvelopes.results[0]
  }
  const id = randomUUID()
  expect(await bring(id)).toEqual({ id, success: true, error: null })
  const exists = { success: false, error: 'A record with this id exists.' }
  expect(await bring(id)).toEqual({ id, ...exists })
  // Of a record that it may not see it hears no more than of its own.
  const hidden = await vault.create({ n: 1 }, ['@friend.w3id'], 'other-type')
  expect(await bring(hidden)).toEqual({ id: hidden, ...exists })
  expect(await bring(randomUUID(), 'other-type')).toMatchObject({ success: false })
  for (const other of ['my-record', `${id}0`, `{${id}}`, '@friend.w3id']) {
    expect(await bring(other)).toMatchObject({
      success: false,
      error: expect.stringMatching(/everything/),
    })
  }
})

test('of those who bring the same id at the same time one has it', async () => {
  const id = randomUUID()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      vault.graphql(
        `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
           bulkCreateMetaEnvelopes(inputs: $inputs) { successCount } }`,
        { inputs: [{ id, ontology: type, payload: { n }, acl: ['*'] }] },
        headers,
      ),
    ),
  )
  const made = answers.map(({ data }) => data.bulkCreateMetaEnvelopes.successCount)
  expect(made.reduce((sum, n) => sum + n)).toBe(1)
})
