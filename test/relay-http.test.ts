import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type EmbeddedRegistry, startEmbeddedRegistry } from '../src/registry/embedded/server.ts'
import { call } from './support/call.ts'
import { makeRegistryKey } from './support/registry-key.ts'
import {
  type Certified,
  newcomer,
  openRelayRoom,
  type RelayRoom,
  standIn,
} from './support/relay-room.ts'
import { temporaryDirectory } from './support/test-vault.ts'

// What HTTP becomes on its way through a relay. The vault is a server that shows what it gets.

const secret = 'secret-of-the-test'
let registry: EmbeddedRegistry
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let who: Certified
let room: RelayRoom
let vault: Awaited<ReturnType<typeof standIn>>
let serve: RequestListener

beforeAll(async () => {
  directory = await temporaryDirectory()
  const signer = await makeRegistryKey()
  registry = await startEmbeddedRegistry({ directory: directory.path, port: 0, secret, signer })
  who = await newcomer({ url: registry.url, secret })
})
afterAll(async () => {
  await registry[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})
beforeEach(async () => {
  vault = await standIn((request, response) => serve(request, response))
  await openRoom()
})
afterEach(async () => {
  await room[Symbol.asyncDispose]()
  await vault[Symbol.asyncDispose]()
})

async function openRoom(options: Parameters<typeof openRelayRoom>[1] = {}): Promise<void> {
  room = await openRelayRoom({ url: registry.url, secret }, options)
  await room.connect(who, vault.port)
}

const show: RequestListener = async (request, response) => {
  const body = (await request.toArray()).join('')
  response.end(JSON.stringify({ ...seen(request), body }))
}
const seen = ({ method, url, rawHeaders }: IncomingMessage) => ({ method, url, rawHeaders })

test('method, path, query and body arrive as they were, with who asks and nothing of the hop', async () => {
  serve = show
  const { json } = await room.ask(who, '//graphql/a%2Fb?q=/@b&c', {
    method: 'PATCH',
    body: { text: 'ä' },
    headers: {
      'x-ename': who.ename,
      authorization: 'Bearer abc',
      connection: 'close, X-Hop',
      'x-hop': 'drop',
      te: 'trailers',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=192.0.2.1',
      'x-real-ip': '192.0.2.1',
      cookie: 'of=another-vault',
      host: 'evil.example',
    },
  })
  const host = new URL(room.url).host
  expect(json).toMatchObject({
    ...{ method: 'PATCH', url: '//graphql/a%2Fb?q=/@b&c', body: '{"text":"ä"}' },
  })
  const pairs = (json.rawHeaders as string[]).flatMap((name, at, all) =>
    at % 2 === 0 ? [[name.toLowerCase(), all[at + 1]]] : [],
  )
  expect(Object.fromEntries(pairs)).toEqual({
    host,
    'content-type': 'application/json',
    'x-ename': who.ename,
    authorization: 'Bearer abc',
    'content-length': '13',
    connection: 'close',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': host,
    'x-forwarded-proto': 'http',
  })
  expect(pairs).toHaveLength(9)
})

test('behind a reverse proxy, the last address that it tells is who asks', async () => {
  await room[Symbol.asyncDispose]()
  await openRoom({ behindProxy: true })
  serve = show
  const forwarded = async (told: string) => {
    const { json } = await room.ask(who, '/', { headers: { 'x-forwarded-for': told } })
    return json.rawHeaders[json.rawHeaders.indexOf('X-Forwarded-For') + 1]
  }
  expect(await forwarded('192.0.2.1, 192.0.2.2')).toBe('192.0.2.2')
  expect(await forwarded('192.0.2.1,2001:db8::1')).toBe('2001:db8::1')
  expect(await forwarded('192.0.2.1, evil')).toBe('127.0.0.1')
})

test('status and headers of the answer arrive, but for what would touch other vaults', async () => {
  serve = (_, response) => {
    response.writeHead(404, 'Nope', [
      ...['X-Twice', '1', 'x-twice', '2', 'Content-Type', 'text/x'],
      ...['Set-Cookie', 'a=b', 'Clear-Site-Data', '"*"', 'Service-Worker-Allowed', '/'],
      ...['Strict-Transport-Security', 'max-age=1', 'Keep-Alive', 'timeout=5'],
    ])
    response.end('gone')
  }
  const { status, headers, text } = await room.ask(who, '/')
  expect([status, text]).toEqual([404, 'gone'])
  const { date, ...rest } = headers
  expect(date).toBeDefined()
  expect(rest).toEqual({
    'x-twice': '1, 2',
    'content-type': 'text/x',
    connection: 'close',
    'transfer-encoding': 'chunked',
  })
})

test.each(['HEAD', 'DELETE', 'OPTIONS', 'GET'])(
  '%s without a body, and with one in pieces',
  async (method) => {
    serve = (request, response) => {
      void show(request, response)
    }
    expect((await room.ask(who, '/', { method })).status).toBe(200)
    const path = `/${who.ename}/smuggled`
    const headers = { 'transfer-encoding': 'chunked', connection: 'close' }
    const asking = httpRequest({ port: room.relay.port, path, method, headers })
    asking.write('GET /other HTTP/1.1\r\n')
    asking.end('\r\n')
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    const text = (await answer.toArray()).join('')
    if (method === 'HEAD') return
    expect(JSON.parse(text)).toMatchObject({
      ...{ url: '/smuggled', body: 'GET /other HTTP/1.1\r\n\r\n' },
    })
  },
)

test('two lengths, a length and pieces, and other ambiguous requests never reach a vault', async () => {
  let reached = 0
  serve = (_, response) => {
    reached += 1
    response.end()
  }
  const bad = [
    'content-length: 1\r\ncontent-length: 2',
    'content-length: 1\r\ntransfer-encoding: chunked',
    'transfer-encoding: chunked, identity',
    'content-length: +1',
    ' x: y',
    `x: ${'y'.repeat(20_000)}`,
  ]
  for (const header of bad) {
    const socket = connect(room.relay.port, '127.0.0.1').on('error', () => {})
    socket.write(`POST /${who.ename}/ HTTP/1.1\r\nhost: a\r\n${header}\r\n\r\nxx`)
    const [answer] = await once(socket, 'data')
    expect([header, String(answer)]).toEqual([header, expect.stringMatching(/^HTTP\/1\.1 4\d\d/)])
    socket.destroy()
  }
  expect(reached).toBe(0)
})

test('an event arrives when it happens, and the vault hears when the visitor has left', async () => {
  let left = false
  let say: (text: string) => void = () => {}
  serve = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    response.on('close', () => {
      left = true
    })
    say = (text) => response.write(text)
  }
  const asking = httpRequest({ port: room.relay.port, path: `/${who.ename}/events` }).end()
  asking.on('error', () => {})
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
    const arrived = once(answer, 'data')
    say(event)
    expect(String((await arrived)[0])).toBe(event)
  }
  expect(left).toBe(false)
  answer.on('error', () => {})
  asking.destroy()
  await vi.waitFor(() => expect(left).toBe(true), 10_000)
})

test('a visitor who leaves before the answer is gone for the vault, too', async () => {
  let left = false
  const reached = new Promise<void>((resolve) => {
    serve = (_, response) => {
      response.on('close', () => {
        left = true
      })
      resolve()
    }
  })
  const asking = httpRequest({ port: room.relay.port, path: `/${who.ename}/slow` }).end()
  asking.on('error', () => {})
  await reached
  asking.destroy()
  await vi.waitFor(() => expect(left).toBe(true), 10_000)
})

test('large uploads and downloads arrive whole, at a speed, several at a time', async () => {
  serve = (request, response) => void request.pipe(response)
  const megabytes = 24
  const chunk = Buffer.alloc(1024 * 1024, 'x')
  const hash = createHash('sha256')
  for (let count = 0; count < megabytes; count += 1) hash.update(chunk)
  const expected = hash.digest('hex')
  const began = performance.now()
  const echo = async () => {
    const asking = httpRequest({ port: room.relay.port, path: `/${who.ename}/`, method: 'POST' })
    Readable.from(Array.from({ length: megabytes }, () => chunk)).pipe(asking)
    const [answer] = (await once(asking, 'response')) as [IncomingMessage]
    const got = createHash('sha256')
    for await (const part of answer) got.update(part as Buffer)
    return got.digest('hex')
  }
  expect(await Promise.all([echo(), echo(), echo()])).toEqual([expected, expected, expected])
  const seconds = (performance.now() - began) / 1_000
  console.info(`${Math.round((3 * megabytes) / seconds)} MB/s there and back`)
})

test('an answer before the end of the question arrives', async () => {
  serve = (_, response) => void response.writeHead(413).end('too large')
  const asking = httpRequest({ port: room.relay.port, path: `/${who.ename}/`, method: 'POST' })
  asking.on('error', () => {})
  asking.write('x'.repeat(1_000))
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  expect([answer.statusCode, (await answer.toArray()).join('')]).toEqual([413, 'too large'])
  asking.destroy()
})

test('a vault whose listener is away is no answer, and the way stays', async () => {
  const { port } = vault
  serve = (_, response) => response.end('back')
  await vault[Symbol.asyncDispose]()
  const { status, json } = await room.ask(who, '/')
  expect([status, Object.keys(json)]).toEqual([502, ['error']])
  vault = await standIn((_, response) => response.end('back'), port)
  expect((await room.ask(who, '/')).text).toBe('back')
})

test('a thousand requests one after another, and as many answers', async () => {
  serve = (request, response) => response.end(request.url)
  const began = performance.now()
  for (let count = 0; count < 900; count += 1) {
    expect((await call(`${room.url}/${who.ename}/${count}`)).text).toBe(`/${count}`)
  }
  console.info(`${((performance.now() - began) / 900).toFixed(1)} ms for a request`)
})
