import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { listenOn } from '../../test/support/listen.ts'
import { createRegistryClient, type RegistryClient } from './client.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const ENTRY = { ename: '@a', uri: 'https://a.example', evault: '@vault' }

/** A registry that answers as the test says, or goes away; and a clock to turn. */
let server: Server
let port: number
let asked: string[]
let answer: { status: number; body: unknown; headers?: Record<string, string>; delayMs?: number }
let clock: number
let client: RegistryClient

const listen = async (on?: number) => {
  port = await listenOn(server, on)
}
const goAway = () =>
  new Promise<void>((done) => {
    server.closeAllConnections()
    server.close(() => done())
  })

beforeEach(async () => {
  asked = []
  answer = { status: 200, body: ENTRY }
  server = createServer(async ({ method, url }, response) => {
    asked.push(`${method} ${url}`)
    const { status, body, headers = {}, delayMs = 0 } = answer
    await new Promise((done) => setTimeout(done, delayMs))
    response.writeHead(status, headers).end(JSON.stringify(body))
  })
  await listen()
  clock = Date.now()
  const url = `http://127.0.0.1:${port}`
  client = createRegistryClient({ url, secret: 's', timeoutMs: 2000, now: () => clock })
})
afterEach(async () => {
  if (server.listening) await goAway()
})

/** How often the registry is asked within so many milliseconds from now. */
async function askedWithin(lengthMs: number): Promise<number> {
  const [start, before] = [clock, asked.length]
  await client.resolve('@a')
  clock = start + lengthMs - 1
  await client.resolve('A')
  clock = start + lengthMs
  await client.resolve('@a')
  return asked.length - before
}

describe('an answer', () => {
  test.each<[string, Record<string, string>, number]>([
    ['nothing, 60 s', {}, 60],
    ['max-age, for so long', { 'cache-control': 'public, max-age=7' }, 7],
    ['an Age as well, for what is left', { 'cache-control': 'MAX-AGE=100', age: '90' }, 10],
    ['a year, for an hour', { 'cache-control': 'max-age=31536000' }, 3600],
  ])('is kept, where the registry says %s', async (_what, headers, seconds) => {
    answer = { ...answer, headers }
    expect(await askedWithin(seconds * SECOND)).toBe(2)
  })

  test.each(['no-store', 'private, no-cache', 'max-age=0', 'max-age=60, no-store'])(
    'is not kept where the registry says %s',
    async (control) => {
      answer = { ...answer, headers: { 'cache-control': control } }
      for (let times = 0; times < 3; times += 1) await client.resolve('@a')
      expect(asked).toHaveLength(3)
    },
  )

  test('that there is no such name is kept for 5 s', async () => {
    answer = { status: 404, body: {}, headers: { 'cache-control': 'max-age=60' } }
    expect(await askedWithin(5 * SECOND)).toBe(2)
    expect(await client.resolve('@a')).toBeNull()
  })

  test('is shared by all who ask at once', async () => {
    const answers = await Promise.all(['@a', 'A', ' a'].map((name) => client.resolve(name)))
    expect(answers).toEqual([ENTRY, ENTRY, ENTRY])
    expect(asked).toEqual(['GET /resolve?w3id=%40a'])
  })

  test('is asked for anew by who wants a fresh one, after a change of ours, and when the clock went back', async () => {
    await client.resolve('@a')
    await client.resolve('@a', { fresh: true })
    expect(asked).toHaveLength(2)
    await client.register(ENTRY)
    await client.resolve('@a')
    expect(asked).toHaveLength(4)
    expect(await client.unregister('A')).toBe(true)
    await client.resolve('@a')
    expect(asked.slice(4)).toEqual(['DELETE /register?ename=%40a', 'GET /resolve?w3id=%40a'])
    clock -= HOUR
    await client.resolve('@a')
    expect(asked).toHaveLength(7)
  })

  test('that was on its way during a change of ours is not kept', async () => {
    answer = { ...answer, delayMs: 50 }
    const before = client.resolve('@a')
    answer = { ...answer, delayMs: 0 }
    await client.register(ENTRY)
    await before
    await client.resolve('@a')
    expect(asked.filter((call) => call.startsWith('GET'))).toHaveLength(2)
  })

  test('is forgotten once 1000 other names were asked for since', async () => {
    for (let at = 0; at <= 1000; at += 1) await client.resolve(`@${at}`)
    expect(asked).toHaveLength(1001)
    await client.resolve('@1000')
    await client.resolve('@1')
    expect(asked).toHaveLength(1001)
    await client.resolve('@0')
    expect(asked).toHaveLength(1002)
  })

  test('with the platforms or the notaries is kept as well', async () => {
    answer = { status: 200, body: ['https://p.example', null] }
    for (let times = 0; times < 3; times += 1) {
      expect(await client.platforms()).toEqual(['https://p.example'])
    }
    const named = { ename: '@n', url: 'https://n.example', name: 'N' }
    answer = { status: 200, body: [named, { ename: '@m', url: named.url }, {}, null, { ename: 7 }] }
    for (let times = 0; times < 3; times += 1) {
      expect(await client.notaries()).toEqual([named, { ename: '@m', url: named.url, name: null }])
    }
    expect(asked).toEqual(['GET /platforms', 'GET /notaries'])
  })
})

describe('while the registry is away', () => {
  test('what it said is good for a day, and is said to be old', async () => {
    const since = new Date(clock)
    await client.resolve('@a')
    await goAway()
    clock += 59 * SECOND
    expect(await client.resolve('@a')).toEqual(ENTRY)
    expect(client.health).toMatchObject({ reachable: true, servingStale: false })
    clock += SECOND
    expect(await client.resolve('@a')).toEqual({ ...ENTRY, stale: true, since })
    expect(client.health).toEqual({ reachable: false, lastSuccessAt: since, servingStale: true })
    clock = since.getTime() + 24 * HOUR - 1
    expect(await client.resolve('@a')).toMatchObject({ stale: true })
    clock += 1
    await expect(client.resolve('@a')).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })

  test('it is asked once in 5 s only, and answers again when it is back', async () => {
    await client.resolve('@a')
    const [on, away] = [port, clock + HOUR]
    await goAway()
    clock = away
    await client.resolve('@a')
    await listen(on)
    clock += 5 * SECOND - 1
    expect(await client.resolve('@a')).toMatchObject({ stale: true })
    expect(await client.resolve('@a', { fresh: true })).toEqual(ENTRY)
    expect(client.health).toMatchObject({ reachable: true, servingStale: false })
    expect(asked).toHaveLength(2)
  })

  test('what it did not know, and what nobody asked before, stays unknown', async () => {
    answer = { status: 404, body: {} }
    expect(await client.resolve('@a')).toBeNull()
    await goAway()
    clock += 5 * SECOND
    for (const name of ['@a', '@b']) {
      await expect(client.resolve(name)).rejects.toMatchObject({ code: 'UNREACHABLE' })
    }
    await expect(client.platforms()).rejects.toMatchObject({ code: 'UNREACHABLE' })
  })

  test('it is away too when only something in front of it answers', async () => {
    await client.resolve('@a')
    answer = { status: 503, body: {} }
    clock += 60 * SECOND
    expect(await client.resolve('@a')).toMatchObject({ stale: true })
    await expect(client.resolve('@b')).rejects.toMatchObject({ code: 'REFUSED' })
    expect(client.health.reachable).toBe(false)
  })

  test('what it refuses, or garbles, is not papered over', async () => {
    await client.resolve('@a')
    for (const [status, code] of [
      [429, 'REFUSED'],
      [200, 'BAD_ANSWER'],
    ] as const) {
      clock += 60 * SECOND
      answer = { status, body: {} }
      await expect(client.resolve('@a')).rejects.toMatchObject({ code })
    }
  })
})

describe('trying again', () => {
  test('helps for reading: a registry that stumbles twice is not noticed', async () => {
    const failing = createServer((_request, response) => {
      failures += 1
      if (failures === 1) response.socket?.destroy()
      else response.writeHead(failures === 2 ? 502 : 200).end(JSON.stringify(ENTRY))
    })
    let failures = 0
    await new Promise<void>((done) => failing.listen(0, '127.0.0.1', done))
    const address = failing.address() as { port: number }
    const asking = createRegistryClient({ url: `http://127.0.0.1:${address.port}` })
    expect(await asking.resolve('@a')).toEqual(ENTRY)
    expect(failures).toBe(3)
    failing.closeAllConnections()
    failing.close()
  })

  test('ends after three times, and is for reading only', async () => {
    answer = { status: 500, body: {} }
    await expect(client.platforms()).rejects.toMatchObject({ code: 'REFUSED' })
    expect(asked).toEqual(Array(3).fill('GET /platforms'))
    asked = []
    await expect(client.unregister('@a')).rejects.toMatchObject({ code: 'REFUSED' })
    await expect(client.platformToken('a')).rejects.toMatchObject({ code: 'REFUSED' })
    expect(asked).toEqual(['DELETE /register?ename=%40a', 'POST /platforms/certification'])
  })

  test.each([400, 401, 404, 429])('does not happen after %i', async (status) => {
    answer = { status, body: {} }
    await client.platforms().catch(() => {})
    expect(asked).toHaveLength(1)
  })

  test('does not take longer than the one time limit', async () => {
    answer = { status: 500, body: {}, delayMs: 250 }
    const hurried = createRegistryClient({ url: `http://127.0.0.1:${port}`, timeoutMs: 400 })
    const started = performance.now()
    await expect(hurried.platforms()).rejects.toThrow()
    expect(performance.now() - started).toBeLessThan(600)
    expect(asked.length).toBeLessThan(3)
  })
})

test('a name that is not there cannot be removed, which is no failure', async () => {
  answer = { status: 404, body: {} }
  expect(await client.unregister('@a')).toBe(false)
  expect(client.health).toMatchObject({ reachable: true, lastSuccessAt: null })
})

test('before it is asked, nobody knows whether the registry is there', () => {
  const { health } = createRegistryClient({ url: 'http://127.0.0.1:1' })
  expect(health).toEqual({ reachable: null, lastSuccessAt: null, servingStale: false })
})
