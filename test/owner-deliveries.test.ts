import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openReceiver, type Receiver } from './support/receiver.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

const platforms = `{ deliveryPlatforms {
  platform endpoint state isService successRate backlog backlogSince failed disclosed
  lastSuccessAt lastFailureAt lastError lastErrorCode lastErrorDetail failingSince nextTryAt
  settings { paused ontologies mode deletes privateAddresses hasSecret }
} deliveryCounts { waiting failed failingPlatforms } }`
const deliveries = `query ($filter: DeliveryFilterInput, $first: Int, $after: String) {
  deliveries(filter: $filter, first: $first, after: $after) {
    nextCursor
    entries {
      id platform metaEnvelopeId ontology operation sequence changedAt state reason attemptCount
      nextTryAt deliveredAt
      attempts { id at sequence number status ok durationMs response error errorCode errorDetail }
      payload { body wasSent missing missingCode }
    }
  }
}`
const ledger = `query ($platform: String!, $record: ID, $first: Int, $after: String) {
  disclosures(platform: $platform, record: $record, first: $first, after: $after) {
    nextCursor
    entries { id at acknowledged metaEnvelopeId ontology sequence envelopeHash mode isDeletion isCurrent }
  }
}`
const decide = `mutation ($platform: String!, $decision: ConsentDecision!, $ontologies: [ConsentOntologyInput!]) {
  decideConsent(platform: $platform, decision: $decision, ontologies: $ontologies) { errors { code } }
}`
const create = `mutation ($input: MetaEnvelopeInput!) {
  createMetaEnvelope(input: $input) { metaEnvelope { id } errors { code } } }`
const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { errors { code } } }`
const changeSettings = `mutation ($platform: String!, $changes: DeliverySettingsInput!) {
  changeDeliverySettings(platform: $platform, changes: $changes) {
    platform { platform state settings { paused ontologies mode } } errors { code field }
  }
}`

let vault: TestVault
let platform: Receiver
beforeAll(async () => {
  vault = await openTestVault({ config: { policy: 'guarded' } })
})
afterAll(() => vault[Symbol.asyncDispose]())
beforeEach(async () => {
  platform = await openReceiver()
  await vault.platformToken(platform.url)
  await delay(1_100)
})
afterEach(async () => {
  await vault.owner(changeSettings, { platform: platform.url, changes: { paused: true } })
  await platform[Symbol.asyncDispose]()
})

const allow = (decision: string, ontologies: object[] = []) =>
  vault.owner(decide, { platform: platform.url, decision, ontologies })
const input = (payload: object, acl: string[] = ['*'], ontology = 'a-type') => ({
  ...{ ontology, payload, acl },
})
const made = async (payload: object, acl?: string[], ontology?: string) =>
  (await vault.owner(create, { input: input(payload, acl, ontology) })).data.createMetaEnvelope
    .metaEnvelope.id as string
const change = (id: string, payload: object, acl?: string[]) =>
  vault.owner(update, { id, input: input(payload, acl) })
const listed = async (filter: object = {}, more: object = {}) =>
  (await vault.owner(deliveries, { filter: { platform: platform.url, ...filter }, ...more })).data
    .deliveries
const one = async (record: string) => (await listed({ record })).entries[0]
const inState = (record: string, state: string) =>
  vi.waitUntil(
    async () => {
      const found = await one(record)
      return found?.state === state && found
    },
    { timeout: 12_000, interval: 50 },
  )
const health = async (url = platform.url) =>
  (await vault.owner(platforms)).data.deliveryPlatforms.find(
    (row: { platform: string }) => row.platform === url,
  )
const ids = () => platform.packets.map(({ json }) => json.id)

describe('who is told', () => {
  test('nobody without consent; with it what its consent and the ACL let it read', async () => {
    const before = await made({ v: 1 })
    expect(await health()).toMatchObject({ state: 'notAllowed', backlog: 0 })
    await delay(3_500)
    expect(platform.packets).toEqual([])

    await allow('read')
    const [open, own, hidden] = [
      await made({ v: 'open' }),
      await made({ v: 'own' }, [platform.url]),
      await made({ v: 'hidden' }, ['@somebody-else']),
    ]
    await inState(open, 'delivered')
    await inState(own, 'delivered')
    expect(ids().sort()).toEqual([open, own].sort())
    expect(await one(hidden)).toBeUndefined()
    expect(await one(before)).toBeUndefined()
    // The ACL is widened: that is a change.
    await change(hidden, { v: 'seen' }, ['*'])
    await inState(hidden, 'delivered')
  })

  test('what is sent once more is sent only if its ACL still lets it', async () => {
    await allow('read')
    const id = await made({ v: 1 })
    await inState(id, 'delivered')
    await change(id, { v: 2 }, ['@somebody-else'])
    await vault.owner('mutation ($id: ID!) { replayDelivery(id: $id) { errors { code } } }', {
      id: (await one(id)).id,
    })
    expect(await inState(id, 'withheld')).toMatchObject({ reason: 'NO_ACCESS' })
    expect(platform.packets.length).toBe(1)
  })

  test('of chosen types', async () => {
    await allow('ontologies', [{ ontology: 'b-type', write: false }])
    const [a, b] = [await made({ v: 1 }), await made({ v: 1 }, ['*'], 'b-type')]
    await inState(b, 'delivered')
    expect(await one(a)).toBeUndefined()
    expect(ids()).toEqual([b])
  })

  test('what was to be told is not, once access is withdrawn: the reason is shown', async () => {
    await allow('everything')
    platform.behave(503)
    const id = await made({ v: 1 })
    await vi.waitUntil(() => platform.packets.length > 0, { timeout: 10_000 })
    await allow('blocked')
    await vault.owner(
      'mutation ($id: ID!) { replayDelivery(id: $id) { errors { code } delivery { state } } }',
      { id: (await one(id)).id },
    )
    const withheld = await inState(id, 'withheld')
    expect(withheld).toMatchObject({ reason: 'NO_ACCESS', nextTryAt: null })
    expect(platform.packets.length).toBe(1)
    // It answered with an error, but it has had the record: the ledger says so.
    const { entries } = (await vault.owner(ledger, { platform: platform.url })).data.disclosures
    expect(entries).toMatchObject([{ metaEnvelopeId: id, acknowledged: false }])
  })
})

describe('a delivery', () => {
  test('shows its attempts, and the payload as it was sent', async () => {
    await allow('everything')
    let answers = 0
    platform.behave((_, answer) => {
      answers += 1
      answer.writeHead(answers === 1 ? 500 : 200).end(answers === 1 ? 'oh\u0007 no' : 'fine')
      return undefined
    })
    const id = await made({ v: 1 })
    await vi.waitUntil(async () => (await one(id))?.attempts.length === 1, { timeout: 10_000 })
    const waiting = await one(id)
    expect(waiting).toMatchObject({
      ...{ state: 'waiting', attemptCount: 1, operation: 'create', ontology: 'a-type' },
      attempts: [
        {
          ...{ number: 1, status: 500, ok: false, response: 'oh no', error: 'It answered 500.' },
          ...{ errorCode: 'ERROR_STATUS', errorDetail: '500' },
        },
      ],
    })
    expect(Date.parse(waiting.nextTryAt)).toBeGreaterThan(Date.now())
    const sent = platform.packets[0]?.text
    expect(waiting.payload).toEqual({ body: sent, wasSent: true, missing: null, missingCode: null })
    expect(await health()).toMatchObject({
      successRate: 0,
      backlog: 1,
      ...{ lastError: 'It answered 500.', lastErrorCode: 'ERROR_STATUS', lastErrorDetail: '500' },
    })

    await vault.owner('mutation ($id: ID!) { replayDelivery(id: $id) { errors { code } } }', {
      id: waiting.id,
    })
    const delivered = await inState(id, 'delivered')
    expect(delivered.attempts.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false])
    expect(await health()).toMatchObject({ successRate: 0.5, backlog: 0, failed: 0 })
    // An earlier version is found in the history.
    await vault.owner(changeSettings, { platform: platform.url, changes: { paused: true } })
    await change(id, { v: 2 })
    const later = await inState(id, 'waiting')
    expect(later.payload).toMatchObject({ body: sent, wasSent: true })
    const found = (
      await vault.owner('query ($id: ID!) { delivery(id: $id) { metaEnvelopeId } }', {
        id: later.id,
      })
    ).data.delivery
    expect(found).toEqual({ metaEnvelopeId: id })
  })

  test('that was not sent yet shows what would be', async () => {
    await allow('everything')
    await vault.owner(changeSettings, { platform: platform.url, changes: { paused: true } })
    const id = await made({ v: 1 })
    const waiting = await inState(id, 'waiting')
    expect(JSON.parse(waiting.payload.body)).toMatchObject({ id, data: { v: 1 } })
    expect(waiting.payload).toMatchObject({ wasSent: false, missing: null })
    await allow('blocked')
    expect((await one(id)).payload).toMatchObject({
      body: null,
      missing: expect.stringMatching(/may not read/),
      missingCode: 'NO_ACCESS',
    })
  })

  test('is found by state and record, page by page, without gaps', async () => {
    await allow('everything')
    platform.behave(({ json }) => (json.data.v % 2 === 0 ? 200 : 410))
    const made8 = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((v) => made({ v })))
    await vi.waitUntil(
      async () => (await listed({ states: ['delivered', 'failed'] })).entries.length === 8,
      { timeout: 12_000 },
    )
    const found: string[] = []
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page = await listed({}, { first: 3, after })
      found.push(...page.entries.map(({ sequence }: { sequence: string }) => sequence))
      after = page.nextCursor
    }
    expect(found).toHaveLength(8)
    expect(found).toEqual([...new Set(found)].sort((a, b) => Number(b) - Number(a)))
    const failed = await listed({ states: ['failed'] })
    expect(failed.entries).toHaveLength(4)
    expect(failed.entries[0]).toMatchObject({ state: 'failed', reason: 'REFUSED' })
    expect((await listed({ record: made8[2] })).entries).toMatchObject([{ state: 'delivered' }])
    const { deliveryCounts } = (await vault.owner(platforms)).data
    expect(deliveryCounts.failed).toBe(4)
    expect((await vault.owner(deliveries, { after: 'nonsense' })).errors[0]?.extensions.code).toBe(
      'INVALID_PAGE',
    )
  })
})

test('the ledger says exactly which versions a platform has, and which are current', async () => {
  await allow('everything')
  const id = await made({ v: 1 })
  await inState(id, 'delivered')
  await change(id, { v: 2 })
  await vi.waitUntil(() => platform.packets.length === 2)
  await inState(id, 'delivered')
  const other = await made({ ünïcödé: 'ß" \\ \n', n: [1.5, null, { a: true }] })
  await inState(other, 'delivered')
  const read = async (more: object = {}) =>
    (await vault.owner(ledger, { platform: `${platform.url}/`, ...more })).data.disclosures
  const { entries } = await read()
  expect(entries).toMatchObject([
    { metaEnvelopeId: other, isCurrent: true, acknowledged: true, mode: 'value' },
    { metaEnvelopeId: id, isCurrent: true },
    { metaEnvelopeId: id, isCurrent: false },
  ])
  const log = (
    await vault.owner('{ operationLog(first: 3) { entries { sequence envelopeHash } } }')
  ).data.operationLog.entries
  expect(entries.map(({ envelopeHash }: { envelopeHash: string }) => envelopeHash)).toEqual(
    log.map(({ envelopeHash }: { envelopeHash: string }) => envelopeHash),
  )
  expect((await read({ record: id })).entries).toHaveLength(2)
  const first = await read({ first: 2 })
  expect((await read({ first: 2, after: first.nextCursor })).entries).toHaveLength(1)
  expect(await health()).toMatchObject({ disclosed: 2 })
})

test('all since a time are sent once more, those it may read', async () => {
  await allow('read')
  const old = await made({ v: 'old' })
  await inState(old, 'delivered')
  await delay(20)
  const since = new Date().toISOString()
  const [a, hidden] = [await made({ v: 'a' }), await made({ v: 'b' }, ['@somebody'])]
  await inState(a, 'delivered')
  platform.packets.splice(0)
  const replay = `mutation ($platform: String!, $since: String!) {
    replayDeliveries(platform: $platform, since: $since) { count errors { code field } } }`
  const { data } = await vault.owner(replay, { platform: platform.url, since })
  expect(data.replayDeliveries).toEqual({ count: 1, errors: [] })
  await vi.waitUntil(() => platform.packets.length === 1)
  await inState(a, 'delivered')
  expect(ids()).toEqual([a])
  expect(await one(hidden)).toBeUndefined()
  const wrong = await vault.owner(replay, { platform: platform.url, since: 'yesterday' })
  expect(wrong.data.replayDeliveries.errors).toMatchObject([{ code: 'INVALID_INPUT' }])
  const unknown = await vault.owner(replay, { platform: 'https://nobody.example', since })
  expect(unknown.data.replayDeliveries.errors).toMatchObject([{ code: 'NOT_FOUND' }])
})

test('a test packet holds no record, and what comes of it is told', async () => {
  const send = `mutation ($platform: String!) { sendTestPacket(platform: $platform) {
    attempt { at status ok durationMs response error errorCode errorDetail body } errors { code } } }`
  const { data } = await vault.owner(send, { platform: platform.url })
  expect(data.sendTestPacket).toMatchObject({ attempt: { status: 200, ok: true }, errors: [] })
  expect(platform.packets[0]?.json).toMatchObject({ schemaId: 'test', data: null, test: true })
  expect(data.sendTestPacket.attempt.body).toBe(platform.packets[0]?.text)
  await platform.close()
  const failed = (await vault.owner(send, { platform: platform.url })).data.sendTestPacket.attempt
  expect(failed).toMatchObject({
    status: null,
    ok: false,
    error: expect.stringMatching(/refuses connections/),
    ...{ errorCode: 'CONNECTION_REFUSED', errorDetail: null },
  })
})

test('settings that make no sense are refused, and nobody else sees any of this', async () => {
  const refused = await vault.owner(changeSettings, {
    platform: platform.url,
    changes: { ontologies: Array.from({ length: 201 }, (_, n) => `type-${n}`) },
  })
  expect(refused.data.changeDeliverySettings.errors).toMatchObject([{ code: 'INVALID_INPUT' }])
  const { errors } = await vault.graphql('{ deliveryCounts { waiting } }')
  expect(errors[0]?.message).toMatch(/Cannot query field/)
  const viewed = await vault.owner(
    changeSettings,
    { platform: platform.url, changes: { paused: true } },
    { 'x-view-as': 'anonymous' },
  )
  expect(JSON.stringify(viewed)).toMatch(/as somebody else/)
})

test('the window is told which platforms have news', async () => {
  await allow('everything')
  const { owner } = vault.vault
  const end = new AbortController()
  const response = await fetch(owner.url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${owner.token}`,
    },
    body: JSON.stringify({ query: 'subscription { deliveriesChanged }' }),
    signal: end.signal,
  })
  const id = await made({ v: 1 })
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(platform.url)) break
  }
  end.abort()
  await inState(id, 'delivered')
})
