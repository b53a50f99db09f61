import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addRoutes, type RegistryParts } from '../src/registry/embedded/routes.ts'
import { call } from './support/call.ts'
import { doorOf, inbound, inboundFields, openDoor } from './support/ingress-room.ts'
import { proxyLine, sendRaw, statusesIn } from './support/raw-http.ts'
import {
  ask,
  here,
  letAllRead,
  letRead,
  proven,
  publicName,
  readReach,
} from './support/registry-outside.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

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
    it.vault.reach.tell(proven(`https://${publicName}`))
  }
  await letAllRead(open)
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
    for (const more of [{}, { host: '127.0.0.1' }, { origin: `https://${publicName}` }]) {
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
    expect(await status({ host: publicName.toUpperCase() })).toBe(200)
    for (const host of [
      'evil.example',
      `${publicName}:8443`,
      `127.0.0.1:${port}`,
      'localhost',
      '',
    ]) {
      expect([host, await status({ host })]).toEqual([host, 421])
      const forged = { host, 'x-forwarded-host': publicName, forwarded: `host=${publicName}` }
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
    it.vault.reach.tell(proven(`https://${publicName}`))
    await letAllRead(it)
    const statuses: number[] = []
    let last = ''
    for (const forged of [1, 2, 3, 4]) {
      last = await sendRaw(
        doorOf(it).port,
        `${proxyLine('203.0.113.7')}GET /registry/entropy HTTP/1.1\r\nhost: ${publicName}\r\n` +
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
    it.vault.reach.tell(proven(`https://${publicName}`))
    await letAllRead(it)
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
