import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openReceiver, type Receiver } from './support/receiver.ts'
import { listPlatform } from './support/sync-platforms.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

/** `/subscription`: how a platform wants to be told of changes. */

let vault: TestVault
let receiver: Receiver
let token = ''

beforeAll(async () => {
  receiver = await openReceiver()
  vault = await openTestVault({ config: { policy: 'open' } })
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

test('only platforms subscribe, each for itself', async () => {
  expect((await put(wish, null)).status).toBe(401)
  expect((await put(wish, 'no-token')).status).toBe(401)
  for (const wrong of [{}, { ...wish, ontologies: 'a' }, { ...wish, byReference: 1 }, []]) {
    expect((await put(wrong)).status).toBe(400)
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
  expect((await put(wish, bearer, started)).status).toBe(403)
  const decided = await started.owner(
    'mutation ($p: String!) { decideConsent(platform: $p, decision: everything) { errors { code } } }',
    { p: name },
  )
  expect(decided.errors).toEqual([])
  expect((await put(wish, bearer, started)).status).toBe(200)
  await started[Symbol.asyncDispose]()

  await using again = await openTestVault({ config, ...store })
  expect((await get(await again.platformToken(name), again)).json).toEqual(wish)
})
