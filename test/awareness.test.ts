import { createHmac } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openReceiver, type ReceivedPacket, type Receiver } from './support/receiver.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

const origin = 'https://origin.example.com'
const update = `mutation ($id: ID!, $input: MetaEnvelopeInput!) {
  updateMetaEnvelope(id: $id, input: $input) { errors { code message } }
}`
const remove = `mutation ($id: ID!) { removeMetaEnvelope(id: $id) { errors { code } } }`
const change = `mutation ($platform: String!, $changes: DeliverySettingsInput!) {
  changeDeliverySettings(platform: $platform, changes: $changes) {
    platform { platform state settings { paused ontologies mode deletes hasSecret } }
    errors { code message }
  }
}`

let vault: TestVault
let platform: Receiver
let another: Receiver
let token: string
beforeAll(async () => {
  vault = await openTestVault()
  token = await vault.platformToken(origin)
})
afterAll(() => vault[Symbol.asyncDispose]())
beforeEach(async () => {
  platform = await openReceiver()
  another = await openReceiver()
  await vault.platformToken(platform.url)
  await vault.platformToken(`${another.url}/`)
  // What the registry says is kept for a second.
  await delay(1_100)
})
afterEach(async () => {
  await pause(platform.url)
  await pause(another.url)
  await platform[Symbol.asyncDispose]()
  await another[Symbol.asyncDispose]()
})

const settle = (changes: object, url = platform.url) =>
  vault.owner(change, { platform: url, changes })
const pause = (url: string) => settle({ paused: true }, url)
const as = (bearer: string) => ({ authorization: `Bearer ${bearer}` })
const input = (payload: object, acl = ['*'], ontology = 'a-type') => ({ ontology, payload, acl })
const written = (id: string, payload: object, bearer = token) =>
  vault.graphql(update, { id, input: input(payload) }, as(bearer))
const got = (receiver: Receiver, id: string) =>
  receiver.packets.filter(({ json }) => json.id === id)
const arrived = (receiver: Receiver, id: string, count = 1) =>
  vi.waitUntil(() => got(receiver, id).length >= count && got(receiver, id), {
    timeout: 15_000,
    interval: 10,
  })
/** Nothing (more) comes within this time. */
const quiet = async (receiver: Receiver, id: string, count = 0, forMs = 700) => {
  await delay(forMs)
  expect(got(receiver, id).length).toBe(count)
}

describe('the protocol', () => {
  test('a creation is told after 3 s to all platforms, with the packet of the seed', async () => {
    const before = Date.now()
    const id = await vault.create({ content: 'Hello, world!', n: 1 })
    const [packet] = await arrived(platform, id)
    expect(packet).toMatchObject({ method: 'POST', path: '/api/webhook' })
    expect(packet?.headers['content-type']).toBe('application/json')
    expect(packet?.json).toEqual({
      ...{ id, w3id: vault.vault.ename, schemaId: 'a-type' },
      data: { content: 'Hello, world!', n: 1 },
      evaultPublicKey: expect.stringMatching(/^z/),
    })
    expect(packet?.at).toBeGreaterThan(before + 2_990)
    expect(packet?.at).toBeLessThan(before + 8_000)
    expect(await arrived(another, id)).toHaveLength(1)
    await quiet(platform, id, 1, 300)
  })

  test('an update is told at once, and not to the platform that made it', async () => {
    const id = await vault.create()
    await arrived(another, id)
    const before = Date.now()
    await written(id, { content: 'new' }, await vault.platformToken(`${platform.url}/`))
    const [, packet] = await arrived(another, id, 2)
    expect(packet?.json.data).toEqual({ content: 'new' })
    expect((packet?.at ?? 0) - before).toBeLessThan(1_000)
    await quiet(platform, id, 1)
  })

  test('what a platform creates is not told to that platform', async () => {
    const create = `mutation ($input: MetaEnvelopeInput!) {
      createMetaEnvelope(input: $input) { metaEnvelope { id } } }`
    const own = await vault.platformToken(platform.url)
    const { data } = await vault.graphql(create, { input: input({ a: 1 }) }, as(own))
    const { id } = data.createMetaEnvelope.metaEnvelope
    await arrived(another, id)
    await quiet(platform, id)
  })

  test('an update before the creation was told takes its place', async () => {
    const id = await vault.create({ v: 1 })
    await written(id, { v: 2 })
    const [packet] = await arrived(platform, id)
    expect(packet?.json.data).toEqual({ v: 2 })
    await quiet(platform, id, 1, 3_500)
  })

  test('a mutation is not held up by a platform that hangs', async () => {
    platform.behave(() => undefined)
    const id = await vault.create()
    const before = Date.now()
    await written(id, { v: 2 })
    expect(Date.now() - before).toBeLessThan(500)
    await arrived(another, id)
  })
})

describe('every way to write', () => {
  test('a field, a record created in place, a bulk creation, a file, a restored record', async () => {
    const id = await vault.create({ content: 'a', n: 1 })
    await arrived(platform, id)
    const { data } = await vault.graphql(
      '($id: ID!) { metaEnvelope(id: $id) { envelopes { id fieldKey } } }'.replace('(', 'query ('),
      { id },
      as(token),
    )
    const envelope = data.metaEnvelope.envelopes[0].id
    await vault.graphql(
      'mutation ($id: String!) { updateEnvelopeValue(envelopeId: $id, newValue: "b") }',
      { id: envelope },
      as(token),
    )
    expect((await arrived(platform, id, 2))[1]?.json.data).toEqual({ content: 'b', n: 1 })

    await written('in-place', { v: 1 })
    expect((await arrived(platform, 'in-place'))[0]?.json.data).toEqual({ v: 1 })

    const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!, $skip: Boolean) {
      bulkCreateMetaEnvelopes(inputs: $inputs, skipWebhooks: $skip) { successCount } }`
    const items = ['bulk-1', 'bulk-2'].map((one) => ({ id: one, ...input({ one }) }))
    await vault.graphql(bulk, { inputs: items, skip: true }, as(token))
    const file = `mutation { uploadFile(input: { filename: "a.txt", contentType: "text/plain",
      content: "aGVsbG8=", acl: ["*"] }) { metaEnvelopeId errors { code message } } }`
    const uploaded = (await vault.graphql(file, {}, as(token))).data.uploadFile.metaEnvelopeId
    // It is no migrator, so it can't keep anybody from being told.
    await arrived(platform, 'bulk-1')
    await arrived(platform, 'bulk-2')
    const [packet] = await arrived(platform, uploaded)
    expect(packet?.json).toMatchObject({ schemaId: 'w3ds-file-v1', data: { filename: 'a.txt' } })

    await vault.owner(remove, { id })
    await vault.owner('mutation ($id: ID!) { restoreMetaEnvelope(id: $id) { errors { code } } }', {
      id,
    })
    await arrived(platform, id, 3)
  })

  test('a migrator keeps bulk creations quiet, later changes are told', async () => {
    await vault.owner(
      `mutation ($platform: String!) {
        decideConsent(platform: $platform, decision: everything, migrator: true) { errors { code } }
      }`,
      { platform: origin },
    )
    const bulk = `mutation ($inputs: [BulkMetaEnvelopeInput!]!) {
      bulkCreateMetaEnvelopes(inputs: $inputs, skipWebhooks: true) { successCount } }`
    const inputs = [{ id: 'moved', ...input({ v: 1 }) }]
    await vault.graphql(bulk, { inputs }, as(token))
    await quiet(platform, 'moved', 0, 4_000)
    await written('moved', { v: 2 })
    expect((await arrived(platform, 'moved'))[0]?.json.data).toEqual({ v: 2 })
  })

  test('deletions are told to those only for whom the owner turned it on', async () => {
    await settle({ deletes: true })
    const id = await vault.create()
    await arrived(platform, id)
    await arrived(another, id)
    await vault.owner(remove, { id })
    const [, packet] = await arrived(platform, id, 2)
    expect(packet?.json).toEqual({
      ...{ id, w3id: vault.vault.ename, schemaId: 'a-type', data: null, operation: 'delete' },
      evaultPublicKey: expect.any(String),
    })
    await quiet(another, id, 1)
  })
})

describe('headers', () => {
  test('a delivery has an id, an attempt and a time; a new change another id', async () => {
    const id = await vault.create()
    const [first] = await arrived(platform, id)
    expect(first?.headers).toMatchObject({
      'x-evault-delivery': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8/),
      'x-evault-attempt': '1',
    })
    const sentAt = Number(first?.headers['x-evault-timestamp']) * 1_000
    expect(Math.abs(sentAt - Date.now())).toBeLessThan(10_000)
    expect(first?.headers['x-evault-signature']).toBeUndefined()
    await written(id, { v: 2 })
    const [, second] = await arrived(platform, id, 2)
    const [a, b] = [first, second].map((packet) => packet?.headers['x-evault-delivery'])
    expect(a).not.toBe(b)
  })

  test('with a secret packets are signed; the secret is shown once', async () => {
    const make = `mutation ($platform: String!) {
      makeDeliverySecret(platform: $platform) { secret platform { settings { hasSecret } } errors { code } } }`
    const warm = await vault.create()
    await arrived(platform, warm)
    const made = (await vault.owner(make, { platform: platform.url })).data.makeDeliverySecret
    expect(made).toMatchObject({ platform: { settings: { hasSecret: true } }, errors: [] })
    const id = await vault.create()
    const [packet] = await arrived(platform, id)
    const { headers, text } = packet as ReceivedPacket
    const hmac = (signed: string) => createHmac('sha256', made.secret).update(signed).digest('hex')
    const signed = `${headers['x-evault-timestamp']}.${text}`
    expect(headers['x-evault-signature']).toBe(`sha256=${hmac(signed)}`)
    expect(headers['x-aaas-signature']).toBe(hmac(text))
    expect(vault.logged.join('')).not.toContain(made.secret)

    await vault.owner(
      'mutation ($p: String!) { removeDeliverySecret(platform: $p) { errors { code } } }',
      { p: platform.url },
    )
    await written(id, { v: 2 })
    const [, later] = await arrived(platform, id, 2)
    expect(later?.headers['x-evault-signature']).toBeUndefined()
  })
})

describe('subscriptions by choice', () => {
  test('a platform is told of the chosen types only', async () => {
    await vault.owner('{ deliveryPlatforms { platform } }')
    await settle({ ontologies: ['wanted-type'] })
    const no = await vault.create({ v: 1 }, ['*'], 'a-type')
    const yes = await vault.create({ v: 1 }, ['*'], 'wanted-type')
    await arrived(platform, yes)
    await arrived(another, no)
    await quiet(platform, no, 0, 300)
    await settle({ allOntologies: true })
    await written(no, { v: 2 })
    await arrived(platform, no)
  })

  test('by reference a packet has the hash of the log, and no data', async () => {
    await vault.owner('{ deliveryPlatforms { platform } }')
    await settle({ mode: 'reference' })
    const id = await vault.create({ secret: 'content' })
    const [packet] = await arrived(platform, id)
    const log = `query ($id: ID!) {
      operationLog(filter: { record: $id }) { entries { envelopeHash } } }`
    const { entries } = (await vault.owner(log, { id })).data.operationLog
    expect(packet?.json).toEqual({
      ...{ id, w3id: vault.vault.ename, schemaId: 'a-type' },
      envelopeHash: entries[0].envelopeHash,
      evaultPublicKey: expect.any(String),
    })
    expect(packet?.text).not.toContain('content')
  })
})
