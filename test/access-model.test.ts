import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConsents } from '../src/evault/access/consents.ts'
import {
  add,
  consent,
  expected,
  idOf,
  platforms,
  record,
  type Step,
  settings,
  step,
  type World,
} from './support/access-model.ts'
import { call } from './support/call.ts'
import { openPeople, ownerOf, type People } from './support/people.ts'
import { openRecordStore } from './support/record-store.ts'
import { memorySecretStore, openTestVault, type TestVault } from './support/test-vault.ts'

/**
 * Who may do what, against a model written from the design's words alone. Each scenario is a
 * world of its own: settings, decisions about platforms and records, then requests over HTTP.
 */
let it: TestVault
let people: People
const credentials: Record<string, string | null> = {}

beforeAll(async () => {
  const secretStore = memorySecretStore()
  // Web pages are many here.
  const config = { addressRate: 1_000_000, platformRate: 1_000_000 }
  it = await openTestVault({ secretStore, config })
  people = await openPeople(it)
  const owner = await ownerOf(it, secretStore.secrets)
  credentials.owner = (await owner.headers(it.vault)).authorization
  for (const who of ['alice', 'bob', 'carol']) {
    credentials[who] = (await (await people.meet(`@${who}`)).headers(it.vault)).authorization
  }
  credentials.app = `Bearer ${await it.platformToken(platforms.app)}`
  credentials.plain = `Bearer ${await it.platformToken(platforms.plain)}`
  credentials.window = `Bearer ${it.vault.owner.token}`
  credentials.anonymous = null
})
afterAll(async () => {
  await people[Symbol.asyncDispose]()
  await it[Symbol.asyncDispose]()
})

// ---- the requests ----

const result = 'errors { code }'
const queries: Record<string, string> = {
  one: 'query ($id: ID!) { metaEnvelope(id: $id) { id } }',
  page: `query ($filter: MetaEnvelopeFilterInput, $size: Int, $after: String) {
    metaEnvelopes(filter: $filter, first: $size, after: $after) {
      totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
  legacyOne: 'query ($id: String!) { getMetaEnvelopeById(id: $id) { id } }',
  legacyType: 'query ($type: String!) { findMetaEnvelopesByOntology(ontology: $type) { id } }',
  legacySearch: `query ($type: String!) {
    searchMetaEnvelopes(ontology: $type, term: "x") { id } }`,
  legacyAll: '{ getAllEnvelopes { id } }',
  create: `mutation ($input: MetaEnvelopeInput!) {
    createMetaEnvelope(input: $input) { metaEnvelope { id } ${result} } }`,
  store: `mutation ($input: MetaEnvelopeInput!) {
    storeMetaEnvelope(input: $input) { metaEnvelope { id } } }`,
  bulk: `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
    bulkCreateMetaEnvelopes(inputs: $inputs) { results { id success } ${result} } }`,
  update: `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
    updateMetaEnvelope(id: $id, input: $input) { ${result} } }`,
  legacyUpdate: `mutation ($id: String!, $input: MetaEnvelopeInput!) {
    updateMetaEnvelopeById(id: $id, input: $input) { metaEnvelope { id } } }`,
  value: `mutation ($envelope: String!, $text: JSON!) {
    updateEnvelopeValue(envelopeId: $envelope, newValue: $text) }`,
  remove: `mutation ($id: ID!) { removeMetaEnvelope(id: $id) { ${result} } }`,
  legacyRemove: 'mutation ($id: String!) { deleteMetaEnvelope(id: $id) }',
  setAcl: `mutation ($id: ID!, $acl: [String!]!) { setAcl(id: $id, acl: $acl) { ${result} } }`,
  settings: `mutation ($settings: SettingsInput!) {
    changeSettings(changes: $settings) { ${result} } }`,
  decide: `mutation ($platform: String!, $decision: ConsentDecision!,
    $ontologies: [ConsentOntologyInput!]) {
    decideConsent(platform: $platform, decision: $decision, ontologies: $ontologies) {
      ${result} } }`,
  revoke: 'mutation ($platform: String!) { revokeConsent(platform: $platform) }',
}

function variables(world: World, asked: Step): object {
  const { which, known, record: input, bulk: items, kind } = asked
  const id = idOf(world, which, known)
  const search = kind === 'search' ? { term: 'x' } : null
  return {
    ...{ id, input, type: input.ontology, size: asked.size, acl: input.acl },
    filter: { ontologyId: known ? null : input.ontology, search },
    inputs: items.map(({ record: one, id: brought }) => ({ ...one, id: brought })),
    envelope: world.envelopes.get(id) ?? '018f0000-0000-7000-8000-000000000000',
    ...{ text: input.payload.text, settings: asked.settings },
    ...{ platform: platforms[asked.platform as 'app'], ...asked.consent },
  }
}

/** Sends a request as its caller would. */
function send({ caller, origin }: Step, query: string, given: object) {
  const headers = { authorization: credentials[caller] ?? null, origin, 'x-ename': it.vault.ename }
  const url = caller === 'window' ? it.vault.owner.url : `${it.vault.localUrl}/graphql`
  return call(url, { body: { query, variables: given }, headers })
}

/** What the vault answers in the words of `expected`, and the ids of records it made. */
async function actual(world: World, asked: Step): Promise<{ answer: unknown; made: string[] }> {
  if (asked.kind === 'logs') return { answer: await logs(asked), made: [] }
  const isRevoke = asked.kind === 'decide' && asked.consent.decision === 'none'
  const query = queries[isRevoke ? 'revoke' : asked.kind === 'search' ? 'page' : asked.kind]
  const given = variables(world, asked)
  const { status, json } = await send(asked, query as string, given)
  const only = (answer: unknown) => ({ answer, made: [] })
  if (status === 403) return only('TURNED AWAY')
  const [error] = json.errors ?? []
  if (error?.extensions?.code === 'GRAPHQL_VALIDATION_FAILED') return only('NOT THERE')
  if (/Cannot query field|Unknown type/.test(error?.message)) return only('NOT THERE')
  if (error !== undefined) return only(error.extensions?.code ?? error.message)
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  const [data] = Object.values(json.data) as any[]
  if (data?.errors?.[0]) return only(data.errors[0].code)
  if (data?.edges) return only(await allPages(asked, query as string, given, data))
  if (data?.results) {
    const results = data.results as { id: string; success: boolean }[]
    const answer = results.map(({ success }) => (success ? 'done' : 'refused'))
    return { answer, made: results.map(({ id }) => id) }
  }
  if (Array.isArray(data)) return only(data.map(({ id }) => id))
  if (asked.kind === 'one' || asked.kind === 'legacyOne') return only(data?.id ?? null)
  return { answer: 'done', made: data?.metaEnvelope ? [data.metaEnvelope.id] : [] }
}

async function allPages(
  asked: Step,
  query: string,
  given: object,
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  first: any,
): Promise<{ ids: string[]; count: number }> {
  const ids: string[] = []
  for (let page = first; ; ) {
    ids.push(...page.edges.map(({ node }: { node: { id: string } }) => node.id))
    if (!page.pageInfo.hasNextPage) return { ids, count: first.totalCount }
    const { json } = await send(asked, query, { ...given, after: page.pageInfo.endCursor })
    page = json.data.metaEnvelopes
  }
}

async function logs({ caller, origin }: Step): Promise<unknown> {
  const isWindow = caller === 'window'
  const headers = {
    authorization: credentials[isWindow ? 'owner' : caller] ?? null,
    ...{ 'x-ename': it.vault.ename, origin },
  }
  const { status, json } = await it.call('/logs?limit=100', { headers })
  if (status === 403 && /Web pages/.test(json.error)) return 'TURNED AWAY'
  if (status === 401) return 'UNAUTHENTICATED'
  if (status === 403) return /yet allowed/.test(json.error) ? 'CONSENT_REQUIRED' : 'FORBIDDEN'
  type Entry = { operation: string; metaEnvelopeId: string }
  return json.logs.map((one: Entry) => `${one.operation} ${one.metaEnvelopeId}`)
}

/** What the vault holds, as its owner sees it. */
async function content(world: World): Promise<unknown> {
  const { data } = await it.owner(`{ metaEnvelopes(first: 100) { totalCount edges { node {
    id ontology parsed acl envelopes { id } } } } }`)
  const { totalCount, edges } = data.metaEnvelopes
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  const nodes = edges.map(({ node }: any) => node)
  // biome-ignore lint/suspicious/noExplicitAny: answers of any shape
  const held = nodes.map(({ envelopes, parsed, ...node }: any) => {
    world.envelopes.set(node.id, envelopes[0].id)
    return { ...node, payload: parsed }
  })
  return { totalCount, held }
}

/** Empties the vault and sets it up as the scenario begins. */
async function begin(start: Start): Promise<World> {
  const { data } = await it.owner('{ metaEnvelopes(first: 100) { edges { node { id } } } }')
  const ids = data.metaEnvelopes.edges.map(({ node }: { node: { id: string } }) => node.id)
  for (let at = 0; at < ids.length; at += 30) {
    const part = ids.slice(at, at + 30) as string[]
    const each = part.map((id, n) => `r${n}: deleteMetaEnvelope(id: ${JSON.stringify(id)})`)
    await it.owner(`mutation { ${each.join(' ')} }`)
  }
  const world: World = {
    ...{ settings: start.settings, consents: new Map(), held: [], log: [], envelopes: new Map() },
  }
  await it.owner(queries.settings as string, { settings: start.settings })
  for (const platform of ['app', 'plain'] as const) {
    const { decision, ontologies } = start[platform]
    const given = { platform: platforms[platform], decision, ontologies }
    await it.owner(queries[decision === 'none' ? 'revoke' : 'decide'] as string, given)
    if (decision !== 'none') world.consents.set(platform, { decision, ontologies })
  }
  const inputs = start.records.map((one, n) => ({ ...one, id: `r${n}` }))
  await it.owner(queries.bulk as string, { inputs })
  for (const { id, ...one } of inputs) add(world, one, id)
  await content(world)
  return world
}

const start = fc.record({
  ...{ settings, app: consent, plain: consent },
  records: fc.array(record, { minLength: 1, maxLength: 6 }),
})
type Start = typeof start extends fc.Arbitrary<infer S> ? S : never

test('the vault and the model agree on who may do what, and on what comes of it', async () => {
  const scenario = fc.asyncProperty(start, fc.array(step, { minLength: 10, maxLength: 30 }), run)
  await fc.assert(scenario, { numRuns: 60 })
}, 120_000)

async function run(beginning: Start, steps: readonly Step[]): Promise<void> {
  const world = await begin(beginning)
  for (const asked of steps) {
    const context = JSON.stringify({ asked, settings: world.settings, held: world.held })
    const { answer, made } = await actual(world, asked)
    const wanted = expected(world, asked, made)
    if (asked.kind === 'logs' && Array.isArray(wanted) && Array.isArray(answer)) {
      // Behind this scenario's entries come those before; one moment's are in the order of ids.
      expect(answer.slice(0, wanted.length).sort(), context).toEqual([...wanted].sort())
    } else expect(answer, context).toEqual(wanted)
    const { held } = world
    expect(await content(world), context).toEqual({ totalCount: held.length, held })
  }
}

test('a decision is not undone by the platform asking in the same moment', async () => {
  await it.owner(queries.settings as string, {
    settings: { platformConsent: 'ask', cors: 'any-origin' },
  })
  for (let round = 0; round < 10; round += 1) {
    const platform = `https://asks-${round}.example`
    const authorization = `Bearer ${await it.platformToken(platform)}`
    const asking = () => it.graphql('{ metaEnvelopes { totalCount } }', {}, { authorization })
    const given = { platform, decision: 'blocked', ontologies: [] }
    await Promise.all([it.owner(queries.decide as string, given), asking(), asking(), asking()])
    const { data } = await it.owner('{ consents { platform decision } }')
    const kept = data.consents.find((one: { platform: string }) => one.platform === platform)
    expect(kept).toEqual({ platform, decision: 'blocked' })
  }
})

test('nor by a request that finds no decision yet while one is being kept', async () => {
  await using store = await openRecordStore()
  const consents = await openConsents(store.db)
  const ename = '@a-vault'
  const app = { kind: 'platform', platform: 'an-app', verified: false, thisComputer: true } as const
  const decision = { decision: 'blocked', ontologies: [], migrator: false } as const
  const deciding = consents.decide(store.grant('administer', ename), 'an-app', decision)
  await Promise.all([deciding, consents.ask(ename, app)])
  expect(consents.of(ename, app)).toMatchObject({ decision: 'blocked' })
  expect((await openConsents(store.db)).of(ename, app)).toMatchObject({ decision: 'blocked' })
})
