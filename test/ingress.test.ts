import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { probeAnswer } from '../src/tunnel/probe.ts'
import { call } from './support/call.ts'
import {
  askOutside as ask,
  bearer,
  doorOf,
  inbound,
  openDoor,
  outside,
} from './support/ingress-room.ts'
import { ownerOf } from './support/people.ts'
import { openRaw, proxyLine, sendRaw, statusesIn } from './support/raw-http.ts'
import { memorySecretStore, openTestVault, type TestVault } from './support/test-vault.ts'

type Headers = Readonly<Record<string, string>>

const secretStore = memorySecretStore()
let open: TestVault
let guarded: TestVault
beforeAll(async () => {
  open = await openTestVault({ secretStore })
  guarded = await openTestVault({ config: { policy: 'guarded' } })
  for (const it of [open, guarded]) await openDoor(it)
})
afterAll(async () => {
  await open[Symbol.asyncDispose]()
  await guarded[Symbol.asyncDispose]()
})

const probe = (it: TestVault, nonce: string, method = 'GET') =>
  outside(it, `/.well-known/evault-probe/${nonce}`, { method })

const createOne = `mutation ($acl: [String!]!) {
  createMetaEnvelope(input: { ontology: "a-type", payload: { text: "hello" }, acl: $acl }) {
    metaEnvelope { id } errors { code } } }`
const readAll = '{ metaEnvelopes { edges { node { parsed } } } }'
const nonce = 'n'.repeat(43)

describe('what is served', () => {
  test('is the protocol, whatever the Host', async () => {
    const headers = { host: 'vault.example.org' }
    const whois = await outside(open, '/whois', { headers })
    expect(whois.json).toEqual((await open.call('/whois', { headers: named(open) })).json)
    expect((await outside(open, '/health', { headers })).json.status).toBe('ok')
    expect((await outside(open, '/.well-known/jwks.json')).json.keys).toHaveLength(1)
    const token = await bearer(open)
    const created = await ask(open, createOne, { ...headers, ...token }, { acl: ['*'] })
    expect(created.json.data.createMetaEnvelope.errors).toEqual([])
    const read = await ask(open, readAll, { ...headers, ...token })
    expect(read.json.data.metaEnvelopes.edges).toMatchObject([{ node: { parsed: {} } }])
    expect(await outside(open, '/nowhere')).toMatchObject({ status: 404 })
  })

  test.each(['/docs', '/openapi.json', '/graphql', '/entropy', '/platforms', '/list', '/register'])(
    '%s is not there',
    async (path) => {
      for (const it of [open, guarded]) {
        const answer = await outside(it, path, { headers: { accept: 'text/html' } })
        expect(answer).toMatchObject({ status: 404, json: { error: 'Not found' } })
      }
    },
  )

  test('has nothing of the owner’s listener, not even for its token', async () => {
    const authorization = `Bearer ${open.vault.owner.token}`
    expect((await ask(open, '{ vault { ename } }', { authorization })).status).toBe(401)
    const owner = await ownerOf(open, secretStore.secrets)
    const asOwner = await owner.headers(open.vault)
    for (const field of ['vault { ename }', 'settings { cors }', 'inboundRequests { id }']) {
      const { json } = await ask(open, `{ ${field} }`, asOwner)
      expect(json.errors[0].message).toMatch(/^Cannot query field/)
    }
    expect((await ask(open, readAll, asOwner)).json.errors).toBeUndefined()
    const view = await ask(open, readAll, { ...asOwner, 'x-view-as': 'anonymous' })
    expect(view.json.errors).toBeUndefined()
  })

  test('is the same at each call, and gone when the vault is closed', async () => {
    await using it = await openTestVault()
    const [first, second] = await Promise.all([it.vault.openIngress(), it.vault.openIngress()])
    expect(second).toEqual(first)
    expect(first.probeKey).toHaveLength(32)
    expect(first.probeKey).not.toEqual(doorOf(open).probeKey)
    // One that has not said what it is must not keep the vault from closing.
    using silent = await openRaw(first.port)
    await it.vault[Symbol.asyncDispose]()
    await silent.closed()
    await expect(call(`http://127.0.0.1:${first.port}/health`)).rejects.toThrow('ECONNREFUSED')
    await expect(it.vault.openIngress()).rejects.toThrow()
  })
})

describe('nobody is this computer', () => {
  const local = { host: 'localhost' }

  test('under guarded: nothing without a token, and none of the owner’s curl examples', async () => {
    const acl = { acl: ['*'] }
    const here = await guarded.graphql(createOne, acl)
    expect(here.data.createMetaEnvelope.errors).toEqual([])
    expect((await guarded.graphql(readAll)).errors).toEqual([])
    expect((await guarded.call('/logs', { headers: named(guarded) })).status).toBe(200)

    for (const headers of [{}, local, { ...local, 'x-forwarded-for': '127.0.0.1' }]) {
      const { data } = (await ask(guarded, createOne, headers, acl)).json
      expect(data.createMetaEnvelope).toMatchObject({ metaEnvelope: null, errors: [{}] })
      const refused = (await ask(guarded, readAll, headers)).json
      expect(refused.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
      expect((await outside(guarded, '/logs', { headers })).status).toBe(401)
    }
  })

  test('nor over a connection that is said to come from here', async () => {
    const { port } = doorOf(guarded)
    const request = `GET /logs HTTP/1.1\r\nhost: 127.0.0.1\r\nx-ename: ${guarded.vault.ename}\r\nconnection: close\r\n\r\n`
    expect(statusesIn(await sendRaw(port, proxyLine('127.0.0.1') + request))).toEqual([401])
    expect(statusesIn(await sendRaw(port, `PROXY UNKNOWN\r\n${request}`))).toEqual([401])
  })

  test('under open: what is for anyone, but not the schema', async () => {
    expect((await ask(open, readAll, local)).json.errors).toBeUndefined()
    const { json } = await ask(open, '{ __schema { types { name } } }', local)
    expect(json.errors).toMatchObject([{ extensions: { code: 'INTROSPECTION_DISABLED' } }])
  })
})

describe('web pages', () => {
  test('are let in as the owner’s policy says, also where they claim to be ours', async () => {
    const host = 'vault.example.org'
    for (const headers of [
      { origin: 'https://evil.example' },
      { host, origin: `http://${host}` },
      { host, 'sec-fetch-site': 'same-origin' },
    ]) {
      expect((await outside(guarded, '/health', { headers })).status).toBe(403)
      expect((await outside(guarded, '/graphql', { method: 'OPTIONS', headers })).status).toBe(403)
      const let_ = await outside(open, '/health', { headers })
      expect([let_.status, let_.headers['access-control-allow-origin']]).toEqual([200, '*'])
    }
  })
})

describe('the probe', () => {
  test('is answered as the tunnel’s supervisor expects', async () => {
    for (const one of [nonce, `${'-_aZ09'.repeat(7)}x`]) {
      const answer = await probe(open, one)
      expect(answer.text).toBe(probeAnswer(doorOf(open).probeKey, one))
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain'])
    }
    expect((await probe(guarded, nonce)).text).not.toBe((await probe(open, nonce)).text)
  })

  test.each([
    nonce.slice(1),
    `${nonce}n`,
    `${nonce.slice(1)}=`,
    `${nonce.slice(1)}%6e`,
    `${nonce}/`,
    `${nonce}?a=b`,
    '',
  ])('"%s" is none', async (other) => {
    expect((await probe(open, other)).status).toBe(404)
  })

  test('is there for GET only, and on no other listener', async () => {
    expect((await probe(open, nonce, 'POST')).status).toBe(404)
    expect((await open.call(`/.well-known/evault-probe/${nonce}`)).status).toBe(404)
  })

  test('is answered when nothing else is, and leaves no trace', async () => {
    await using it = await openTestVault({ config: { addressRate: 2 } })
    await openDoor(it)
    for (const status of [200, 200, 429]) {
      expect((await outside(it, '/health')).status).toBe(status)
    }
    for (let n = 0; n < 20; n += 1) expect((await probe(it, nonce)).status).toBe(200)
    expect(await inbound(it)).toHaveLength(3)
  })
})

describe('whose address', () => {
  const few = { addressRate: 3 }
  /** The addresses of what came in, oldest first. */
  const addresses = async (it: TestVault) =>
    (await inbound(it)).reverse().map(({ address }) => address)
  const health = (more = '') =>
    `GET /health HTTP/1.1\r\nhost: a\r\n${more}connection: close\r\n\r\n`

  test('is what the line says, and then no header', async () => {
    await using it = await openTestVault({ config: few })
    const { port } = await it.vault.openIngress()
    const statuses: number[] = []
    for (const forged of [1, 2, 3, 4]) {
      const text = proxyLine('203.0.113.7') + health(`x-forwarded-for: 198.51.100.${forged}\r\n`)
      statuses.push(...statusesIn(await sendRaw(port, text)))
    }
    const other = await sendRaw(port, proxyLine('203.0.113.8') + health())
    expect([...statuses, ...statusesIn(other)]).toEqual([200, 200, 200, 429, 200])
    const unknown = `PROXY UNKNOWN\r\n${health('x-forwarded-for: 198.51.100.1\r\n')}`
    expect(statusesIn(await sendRaw(port, unknown))).toEqual([200])
    const expected = [...Array(4).fill('203.0.113.7'), '203.0.113.8', 'unknown']
    await vi.waitFor(async () => expect(await addresses(it)).toEqual(expected), 10_000)
  })

  test('is else what the nearest proxy says; what was claimed before it does not help', async () => {
    await using it = await openTestVault({ config: few })
    await openDoor(it)
    const from = async (forwarded: string, more: Headers = {}) =>
      (await outside(it, '/health', { headers: { 'x-forwarded-for': forwarded, ...more } })).status
    for (const claimed of ['', '198.51.100.1, ', '198.51.100.2,198.51.100.3,']) {
      expect(await from(`${claimed}203.0.113.7`)).toBe(200)
    }
    expect(await from('198.51.100.4, 203.0.113.7')).toBe(429)
    expect(await from('203.0.113.7', { 'x-real-ip': '198.51.100.5' })).toBe(429)
    expect(await from('203.0.113.7', { forwarded: 'for=198.51.100.5' })).toBe(429)
    // Of several such headers the last is the nearest.
    const twice = 'x-forwarded-for: 198.51.100.9\r\nx-forwarded-for: 203.0.113.7\r\n'
    const { port } = doorOf(it)
    expect(statusesIn(await sendRaw(port, health(twice)))).toEqual([429])
    expect(await from('203.0.113.7, 198.51.100.4')).toBe(200)
  })

  test('is one for all of whom nobody tells', async () => {
    await using it = await openTestVault({ config: few })
    await openDoor(it)
    const statuses: number[] = []
    for (const headers of [{}, { 'x-forwarded-for': 'unknown' }, {}, { 'x-forwarded-for': '' }]) {
      statuses.push((await outside(it, '/health', { headers: headers as Headers })).status)
    }
    expect(statuses).toEqual([200, 200, 200, 429])
    expect(new Set(await addresses(it))).toEqual(new Set(['unknown']))
  })

  test('is a whole /64 of IPv6', async () => {
    await using it = await openTestVault({ config: few })
    const { port } = await it.vault.openIngress()
    const statuses: number[] = []
    for (const source of [1, 2, 3, 4].map((n) => `2001:db8::${n}`).concat('2001:db8:0:1::1')) {
      statuses.push(...statusesIn(await sendRaw(port, proxyLine(source) + health())))
    }
    expect(statuses).toEqual([200, 200, 200, 429, 200])
  })

  test('is never told to the local and the owner’s listener', async () => {
    await using it = await openTestVault({ config: { ...few, limitThisComputer: true } })
    const statuses: number[] = []
    for (const n of [1, 2, 3, 4]) {
      const headers = { 'x-forwarded-for': `198.51.100.${n}` }
      statuses.push((await it.call('/health', { headers })).status)
    }
    expect(statuses).toEqual([200, 200, 200, 429])
    for (const url of [it.vault.localUrl, it.vault.owner.url]) {
      const port = Number(new URL(url).port)
      const answer = await sendRaw(port, proxyLine('203.0.113.7') + health())
      expect(statusesIn(answer)).toEqual([400])
    }
  })
})

describe('the line before a connection', () => {
  const get = 'GET /health HTTP/1.1\r\nhost: a\r\n\r\n'

  test('may come byte by byte; the connection serves many requests', async () => {
    const { port } = doorOf(open)
    using connection = await openRaw(port)
    connection.socket.setNoDelay()
    for (const byte of proxyLine('203.0.113.50') + get) {
      connection.send(byte)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await connection.until('"version"')
    for (let n = 2; n <= 5; n += 1) {
      connection.send(get)
      await vi.waitFor(() => expect(statusesIn(connection.received)).toHaveLength(n), 10_000)
    }
    connection.send(get + get)
    await vi.waitFor(
      () => expect(statusesIn(connection.received)).toEqual(Array(7).fill(200)),
      10_000,
    )
    const seen = (await inbound(open)).filter(({ address }) => address === '203.0.113.50')
    expect(seen).toHaveLength(7)
  })

  test('may come with the request and a part of the body in one piece', async () => {
    const { port } = doorOf(open)
    const body = JSON.stringify({ query: readAll, variables: { pad: 'x'.repeat(200_000) } })
    const head = `POST /graphql HTTP/1.1\r\nhost: a\r\nx-ename: ${open.vault.ename}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`
    using connection = await openRaw(port, proxyLine('203.0.113.51') + head + body.slice(0, 999))
    await new Promise((resolve) => setTimeout(resolve, 50))
    connection.send(body.slice(999))
    expect(statusesIn(await connection.closed())).toEqual([200])
  })

  test.each([
    ['too long', `PROXY UNKNOWN ${'x'.repeat(93)}\r\n`],
    ['without an end', `PROXY TCP4 203.0.113.7${' '.repeat(200)}`],
    ['of another protocol', 'PROXY UDP4 203.0.113.7 192.0.2.1 1 2\r\n'],
    ['with an address that is none', 'PROXY TCP4 203.0.113.777 192.0.2.1 1 2\r\n'],
    ['with an address of the other kind', 'PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n'],
    ['with a port that is none', 'PROXY TCP4 203.0.113.7 192.0.2.1 1 65536\r\n'],
    ['with too little', 'PROXY TCP4 203.0.113.7\r\n'],
    ['with two blanks', 'PROXY  TCP4 203.0.113.7 192.0.2.1 1 2\r\n'],
    ['that ends like Unix', 'PROXY TCP4 203.0.113.7 192.0.2.1 1 2\n'],
  ])('%s closes it without an answer', async (_what, line) => {
    expect(await sendRaw(doorOf(open).port, line + get)).toBe('')
  })

  test('of 107 bytes is taken', async () => {
    const line = `PROXY UNKNOWN ${'x'.repeat(91)}\r\n`
    expect(line).toHaveLength(107)
    using connection = await openRaw(doorOf(open).port, line + get)
    expect(statusesIn(await connection.until('"version"'))).toEqual([200])
  })

  test('is one: a second is no HTTP', async () => {
    const lines = proxyLine('203.0.113.7') + proxyLine('203.0.113.8')
    expect(statusesIn(await sendRaw(doorOf(open).port, lines + get))).toEqual([400])
  })

  test('has to come within five seconds, or something else', async () => {
    const began = Date.now()
    const answers = ['', 'PROXY TCP4 ', 'P'].map((begin) => sendRaw(doorOf(open).port, begin))
    expect(await Promise.all(answers)).toEqual(['', '', ''])
    expect(Date.now() - began).toBeGreaterThan(4_500)
    expect(Date.now() - began).toBeLessThan(9_000)
  })
})

function named(it: TestVault): Headers {
  return { 'x-ename': it.vault.ename }
}
