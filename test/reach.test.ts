import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createRegistryClient } from '../src/registry/client.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

/** A vault that waits for its public address, and a registry that may misbehave on its way. */
let home: TestVault
let door: Server
let mode: 'honest' | 'away' | 'refuses' | 'elsewhere' = 'honest'

beforeAll(async () => {
  home = await openTestVault()
  door = createServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    const path = request.url ?? ''
    const isWrite = path.startsWith('/register')
    if (mode === 'away') return void request.socket.destroy()
    if (mode === 'refuses' && isWrite) {
      response.writeHead(403, { 'content-type': 'application/json' })
      return void response.end('{"error":"Your plan has no addresses left."}')
    }
    const { authorization } = request.headers
    const answer = await fetch(`${home.vault.registry.url}${path}`, {
      method: request.method ?? 'GET',
      headers: {
        ...(body !== '' && { 'content-type': 'application/json' }),
        ...(authorization && { authorization }),
      },
      body: body === '' ? null : body,
    })
    const text = await answer.text()
    response.writeHead(answer.status, { 'content-type': 'application/json' })
    const isResolved = mode === 'elsewhere' && path.startsWith('/resolve')
    response.end(isResolved ? text.replace(/"uri":"[^"]*"/, '"uri":"https://old.example"') : text)
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
})
afterAll(async () => {
  await home[Symbol.asyncDispose]()
  door.close()
})
beforeEach(() => {
  mode = 'honest'
})

const registryUrl = () => `http://127.0.0.1:${(door.address() as AddressInfo).port}`

function openAway(options: Parameters<typeof openTestVault>[0] = {}): Promise<TestVault> {
  const registrySecret = home.vault.registry.secret
  const means = { registrySecret, awaitsAddress: true, ...options.means }
  return openTestVault({ ...options, config: { registry: registryUrl() }, means })
}

const resolved = async (ename: string) =>
  (await createRegistryClient({ url: home.vault.registry.url }).resolve(ename))?.uri ?? null

const reachQuery = `{ reach {
  registration { isPublic uri confirmedAt problem problemDetail }
  spans { publicUrl provider since provenAt endedAt causeCode causeParameters missed missedAt } } }`
const readReach = async (it: TestVault) => (await it.owner(reachQuery)).data.reach

const since = Date.UTC(2026, 0, 2)
const up = (publicUrl: string, provenAt = since, from = since) =>
  ({ state: 'up', publicUrl, provider: 'ssh', since: from, provenAt, missed: null }) as const
const lost = { code: 'LOST', parameters: { host: 'relay.example' } }

test('the registry is told of an address when it is proven, not before, and of the next one', async () => {
  await using it = await openAway()
  expect(await resolved(it.vault.ename)).toBeNull()
  const { keyBindingCertificates } = (
    await it.call('/whois', { headers: { 'x-ename': it.vault.ename } })
  ).json
  expect(keyBindingCertificates).toHaveLength(1)

  for (const publicUrl of ['https://one.example', 'https://two.example/@home']) {
    const before = Date.now()
    it.vault.reach.tell(up(publicUrl))
    await expect.poll(() => resolved(it.vault.ename)).toBe(publicUrl)
    await expect.poll(async () => (await readReach(it)).registration.uri).toBe(publicUrl)
    expect(Date.now() - before).toBeLessThan(10_000)
  }
  expect((await readReach(it)).registration).toMatchObject({ isPublic: true, problem: null })
})

test('one that was proven while another was being registered is the one that stays', async () => {
  await using it = await openAway()
  for (let at = 0; at < 8; at += 1) it.vault.reach.tell(up(`https://address-${at}.example`))
  await expect
    .poll(async () => (await readReach(it)).registration.uri)
    .toBe('https://address-7.example')
  expect(await resolved(it.vault.ename)).toBe('https://address-7.example')
})

test('the entry stays when the vault closes, is left alone at the next start, and can be removed', async () => {
  await using directory = await temporaryDirectory()
  const dataDirectory = directory.path
  const secretStore = memorySecretStore()
  const first = await openAway({ dataDirectory, secretStore })
  const { ename } = first.vault
  first.vault.reach.tell(up('https://one.example'))
  await expect.poll(() => resolved(ename)).toBe('https://one.example')
  await first[Symbol.asyncDispose]()
  expect(await resolved(ename)).toBe('https://one.example')

  await using again = await openAway({ dataDirectory, secretStore })
  await again.call('/whois', { headers: { 'x-ename': ename } })
  expect(await resolved(ename)).toBe('https://one.example')
  await again.vault.leaveRegistry()
  expect(await resolved(ename)).toBeNull()
})

test('a registry that is away is asked again, and the vault serves meanwhile', async () => {
  mode = 'honest'
  await using it = await openAway()
  mode = 'away'
  it.vault.reach.tell(up('https://one.example'))
  await expect.poll(async () => (await readReach(it)).registration.problem).toBe('UNREACHABLE')
  await it.create()
  expect(await resolved(it.vault.ename)).toBeNull()
  mode = 'honest'
  await expect.poll(() => resolved(it.vault.ename), { timeout: 10_000 }).toBe('https://one.example')
})

test('a refusal says what the registry said; one that does as it likes is not believed', async () => {
  await using it = await openAway()
  mode = 'refuses'
  it.vault.reach.tell(up('https://one.example'))
  await expect.poll(async () => (await readReach(it)).registration.problem).toBe('REFUSED')
  const { problemDetail } = (await readReach(it)).registration
  expect(problemDetail).toContain('Your plan has no addresses left.')

  mode = 'elsewhere'
  it.vault.reach.tell(up('https://two.example'))
  await expect.poll(async () => (await readReach(it)).registration.problem).toBe('OTHER_ADDRESS')
  const { registration } = await readReach(it)
  expect(registration.problemDetail).toContain('https://old.example')
  expect(registration.uri).toBeNull()
})

test('a registry inside the app is told of this computer, whatever the tunnel proves', async () => {
  await using it = await openTestVault({ means: { awaitsAddress: true } })
  await it.call('/whois', { headers: { 'x-ename': it.vault.ename } })
  it.vault.reach.tell(up('https://one.example'))
  await expect.poll(async () => (await readReach(it)).spans).toHaveLength(1)
  const { registration } = await readReach(it)
  expect(registration).toMatchObject({ isPublic: false, uri: it.vault.localUrl })
})

test('each time that the vault was reachable is kept, with how it ended', async () => {
  await using directory = await temporaryDirectory()
  const options = {
    dataDirectory: directory.path,
    secretStore: memorySecretStore(),
  }
  {
    await using it = await openTestVault(options)
    it.vault.reach.tell(up('https://one.example'))
    it.vault.reach.tell(up('https://one.example', since + 30_000))
    it.vault.reach.tell({ state: 'down', cause: lost })
    const missed = { count: 7, lastAt: since + 40_000 }
    it.vault.reach.tell({ ...up('https://two.example', since + 60_000, since + 50_000), missed })
    await expect.poll(async () => (await readReach(it)).spans).toHaveLength(2)
    expect((await readReach(it)).spans).toMatchObject([
      {
        ...{ publicUrl: 'https://two.example', provider: 'ssh', endedAt: null, causeCode: null },
        ...{ missed: 7, missedAt: '2026-01-02T00:00:40.000Z' },
      },
      {
        provenAt: '2026-01-02T00:00:30.000Z',
        endedAt: expect.stringMatching(/^20/),
        ...{ causeCode: 'LOST', causeParameters: { host: 'relay.example' } },
      },
    ])
  }
  // As after a kill: nobody said that the second one ended.
  await using again = await openTestVault(options)
  const [second] = (await readReach(again)).spans
  expect(second).toMatchObject({ endedAt: '2026-01-02T00:01:00.000Z', causeCode: null })
})

test('a connection that comes and goes does not fill the database', async () => {
  await using it = await openTestVault()
  for (let at = 0; at < 600; at += 1) it.vault.reach.tell(up(`https://a-${at}.example`))
  const newest = async () => (await readReach(it)).spans[0]?.publicUrl
  await expect.poll(newest, { timeout: 20_000 }).toBe('https://a-599.example')
  expect((await readReach(it)).spans).toHaveLength(500)
})
