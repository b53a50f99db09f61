import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call } from './support/call.ts'
import { openPeople, type People } from './support/people.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
type Any = any

/** Looking at the vault as somebody else, and what would be seen after a decision. */
let it: TestVault
let people: People
let ids: Record<'everyone' | 'friend' | 'nobody' | 'app', string>
const app = 'https://app.example/'

beforeAll(async () => {
  it = await openTestVault({ config: { policy: 'guarded' } })
  people = await openPeople(it)
  ids = {
    everyone: await it.create({ text: 'hello' }, ['*'], 'a'),
    friend: await it.create({ text: 'hello' }, ['@friend.w3id'], 'a'),
    nobody: await it.create({ text: 'hello' }, [], 'b'),
    app: await it.create({ text: 'hello' }, ['@https://app.example'], 'b'),
  }
})
afterAll(async () => {
  await people[Symbol.asyncDispose]()
  await it[Symbol.asyncDispose]()
})

const queries = [
  '{ metaEnvelopes { totalCount edges { node { id } } } }',
  '{ metaEnvelopes(filter: { search: { term: "HELLO" } }) { totalCount edges { node { id } } } }',
  ...['everyone', 'friend', 'nobody', 'app'].map(
    (name) => `{ metaEnvelope(id: "${name}") { id } }`,
  ),
  '{ findMetaEnvelopesByOntology(ontology: "b") { id } }',
  '{ getAllEnvelopes { value } }',
  '{ bindingDocuments { totalCount } }',
]
const withIds = (query: string) =>
  query.replace(/id: "(\w+)"/, (_, name: keyof typeof ids) => `id: "${ids[name]}"`)
const as = (who: string, query: string, variables: object = {}) =>
  it.owner(query, variables, { 'x-view-as': who })
const decide = async (platform: string, decision: string, ontologies: object[] = []) => {
  const query = `mutation ($p: String!, $d: ConsentDecision!, $o: [ConsentOntologyInput!]) {
    decideConsent(platform: $p, decision: $d, ontologies: $o) { errors { code } } }`
  const { data } = await it.owner(query, { p: platform, d: decision, o: ontologies })
  expect(data.decideConsent.errors).toEqual([])
}
const accessLog = async () =>
  (await it.owner('{ accessLog(first: 100) { id caller times } }')).data.accessLog
/** What the caller gets on the local listener: from elsewhere, as a web page of an allowed origin. */
const answer = ({ data, errors }: Any) => ({
  data,
  errors: errors.map(({ message, extensions }: Any) => [message, extensions?.code]),
})

describe('the view of', () => {
  test.each([
    ['everything', []],
    ['read', []],
    ['ontologies', [{ ontology: 'a', write: true }]],
    ['ontologies', []],
    ['blocked', []],
    [null, []],
  ])('a platform is what it is answered: %s %j', async (decision, types) => {
    if (decision !== null) await decide(app, decision, types)
    const headers = { authorization: `Bearer ${await it.platformToken(app)}` }
    for (const query of queries.map(withIds)) {
      const asked = await it.graphql(query, {}, headers)
      expect(answer(await as(`platform ${app}`, query))).toEqual(answer(asked))
    }
    await it.owner(`mutation { revokeConsent(platform: "${app}") }`)
  })

  test('a person, too, whatever the case of the name', async () => {
    const friend = await (await people.meet('@friend.w3id')).headers(it.vault)
    for (const query of queries.map(withIds)) {
      const asked = await it.graphql(query, {}, friend)
      for (const name of ['@friend.w3id', 'FRIEND.w3id']) {
        expect(answer(await as(`person ${name}`, query))).toEqual(answer(asked))
      }
    }
    const { data } = await as('person @friend.w3id', '{ ontologies { ontology count } }')
    expect(data.ontologies).toEqual([{ ontology: 'a', count: 2 }])
  })

  test('nobody in particular is that of another computer', async () => {
    const one = `{ metaEnvelope(id: "${ids.everyone}") { id } }`
    expect((await as('anonymous', one)).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ])
    await it.owner(
      'mutation { changeSettings(changes: { readPublicWithoutToken: "anyone" }) { errors { code } } }',
    )
    expect((await as('anonymous', one)).data.metaEnvelope).toEqual({ id: ids.everyone })
    const { data } = await as('anonymous', '{ ontologies { ontology count } vault { totalCount } }')
    expect(data).toEqual({ ontologies: [{ ontology: 'a', count: 1 }], vault: { totalCount: 4 } })
    await it.owner(
      'mutation { changeSettings(changes: { readPublicWithoutToken: "this-computer" }) { errors { code } } }',
    )
  })

  test('the owner is the owner’s, without a hand', async () => {
    const { data } = await as(`person ${it.vault.ename}`, '{ metaEnvelopes { totalCount } }')
    expect(data.metaEnvelopes.totalCount).toBe(4)
    const { errors } = await as(
      `person ${it.vault.ename}`,
      'mutation { revokeConsent(platform: "x") }',
    )
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})

describe('looking as somebody else', () => {
  test('leaves no trace: no entry, no visitor, no request for consent', async () => {
    const known = async () => (await it.owner('{ visitors { caller } consents { platform } }')).data
    const before = [await accessLog(), await known()]
    for (const who of ['platform https://nosy.example', 'person @nosy', 'anonymous']) {
      for (const query of queries.map(withIds)) await as(who, query)
    }
    expect([await accessLog(), await known()]).toEqual(before)
  })

  const anything = `mutation ($id: ID!, $type: String!) {
    a: createMetaEnvelope(input: { ontology: $type, payload: {}, acl: [] }) { errors { code } }
    b: removeMetaEnvelope(id: $id) { errors { code } }
    c: setAcl(id: $id, acl: []) { errors { code } }
    d: removeMetaEnvelopes(ids: [$id]) { successCount }
    e: decideConsent(platform: "x", decision: everything) { errors { code } }
    f: deleteMetaEnvelope(id: "x")
    g: changeSettings(changes: { trashDays: 1 }) { errors { code } }
    h: cancelRecovery { errors { code } }
  }`
  test.each(['platform https://full.example', 'person @friend.w3id', 'anonymous'])(
    '%s changes nothing',
    async (who) => {
      await decide('https://full.example', 'everything')
      const log = async () =>
        (await it.owner('{ operationLog(first: 100) { entries { id } } }')).data
      const before = await log()
      const { data, errors } = await as(who, anything, { id: ids.everyone, type: 'x' })
      expect(data).toBeNull()
      expect(errors).toMatchObject([
        {
          message: 'You are looking at your vault as somebody else.',
          extensions: { code: 'FORBIDDEN' },
        },
      ])
      expect(await log()).toEqual(before)
      const { data: after } = await it.owner('{ settings { trashDays } }')
      expect(after.settings.trashDays).toBe(30)
    },
  )

  test('does not spool a large upload either', async () => {
    const { url, token } = it.vault.owner
    const content = 'A'.repeat(9 * 1024 * 1024)
    const query = `mutation ($input: UploadFileInput!) { uploadFile(input: $input) { uri } }`
    const input = { filename: 'a', contentType: 'text/plain', acl: [], content }
    const headers = { authorization: `Bearer ${token}`, 'x-view-as': 'anonymous' }
    const { status } = await call(url, { body: { query, variables: { input } }, headers })
    expect(status).toBe(413)
  })

  test.each([
    '',
    'somebody',
    'person',
    'person ',
    'platform',
    'owner',
    'person @',
    `person ${'x'.repeat(600)}`,
  ])('who is no caller is refused: %j', async (who) => {
    const { status, data, errors } = await as(who, '{ metaEnvelopes { totalCount } }')
    expect([status, data]).toEqual([400, null])
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }])
  })

  test('is for the owner listener only, and for another vault’s name not at all', async () => {
    const headers = { 'x-view-as': `person ${it.vault.ename}` }
    const { data } = await it.graphql('{ metaEnvelopes { totalCount } }', {}, headers)
    expect(data.metaEnvelopes.totalCount).toBe(1)
    const { errors } = await it.owner(
      '{ vault { ename } }',
      {},
      { ...headers, 'x-ename': '@other' },
    )
    expect(errors).toMatchObject([{ extensions: { code: 'UNKNOWN_ENAME' } }])
  })

  test('is a header the window may send', async () => {
    const windowOrigin = 'app://evault'
    await using own = await openTestVault({ means: { windowOrigin } })
    const preflight = await call(own.vault.owner.url, {
      method: 'OPTIONS',
      headers: { origin: windowOrigin, 'access-control-request-method': 'POST' },
    })
    expect(String(preflight.headers['access-control-allow-headers'])).toMatch(/x-view-as/i)
  })
})

const preview = `query ($p: String!, $d: ConsentDecision!, $o: [ConsentOntologyInput!]) {
  consentPreview(platform: $p, decision: $d, ontologies: $o) {
    totalCount types { ontology count }
    records(first: 2) { totalCount edges { node { id } } pageInfo { hasNextPage } } } }`

test.each([
  ['everything', [], ['a', 'a', 'b', 'b']],
  ['read', [], ['a', 'b']],
  ['ontologies', [{ ontology: 'a', write: false }], ['a']],
  ['ontologies', [], []],
  ['blocked', [], []],
])('the preview of %s %j is what a platform gets with it', async (decision, types, expected) => {
  const given = { p: app, d: decision, o: types }
  const { data, errors } = await it.owner(preview, given)
  expect(errors).toEqual([])
  const { totalCount, types: counts, records } = data.consentPreview
  expect([totalCount, records.totalCount]).toEqual([expected.length, expected.length])
  const typesSeen = counts.flatMap((one: Any) => Array(one.count).fill(one.ontology)).sort()
  expect(typesSeen).toEqual(expected)
  expect(records.pageInfo.hasNextPage).toBe(expected.length > 2)
  const { data: before } = await it.owner('{ consents { platform } }')
  expect(JSON.stringify(before)).not.toContain('app.example')
  await decide(app, decision, types)
  const query = '{ metaEnvelopes(first: 2) { edges { node { id } } } }'
  const headers = { authorization: `Bearer ${await it.platformToken(app)}` }
  const asked = await it.graphql(query, {}, headers)
  expect(asked.data?.metaEnvelopes?.edges ?? []).toEqual(records.edges)
  await it.owner(`mutation { revokeConsent(platform: "${app}") }`)
})

test('a preview of what could not be decided is refused as the decision would be', async () => {
  for (const given of [
    { p: '', d: 'read' },
    { p: 'x', d: 'ontologies', o: Array(201).fill({ ontology: 'a', write: false }) },
  ]) {
    const { errors } = await it.owner(preview, given)
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }])
  }
})

describe('who reaches a record', () => {
  const access = `query ($id: ID!, $acl: [String!]) {
    effectiveAccess(id: $id, acl: $acl) { kind name canRead canWrite because } }`
  const reach = async (id: string, acl?: string[]) => {
    const { data, errors } = await it.owner(access, { id, acl })
    expect(errors).toEqual([])
    return Object.fromEntries(
      data.effectiveAccess.map(({ kind, name, canRead, canWrite }: Any) => [
        `${kind} ${name}`,
        `${canRead ? 'r' : '-'}${canWrite ? 'w' : '-'}`,
      ]),
    )
  }

  test('is what their requests come to', async () => {
    await it.owner('mutation { revokeConsent(platform: "https://full.example") }')
    const decisions = { all: 'everything', reads: 'read', typed: 'ontologies', bad: 'blocked' }
    for (const [name, decision] of Object.entries(decisions)) {
      await decide(name, decision, [{ ontology: 'a', write: true }])
    }
    const owner = { [`owner ${it.vault.ename}`]: 'rw' }
    const platforms = { 'platform all': 'rw', 'platform bad': '--' }
    expect(await reach(ids.nobody)).toEqual({
      ...{ ...owner, ...platforms, 'platform reads': '--', 'platform typed': '--' },
    })
    expect(await reach(ids.everyone)).toEqual({
      ...{ ...owner, ...platforms, 'platform reads': 'r-', 'platform typed': 'r-' },
      ...{ 'public Programs on this computer': 'r-', 'public Everyone with an eName': 'r-' },
    })
    const acl = ['@friend.w3id', 'typed', '@https://unknown.example', '@bad']
    expect(await reach(ids.everyone, acl)).toEqual({
      ...{ ...owner, ...platforms, 'platform reads': '--', 'platform typed': 'rw' },
      ...{ 'person @friend.w3id': 'rw', 'platform https://unknown.example': '--' },
    })
    const set = (changes: string) =>
      it.owner(`mutation { changeSettings(changes: { ${changes} }) { errors { code } } }`)
    await set('readPublicWithoutToken: "anyone", platformConsent: "allow"')
    expect(await reach(ids.everyone)).toEqual({
      ...{ ...owner, ...platforms, 'platform reads': 'r-', 'platform typed': 'r-' },
      ...{ 'public Everyone': 'r-', 'public Any other platform': 'rw' },
    })
    await set('readPublicWithoutToken: "off", platformConsent: "ask"')
    expect((await reach(ids.everyone))['public Everyone with an eName']).toBe('r-')
    await set('readPublicWithoutToken: "this-computer"')
  })

  test('a binding document is read as any record, and changed by the owner alone', async () => {
    const made = await it.owner(
      'mutation { signBindingDocument(type: self, data: { name: "Jo" }) { metaEnvelopeId errors { code } } }',
    )
    const { metaEnvelopeId: id, errors } = made.data.signBindingDocument
    expect(errors).toEqual([])
    const full = 'https://full-of-documents.example'
    await decide(full, 'everything')
    const acl = ['@friend.w3id', '*']
    const found = await reach(id, acl)
    expect(found).toMatchObject({
      ...{ [`owner ${it.vault.ename}`]: 'rw', [`platform ${full}`]: 'r-' },
      'person @friend.w3id': 'r-',
    })
    const others = Object.entries(found).filter(([name]) => !name.startsWith('owner'))
    expect(others.filter(([, may]) => may.includes('w'))).toEqual([])
    // And so it is: what reads it does not change it.
    const headers = { authorization: `Bearer ${await it.platformToken(full)}` }
    const read = await it.graphql(
      'query ($id: ID!) { metaEnvelope(id: $id) { id } }',
      { id },
      headers,
    )
    expect(read.data.metaEnvelope).toEqual({ id })
    const changed = await it.graphql(
      `mutation ($id: ID!) { updateMetaEnvelope(id: $id, input: { ontology: "a", payload: {}, acl: [] }) {
        errors { code } } }`,
      ...([{ id }, headers] as const),
    )
    expect(changed.data.updateMetaEnvelope.errors).toEqual([{ code: 'FORBIDDEN' }])
  })

  test('is asked of records that are there, with an ACL that can be', async () => {
    const { errors } = await it.owner(access, { id: 'unheard-of' })
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    const wrong = await it.owner(access, { id: ids.nobody, acl: ['@'] })
    expect(wrong.errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }])
  })
})

test('none of it is in the public contract', async () => {
  for (const query of [
    '{ visitors { caller } }',
    '{ visitor(caller: "anonymous") { caller } }',
    '{ activityByDay { day } }',
    '{ effectiveAccess(id: "x") { name } }',
    '{ consentPreview(platform: "x", decision: read) { totalCount } }',
    'mutation { removeMetaEnvelopes(ids: []) { successCount } }',
    'mutation { setAcls(ids: [], acl: []) { successCount } }',
  ]) {
    expect((await it.graphql(query)).errors[0]?.message).toMatch(/Cannot query/)
  }
})
