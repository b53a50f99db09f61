import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'ssh2'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type EmbeddedRegistry, startEmbeddedRegistry } from '../src/registry/embedded/server.ts'
import type { BadAnswer, BadWish } from './support/bad-home.ts'
import { makeRegistryKey } from './support/registry-key.ts'
import {
  type Certified,
  logIn,
  newcomer,
  openRelayRoom,
  type RelayRoom,
  register,
  standIn,
} from './support/relay-room.ts'
import { temporaryDirectory } from './support/test-vault.ts'

// One vault behaves, the other does not, in a process of its own: its work holds up nobody here.

const secret = 'secret-of-the-test'
const megabyte = 1024 * 1024

let registry: EmbeddedRegistry
let good: Certified
let bad: Certified
let room: RelayRoom
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let vault: Awaited<ReturnType<typeof standIn>>

beforeAll(async () => {
  directory = await temporaryDirectory()
  const signer = await makeRegistryKey()
  registry = await startEmbeddedRegistry({ directory: directory.path, port: 0, secret, signer })
  good = await newcomer({ url: registry.url, secret })
  bad = await newcomer({ url: registry.url, secret })
  vault = await standIn((_, response) => response.end('good'))
  return async () => {
    await vault[Symbol.asyncDispose]()
    await registry[Symbol.asyncDispose]()
    await directory[Symbol.asyncDispose]()
  }
})
beforeEach(async () => {
  room = await openRelayRoom({ url: registry.url, secret })
  await room.connect(good, vault.port)
})
afterEach(async () => {
  vi.useRealTimers()
  await goodAnswers()
  await room[Symbol.asyncDispose]()
})

async function goodAnswers(): Promise<void> {
  const began = performance.now()
  expect((await room.ask(good, '/')).text).toBe('good')
  expect(performance.now() - began).toBeLessThan(1_000)
}

/** A connection of the bad vault that does this with each request. */
const serveBadly = (answer: BadAnswer, text?: string) => room.misbehave(bad, answer, text)

function gone(client: Client): Promise<void> {
  client.on('error', () => {})
  return new Promise((resolve) => void client.once('close', () => resolve()))
}
const whys = () =>
  room.logged.map((line) => JSON.parse(line)).flatMap(({ why }) => (why ? [why] : []))

test('one that opens no way for requests is cut off after ten seconds', async () => {
  const { ename } = bad
  const client = await logIn(room.relay.sshPort, ename.slice(1), await room.proof(bad))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const closed = gone(client)
  await register(client)
  const asked = room.ask(bad, '/')
  await goodAnswers()
  for (let tenths = 0; tenths < 110; tenths += 1) {
    await vi.advanceTimersByTimeAsync(100)
    await new Promise(setImmediate)
  }
  expect([502, 504]).toContain((await asked).status)
  await closed
  expect(whys()).toEqual(['does not answer'])
  expect((await room.ask(bad, '/')).status).toBe(503)
})

test('one that never answers costs whoever asks a minute, and nobody else anything', async () => {
  await serveBadly('nothing')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const asked = room.ask(bad, '/')
  await pauseReally(200)
  await goodAnswers()
  await vi.advanceTimersByTimeAsync(59_000)
  await goodAnswers()
  await vi.advanceTimersByTimeAsync(1_000)
  const { status, json } = await asked
  expect([status, json]).toEqual([504, { error: 'The vault does not answer' }])
})

async function pauseReally(ms: number): Promise<void> {
  const end = performance.now() + ms
  while (performance.now() < end) await new Promise(setImmediate)
}

test.each([
  ['no HTTP', 'SSH-2.0-hello\r\n\r\n'],
  ['no status', 'HTTP/1.1 000 None\r\n\r\n'],
  [
    'another protocol',
    'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
  ],
  ['a broken header', 'HTTP/1.1 200 OK\r\nbroken\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
  ['endless headers', `HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(1_000)}\r\n`.repeat(40)}`],
  ['nothing', ''],
])('one that sends %s is no answer', async (_what, text) => {
  await serveBadly('text', text)
  expect((await room.ask(bad, '/')).status).toBe(502)
})

test('an answer that breaks off is no whole answer', async () => {
  await serveBadly('text', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')
  await expect(room.ask(bad, '/')).rejects.toThrow()
})

test('one that floods whoever does not read is held back, or cut off when it is not', async () => {
  const { closed } = await serveBadly('more than the window')
  const visitor = connect(room.relay.port, '127.0.0.1').on('error', () => {})
  visitor.pause().write(`GET /${bad.ename}/ HTTP/1.1\r\nhost: a\r\n\r\n`)
  await closed
  await vi.waitFor(() => expect(whys()).toEqual(['sends more than it may']), 10_000)
  visitor.destroy()
})

test('one that keeps to the windows is held back while the visitor does not read', async () => {
  const home = await serveBadly('much within the window')
  const visitor = connect(room.relay.port, '127.0.0.1').on('error', () => {})
  visitor.pause().write(`GET /${bad.ename}/ HTTP/1.1\r\nhost: a\r\n\r\n`)
  await pause(1_500)
  expect((await home.count()).written).toBeLessThan(24 * megabyte)
  expect(whys()).toEqual([])
  visitor.destroy()
})

test('one that takes nothing of an upload, whatever it said, is cut off after 20 seconds', async () => {
  await serveBadly('a window, then takes nothing')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let taken = 0
  const body = new Readable({
    read() {
      taken += 65_536
      this.push(taken > 256 * megabyte ? null : Buffer.alloc(65_536))
    },
  })
  const path = `/${bad.ename}/`
  const upload = httpRequest({ port: room.relay.port, path, method: 'POST' })
  const ended = new Promise<unknown>((resolve) => {
    upload.on('response', ({ statusCode }) => resolve(statusCode)).on('error', resolve)
  })
  body.pipe(upload)
  await pauseReally(1_500)
  expect(taken).toBeLessThan(64 * megabyte)
  await goodAnswers()
  for (let seconds = 0; seconds < 21; seconds += 1) {
    await vi.advanceTimersByTimeAsync(1_000)
    await new Promise(setImmediate)
  }
  await ended
  expect(whys()).toEqual(['does not read'])
})

test('many who do not read what a vault sends are held back together', async () => {
  const home = await serveBadly('without end')
  let brokenOff = 0
  const visitors = Array.from({ length: 40 }, () => {
    const visitor = connect(room.relay.port, '127.0.0.1').on('error', () => {})
    visitor.pause().write(`GET /${bad.ename}/ HTTP/1.1\r\nhost: a\r\n\r\n`)
    return visitor
  })
  await vi.waitFor(async () => expect((await home.count()).answered).toBe(40), 20_000)
  await vi.waitFor(async () => expect((await home.count()).brokenOff).toBeGreaterThan(0), 20_000)
  await pause(2_000)
  await goodAnswers()
  expect(whys()).toEqual([])
  for (const visitor of visitors) {
    visitor.resume().once('close', () => {
      brokenOff += 1
    })
  }
  await vi.waitFor(() => expect(brokenOff).toBeGreaterThan(0), 10_000)
  for (const visitor of visitors) visitor.destroy()
}, 40_000)

test('one that asks without end and hears no answer is cut off', async () => {
  const home = await serveBadly('nothing')
  home.ask('answers without end, and hears none')
  await vi.waitFor(() => expect(whys()).toHaveLength(1), 30_000)
  home.leave()
  await home.closed
}, 60_000)

test('one address gets so many connections, and another program on it still one', async () => {
  const visitors = Array.from({ length: 300 }, () =>
    connect(room.relay.port, '127.0.0.1').on('error', () => {}),
  )
  await vi.waitFor(() => {
    expect(visitors.filter(({ closed }) => closed)).toHaveLength(300 - 256)
  }, 10_000)
  for (const visitor of visitors) visitor.destroy()
  await vi.waitFor(goodAnswers, 10_000)
})

test.each<BadWish>([
  'a shell',
  'a program',
  'files',
  'a way elsewhere',
  'a way to a socket',
  'thousands of ways',
  'many ports',
])('one that asks for %s is cut off', async (wish) => {
  const home = await serveBadly('nothing')
  home.ask(wish)
  await home.closed
  await vi.waitFor(() => expect(whys()).toEqual(['asks for more than it may']), 10_000)
})

test('whoever has not proven anything may ask for nothing', async () => {
  const stranger = connect(room.relay.sshPort, '127.0.0.1').on('error', () => {})
  stranger.resume().write(`SSH-2.0-x\r\n${'x'.repeat(500_000)}`)
  await once(stranger, 'close')
  await expect(logIn(room.relay.sshPort, good.ename.slice(1), 'guess')).rejects.toThrow()
})

test('whoever says nothing to the relay is sent away after 15 seconds', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const silent = connect(room.relay.sshPort, '127.0.0.1')
    .on('error', () => {})
    .resume()
  const closed = once(silent, 'close')
  await once(silent, 'data')
  await pauseReally(200)
  await vi.advanceTimersByTimeAsync(15_000)
  await closed
})

test('one that keeps all it is asked is soon asked nothing more', async () => {
  await serveBadly('nothing')
  const visitors = Array.from({ length: 80 }, () => {
    const visitor = connect(room.relay.port, '127.0.0.1').on('error', () => {})
    visitor.write(`GET /${bad.ename}/ HTTP/1.1\r\nhost: a\r\nx-forwarded-for: 192.0.2.1\r\n\r\n`)
    return visitor
  })
  const answers = await Promise.all(
    visitors.map((visitor) =>
      Promise.race([once(visitor, 'data').then(String, () => ''), pause(2_000).then(() => '')]),
    ),
  )
  const statuses = answers.filter(Boolean).map((text) => text.split(' ')[1])
  expect(statuses).toHaveLength(16)
  expect(new Set(statuses)).toEqual(new Set(['429']))
  for (const visitor of visitors) visitor.destroy()
  await vi.waitFor(goodAnswers, 10_000)
})

test('one address gets a thousand requests a minute', async () => {
  const { status } = await room.ask(bad, '/')
  expect(status).toBe(503)
  const answers = new Set<number>()
  for (let count = 0; count < 50; count += 1) {
    const asked = Array.from({ length: 21 }, () => room.ask(bad, '/'))
    for (const answer of await Promise.all(asked)) answers.add(answer.status)
  }
  expect(answers).toEqual(new Set([503, 429]))
  // For what comes after: it is from the same address.
  await room[Symbol.asyncDispose]()
  room = await openRelayRoom({ url: registry.url, secret })
  await room.connect(good, vault.port)
})
