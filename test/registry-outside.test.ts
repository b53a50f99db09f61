import { setTimeout as delay } from 'node:timers/promises'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCertifiedKeys } from '../src/registry/certified-keys.ts'
import { createRegistryClient } from '../src/registry/client.ts'
import { addRoutes, type RegistryParts } from '../src/registry/embedded/routes.ts'
import { call } from './support/call.ts'
import { doorOf, inbound, inboundFields, openDoor, outside } from './support/ingress-room.ts'
import { proxyLine, sendRaw, statusesIn } from './support/raw-http.ts'
import { newcomer, openRelayRoom } from './support/relay-room.ts'
import {
  memorySecretStore,
  openTestVault,
  type TestVault,
  temporaryDirectory,
} from './support/test-vault.ts'

// The registry inside the app, as others see it through a tunnel.

const name = 'registry.example'
const since = Date.UTC(2026, 0, 2)
const proven = (publicUrl: string) =>
  ({ state: 'up', publicUrl, provider: 'ssh', since, provenAt: since, missed: null }) as const
const down = { state: 'down', cause: null } as const

const changeOne = `mutation ($who: String!) {
  changeSettings(changes: { readRegistry: $who }) { settings { readRegistry } errors { field } } }`
const letRead = async (it: TestVault, who: 'anyone' | 'this-computer') =>
  (await it.owner(changeOne, { who })).data.changeSettings
const readReach = async (it: TestVault) =>
  (
    await it.owner(
      '{ reach { registration { isPublic uri problem ownRegistry { isOpen publicUrl } } } }',
    )
  ).data.reach.registration

/** As a tunnel brings it, by the public name. */
const ask = (
  it: TestVault,
  path: string,
  { headers = {}, ...rest }: Parameters<typeof call>[1] = {},
) => outside(it, path, { headers: { host: name, ...headers }, ...rest })
/** As programs on this computer ask. */
const here = (it: TestVault, path: string, options: Parameters<typeof call>[1] = {}) =>
  call(`${it.vault.registry.url}${path}`, options)

/** All endpoints of the registry, as it declares them. */
async function allRoutes() {
  const routes: { method: string; path: string }[] = []
  const app = fastify()
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) routes.push({ method: one, path: url })
  })
  addRoutes(app, { secret: 'any' } as RegistryParts)
  await app.ready()
  return routes
}
const routes = await allRoutes()
const reading = routes.filter(({ method }) => method === 'GET')
const writing = routes.filter(({ method }) => method !== 'GET' && method !== 'HEAD')

let open: TestVault
let closed: TestVault
beforeAll(async () => {
  open = await openTestVault({ config: { addressRate: 1_000_000 } })
  closed = await openTestVault({ config: { addressRate: 1_000_000 } })
  for (const it of [open, closed]) {
    await openDoor(it)
    it.vault.reach.tell(proven(`https://${name}`))
  }
  await letRead(open, 'anyone')
  await call(`${open.vault.registry.url}/platforms/certification`, {
    body: { platform: 'https://app.example' },
  })
})
afterAll(async () => {
  for (const it of [open, closed]) await it[Symbol.asyncDispose]()
})

describe('while the owner has not said so', () => {
  test.each([...routes, { method: 'OPTIONS', path: '/resolve' }, { method: 'GET', path: '' }])(
    'nothing tells $method /registry$path from what does not exist',
    async ({ method, path }) => {
      const headers = { authorization: `Bearer ${closed.vault.registry.secret}` }
      const query = `?w3id=${encodeURIComponent(closed.vault.ename)}`
      const request = method === 'POST' ? { method, headers, body: {} } : { method, headers }
      const asked = await ask(closed, `/registry${path}${query}`, request)
      const nowhere = await ask(closed, `/nowhere${path}${query}`, request)
      expect(asked.status).toBe(method === 'OPTIONS' ? 400 : 404)
      const seen = ({ status, headers: { date: _, ...others }, text }: typeof asked) => ({
        ...{ status, others, text },
      })
      expect(seen(asked)).toEqual(seen(nowhere))
    },
  )

  test('it is so under both presets, also with a proven address', async () => {
    await using guarded = await openTestVault({ config: { policy: 'guarded' } })
    for (const it of [closed, guarded]) {
      const { data } = await it.owner('{ settings { readRegistry } }')
      expect(data.settings.readRegistry).toBe('this-computer')
    }
    expect(await readReach(closed)).toMatchObject({
      ...{ isPublic: false, uri: closed.vault.localUrl },
      ownRegistry: { isOpen: false, publicUrl: null },
    })
  })
})

describe('when the owner lets everybody read it', () => {
  test.each(reading)('GET and HEAD $path answer as on this computer', async ({ path }) => {
    const query = path === '/resolve' ? `?w3id=${encodeURIComponent(open.vault.ename)}` : ''
    const outer = await ask(open, `/registry${path}${query}`)
    const inner = await here(open, `${path}${query}`)
    expect(outer.status).toBe(200)
    expect(outer.headers['content-type']).toBe(inner.headers['content-type'])
    expect(outer.headers['cache-control']).toBe(inner.headers['cache-control'])
    // Entropy is another one each time.
    if (path === '/entropy') expect(Object.keys(outer.json)).toEqual(Object.keys(inner.json))
    else expect(outer.text).toBe(inner.text)
    const head = await ask(open, `/registry${path}${query}`, { method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
  })

  test('it says what is wrong as on this computer', async () => {
    for (const path of ['/resolve', '/resolve?w3id=', '/resolve?w3id=@nobody', '/nowhere', '/']) {
      const [outer, inner] = [await ask(open, `/registry${path}`), await here(open, path)]
      expect([path, outer.status, outer.json]).toEqual([path, inner.status, inner.json])
      expect(outer.status).toBeGreaterThanOrEqual(400)
    }
  })

  test.each(writing)('$method $path is not there, not even with the secret', async (route) => {
    const { method, path } = route
    const authorization = `Bearer ${open.vault.registry.secret}`
    const written = {
      ...{ ename: '@evil', uri: 'https://evil.example', evault: '@evil' },
      ...{ platform: 'https://evil.example', url: 'https://evil.example' },
    }
    const body = method === 'DELETE' ? {} : { body: written }
    const query = `?ename=${open.vault.ename}&url=https://app.example`
    const before = (await here(open, '/list')).text
    for (const more of [{}, { host: '127.0.0.1' }, { origin: `https://${name}` }]) {
      const headers = { authorization, ...more }
      const answer = await ask(open, `/registry${path}${query}`, { method, headers, ...body })
      expect(answer).toMatchObject({ status: 404, json: { error: 'Not found' } })
    }
    const headers = { authorization, 'x-http-method-override': method }
    const overridden = await ask(open, `/registry${path}`, { headers, body: written })
    expect(overridden.status).toBe(404)
    expect((await here(open, '/list')).text).toBe(before)
    expect((await here(open, '/platforms')).json).toEqual(['https://app.example'])
  })

  test('it goes by the public name and by no other, whatever is claimed', async () => {
    const { port } = doorOf(open)
    const status = async (headers: Record<string, string>) =>
      (await ask(open, '/registry/entropy', { headers })).status
    expect(await status({ host: name.toUpperCase() })).toBe(200)
    for (const host of ['evil.example', `${name}:8443`, `127.0.0.1:${port}`, 'localhost', '']) {
      expect([host, await status({ host })]).toEqual([host, 421])
      const forged = { host, 'x-forwarded-host': name, forwarded: `host=${name}` }
      expect(await status(forged)).toBe(421)
    }
    // The vault beside it answers, whatever the name.
    expect((await ask(open, '/health', { headers: { host: 'evil.example' } })).status).toBe(200)
  })

  test('for web pages it is as for the rest of what is outside', async () => {
    const headers = { origin: 'https://any.example' }
    const asked = async () => {
      const { status, headers: told } = await ask(open, '/registry/platforms', { headers })
      return [status, told['access-control-allow-origin']]
    }
    const change = (cors: string) =>
      open.owner(`mutation { changeSettings(changes: { cors: "${cors}" }) { errors { code } } }`)
    expect(await asked()).toEqual([200, '*'])
    await change('consented-platforms')
    expect(await asked()).toEqual([403, undefined])
    await change('any-origin')
  })

  test('the rates hold, whoever is said to ask', async () => {
    await using it = await openTestVault({ config: { addressRate: 3 } })
    await openDoor(it)
    it.vault.reach.tell(proven(`https://${name}`))
    await letRead(it, 'anyone')
    const statuses: number[] = []
    let last = ''
    for (const forged of [1, 2, 3, 4]) {
      last = await sendRaw(
        doorOf(it).port,
        `${proxyLine('203.0.113.7')}GET /registry/entropy HTTP/1.1\r\nhost: ${name}\r\n` +
          `x-forwarded-for: 198.51.100.${forged}\r\nconnection: close\r\n\r\n`,
      )
      statuses.push(...statusesIn(last))
    }
    expect(statuses).toEqual([200, 200, 200, 429])
    expect(last).toMatch(/\r\nretry-after: \d+\r\n/i)
  })

  test('the owner sees what was asked, and nothing of what was in it', async () => {
    await using it = await openTestVault()
    await openDoor(it)
    it.vault.reach.tell(proven(`https://${name}`))
    await letRead(it, 'anyone')
    await ask(it, '/registry/resolve?w3id=@a-secret-name', {
      headers: { authorization: `Bearer ${it.vault.registry.secret}` },
    })
    await ask(it, '/registry/.well-known/jwks.json')
    await letRead(it, 'this-computer')
    await ask(it, '/registry/resolve?w3id=@a-secret-name')
    await expect.poll(() => inbound(it)).toHaveLength(3)
    const listed = (await it.owner(`{ inboundRequests { ${inboundFields} } }`)).data.inboundRequests
    expect(listed).toMatchObject([
      { route: '/registry/resolve', operation: null, verdict: 'refused', status: 404 },
      { operation: 'registry.jwks', verdict: 'served', status: 200, caller: null },
      { route: '/registry/resolve', operation: 'registry.resolve', verdict: 'refused' },
    ])
    expect(JSON.stringify(listed)).not.toContain('secret')
    expect(it.logged.join('')).not.toContain(it.vault.registry.secret)
  })
})

describe('what the registry is told', () => {
  test('is the public address while others read it, and this computer at all other times', async () => {
    await using it = await openTestVault()
    await openDoor(it)
    const { ename, localUrl } = it.vault
    const uri = async () => (await here(it, `/resolve?w3id=${encodeURIComponent(ename)}`)).json.uri
    const is = async (isOpen: boolean, publicUrl: string | null) => {
      const address = publicUrl ?? localUrl
      await expect.poll(uri).toBe(address)
      await expect.poll(async () => (await readReach(it)).uri).toBe(address)
      expect(await readReach(it)).toEqual({
        ...{ isPublic: publicUrl !== null, uri: address, problem: null },
        ownRegistry: { isOpen, publicUrl: publicUrl && `${publicUrl}/registry` },
      })
      expect((await it.call('/whois', { headers: { 'x-ename': ename } })).json).toMatchObject({
        keyBindingCertificates: [expect.any(String)],
      })
    }
    const status = async (host: string) =>
      (await ask(it, '/registry/entropy', { headers: { host } })).status
    await it.call('/whois', { headers: { 'x-ename': ename } })
    await is(false, null)
    expect(await letRead(it, 'anyone')).toMatchObject({ settings: { readRegistry: 'anyone' } })
    await is(true, null)
    // It is open, and has no name yet: that is not the same as that nothing is there.
    expect(await status('one.example')).toBe(503)

    it.vault.reach.tell(proven('https://one.example'))
    await is(true, 'https://one.example')
    expect([await status('one.example'), await status('two.example')]).toEqual([200, 421])
    it.vault.reach.tell(proven('https://two.example/@home'))
    await is(true, 'https://two.example/@home')
    expect([await status('one.example'), await status('two.example')]).toEqual([421, 200])

    it.vault.reach.tell(down)
    await is(true, null)
    expect(await status('two.example')).toBe(503)
    it.vault.reach.tell(proven('https://one.example/'))
    await expect.poll(uri).toBe('https://one.example/')
    expect((await readReach(it)).ownRegistry.publicUrl).toBe('https://one.example/registry')
    await letRead(it, 'this-computer')
    await is(false, null)
    expect(await status('one.example')).toBe(404)
  })

  test('is the same for all vaults of this server, and only its owner says so', async () => {
    await using it = await openTestVault()
    await openDoor(it)
    it.vault.reach.tell(proven(`https://${name}`))
    const { json } = await here(it, '/entropy')
    const body = { registryEntropy: json.token, namespace: crypto.randomUUID() }
    const other = (await it.call('/provision', { body })).json.w3id
    const asOther = { 'x-ename': other }
    const { data } = await it.owner(changeOne, { who: 'anyone' }, asOther)
    expect(data.changeSettings.settings.readRegistry).toBe('anyone')
    expect((await ask(it, '/registry/entropy')).status).toBe(404)
    await letRead(it, 'anyone')
    await expect
      .poll(async () => (await ask(it, `/registry/resolve?w3id=${other}`)).json.uri)
      .toBe(`https://${name}`)
  })

  test('and what the owner said is still so after a restart', async () => {
    await using directory = await temporaryDirectory()
    const options = { dataDirectory: directory.path, secretStore: memorySecretStore() }
    {
      await using it = await openTestVault(options)
      await letRead(it, 'anyone')
    }
    await using it = await openTestVault(options)
    await openDoor(it)
    expect((await readReach(it)).ownRegistry).toEqual({ isOpen: true, publicUrl: null })
    it.vault.reach.tell(proven(`https://${name}`))
    const { ename } = it.vault
    await expect
      .poll(async () => (await ask(it, `/registry/resolve?w3id=${ename}`)).json.uri)
      .toBe(`https://${name}`)
    // The certification that was put off at the start must not take it back.
    await delay(1_500)
    expect((await readReach(it)).uri).toBe(`https://${name}`)
  })

  test('a registry on the network is not led out, whatever the setting', async () => {
    const { url: registry, secret: registrySecret } = open.vault.registry
    await using it = await openTestVault({ config: { registry }, means: { registrySecret } })
    await openDoor(it)
    it.vault.reach.tell(proven('https://one.example'))
    await letRead(it, 'anyone')
    expect((await readReach(it)).isPublic).toBe(true)
    expect((await readReach(it)).ownRegistry).toBeNull()
    expect((await ask(it, '/registry/entropy')).status).toBe(404)
    await it.vault.leaveRegistry()
  })
})

describe('others who are given its address', () => {
  test('find the vault by its eName, and its keys hold', async () => {
    await using it = await openTestVault()
    const { ename } = it.vault
    const publicUrl = `http://127.0.0.1:${(await it.vault.openIngress()).port}`
    const found = async () => {
      const registry = createRegistryClient({ url: `${publicUrl}/registry` })
      const entry = await registry.resolve(ename).catch(() => null)
      const { keysOf } = createCertifiedKeys({ registry, fetch })
      return { uri: entry?.uri, keys: await keysOf(ename).catch(() => null) }
    }
    expect(await found()).toEqual({ uri: undefined, keys: [] })
    it.vault.reach.tell(proven(publicUrl))
    await letRead(it, 'anyone')
    const { data } = await it.owner('{ identity { keys { publicKey } } }')
    const keys = data.identity.keys.map((key: { publicKey: string }) => key.publicKey)
    expect(keys).toHaveLength(1)
    await expect.poll(found, { interval: 200 }).toEqual({ uri: publicUrl, keys })

    const registry = createRegistryClient({
      ...{ url: `${publicUrl}/registry`, secret: it.vault.registry.secret ?? '' },
    })
    expect(await registry.readEntropy(await entropyToken(publicUrl))).toHaveLength(20)
    expect(await registry.verifyPlatformToken(await it.platformToken('a-name'))).toMatchObject({
      platform: 'a-name',
    })
    expect(await registry.platforms()).toEqual([])
    const moved = registry.register({ ename, uri: 'https://evil.example', evault: '@evil' })
    await expect(moved).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(registry.unregister(ename)).resolves.toBe(false)
    expect((await found()).uri).toBe(publicUrl)
  })

  test('also below a path, as behind a relay', async () => {
    await using it = await openTestVault()
    const { port } = await it.vault.openIngress()
    await using room = await openRelayRoom(it.vault.registry)
    const who = await newcomer(it.vault.registry)
    const { publicUrl } = await room.connect(who, port)
    it.vault.reach.tell(proven(publicUrl))
    await letRead(it, 'anyone')
    const { publicUrl: url } = (await readReach(it)).ownRegistry
    expect(url).toBe(`${room.url}/${who.ename}/registry`)
    const registry = createRegistryClient({ url })
    await expect
      .poll(async () => (await registry.resolve(it.vault.ename, { fresh: true }))?.uri)
      .toBe(publicUrl)
    const { keysOf } = createCertifiedKeys({ registry, fetch })
    expect(await keysOf(it.vault.ename)).toHaveLength(1)
  })
})

async function entropyToken(publicUrl: string): Promise<string> {
  return (await call(`${publicUrl}/registry/entropy`)).json.token
}
