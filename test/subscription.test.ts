import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask } from '../src/evault/db/database.ts'
import { openPeople, ownerOf } from './support/people.ts'
import { openReceiver, type Receiver } from './support/receiver.ts'
import { openStored } from './support/storage.ts'
import { listPlatform } from './support/sync-platforms.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

/** `/subscription`: how a platform wants to be told of changes. */

const secretStore = memorySecretStore()
let vault: TestVault
let receiver: Receiver
let token = ''

beforeAll(async () => {
  receiver = await openReceiver()
  vault = await openTestVault({ config: { policy: 'open' }, secretStore })
  token = await vault.platformToken(receiver.url)
  await listPlatform(vault, receiver.url)
})
afterAll(async () => {
  await vault[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const headers = (bearer: string | null = token, on = vault) => ({
  'x-ename': on.vault.ename,
  ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
})
const put = (body: unknown, bearer?: string | null, on = vault) =>
  on.call('/subscription', { method: 'PUT', body: body as object, headers: headers(bearer, on) })
const get = (bearer?: string | null, on = vault) =>
  on.call('/subscription', { headers: headers(bearer, on) })

const wish = { byReference: true, deletions: true, ontologies: ['a-type'] }
const packetsOf = (id: string) => receiver.packets.filter(({ json }) => json.id === id)
const until = (condition: () => unknown) =>
  vi.waitUntil(condition, { timeout: 20_000, interval: 25 })

test('a platform is told as it has asked: by reference, of deletions, of some types', async () => {
  expect((await get()).status).toBe(404)
  expect(await put(wish)).toMatchObject({ status: 200, json: wish })
  expect(await get()).toMatchObject({ status: 200, json: wish })

  const id = await vault.create({ content: 'secret words' })
  const other = await vault.create({ content: 'not asked for' }, ['*'], 'b-type')
  await until(() => packetsOf(id).length === 1)
  expect(packetsOf(id)[0]?.json).toMatchObject({ envelopeHash: expect.any(String) })
  expect(packetsOf(id)[0]?.json.data).toBeUndefined()
  await vault.owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id })
  await until(() => packetsOf(id).length === 2)
  expect(packetsOf(id)[1]?.json).toMatchObject({ operation: 'delete', data: null })
  expect(packetsOf(other)).toEqual([])

  const query = `query ($platform: String!) { deliveryPlatform(platform: $platform) {
    subscription { byReference deletions ontologies } settings { mode deletes ontologies } } }`
  const { data } = await vault.owner(query, { platform: receiver.url })
  expect(data.deliveryPlatform).toEqual({
    subscription: wish,
    settings: { mode: 'value', deletes: false, ontologies: null },
  })

  expect((await vault.call('/subscription', { method: 'DELETE', headers: headers() })).status).toBe(
    200,
  )
  expect((await get()).status).toBe(404)
  const later = await vault.create({ content: 'whole again' })
  await until(() => packetsOf(later).length === 1)
  expect(packetsOf(later)[0]?.json.data).toEqual({ content: 'whole again' })
})

test('what the owner has set goes before it', async () => {
  const settle = (changes: object) =>
    vault.owner(
      `mutation ($platform: String!, $changes: DeliverySettingsInput!) {
         changeDeliverySettings(platform: $platform, changes: $changes) {
           platform { subscription { byReference } } errors { code } } }`,
      { platform: receiver.url, changes },
    )
  const before = await put({ byReference: false, deletions: false, ontologies: ['in-both', 'own'] })
  expect(before.status).toBe(200)
  const { data } = await settle({ mode: 'reference', ontologies: ['in-both', 'owners'] })
  expect(data.changeDeliverySettings).toEqual({
    platform: { subscription: { byReference: false } },
    errors: [],
  })
  const others = [await vault.create({}, ['*'], 'own'), await vault.create({}, ['*'], 'owners')]
  const id = await vault.create({ content: 'secret words' }, ['*'], 'in-both')
  await until(() => packetsOf(id).length === 1)
  expect(packetsOf(id)[0]?.json.envelopeHash).toMatch(/^[0-9a-f]{64}$/)
  expect(packetsOf(id)[0]?.text).not.toContain('secret')
  // Neither asked to be told of deletions; what comes later comes after it.
  await vault.owner('mutation ($id: ID!) { removeMetaEnvelope(id: $id) { success } }', { id })
  const last = await vault.create({}, ['*'], 'in-both')
  await until(() => packetsOf(last).length === 1)
  expect(packetsOf(id)).toHaveLength(1)
  expect(others.flatMap(packetsOf)).toEqual([])

  await settle({ mode: 'value', allOntologies: true })
  expect((await vault.call('/subscription', { method: 'DELETE', headers: headers() })).status).toBe(
    200,
  )
})

test('what a platform did not take is said in the log, and nothing of what it was', async () => {
  receiver.behave(503)
  const id = await vault.create({ content: 'secret words' })
  const line = await vi.waitUntil(
    () => vault.logged.find((text) => text.includes('a packet was not taken')),
    { timeout: 20_000, interval: 25 },
  )
  expect(JSON.parse(line as string)).toMatchObject({ platform: receiver.url, status: 503 })
  expect(vault.logged.join('')).not.toContain('secret words')
  receiver.behave(200)
  await until(() => packetsOf(id).length === 2)
})

test('only platforms subscribe, each for itself', async () => {
  expect((await put(wish, null)).status).toBe(401)
  expect((await put(wish, 'no-token')).status).toBe(401)
  for (const wrong of [{}, { ...wish, ontologies: 'a' }, { ...wish, byReference: 1 }, []]) {
    expect((await put(wrong)).status).toBe(400)
  }
  await using people = await openPeople(vault)
  const friend = await people.meet('@friend')
  const owner = await ownerOf(vault, secretStore.secrets)
  for (const method of ['GET', 'PUT', 'DELETE'] as const) {
    const body = method === 'PUT' && { body: wish }
    for (const person of [friend, owner]) {
      const asked = { ...headers(), ...(await person.headers(vault.vault)) }
      const answer = await vault.call('/subscription', { method, headers: asked, ...body })
      expect([method, person.ename, answer.status]).toEqual([method, person.ename, 403])
    }
    const nobody = { ...headers(), 'x-ename': '@nobody-here' }
    const elsewhere = await vault.call('/subscription', { method, headers: nobody, ...body })
    expect([method, elsewhere.status]).toEqual([method, 404])
  }
  const many = Array.from({ length: 201 }, (_, n) => `type-${n}`)
  expect((await put({ ...wish, ontologies: many })).status).toBe(400)

  // One that the registry does not list is told once it does.
  const other = await vault.platformToken('https://other.example.com')
  expect((await put(wish, other)).status).toBe(200)
  expect((await get()).status).toBe(404)
  expect((await get(other)).json).toEqual(wish)
})

test('whom the owner has not let in has no say, and what was said outlives a restart', async () => {
  await using directory = await temporaryDirectory()
  const store = { secretStore: memorySecretStore(), dataDirectory: directory.path }
  const config = { policy: 'guarded' } as const
  const started = await openTestVault({ config, ...store })
  const name = 'https://asks.example.com'
  const bearer = await started.platformToken(name)
  const decide = (decision: string) =>
    started.owner(
      `mutation ($p: String!, $decision: ConsentDecision!) {
         decideConsent(platform: $p, decision: $decision) { errors { code } } }`,
      { p: name, decision },
    )
  const undecided = await put(wish, bearer, started)
  expect([undecided.status, undecided.json.error]).toEqual([
    403,
    expect.stringContaining('has not yet allowed'),
  ])
  expect((await decide('blocked')).errors).toEqual([])
  for (const refused of [await put(wish, bearer, started), await get(bearer, started)]) {
    expect([refused.status, refused.json.error]).toEqual([
      403,
      'The owner of this vault has not allowed this.',
    ])
  }
  expect((await decide('read')).errors).toEqual([])
  expect((await put(wish, bearer, started)).status).toBe(200)
  await started[Symbol.asyncDispose]()

  const again = await openTestVault({ config, ...store })
  expect((await get(await again.platformToken(name), again)).json).toEqual(wish)
  await again[Symbol.asyncDispose]()
})

test('what is no subscription, as an archive may bring it, is none', async () => {
  await using directory = await temporaryDirectory()
  const store = { secretStore: memorySecretStore(), dataDirectory: directory.path }
  const config = { policy: 'open' } as const
  const first = await openTestVault({ config, ...store })
  await listPlatform(first, receiver.url)
  expect((await put(wish, await first.platformToken(receiver.url), first)).status).toBe(200)
  await first[Symbol.asyncDispose]()
  {
    await using stored = await openStored(directory.path, store.secretStore)
    await ask(stored.db, 'UPDATE delivery_platforms SET subscription = $1::json', [
      '{"deletions":1}',
    ])
  }
  await using again = await openTestVault({ config, ...store })
  expect((await get(await again.platformToken(receiver.url), again)).status).toBe(404)
  const id = await again.create({ content: 'whole' })
  await until(() => packetsOf(id).length === 1)
  expect(packetsOf(id)[0]?.json.data).toEqual({ content: 'whole' })
})

test('a page of another origin may subscribe', async () => {
  const preflight = await vault.call('/subscription', {
    method: 'OPTIONS',
    headers: { origin: 'https://blabsy.example.com', 'access-control-request-method': 'PUT' },
  })
  expect(preflight.headers['access-control-allow-methods']).toMatch(/PUT.*DELETE/)
})
