import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import Fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { call } from '../../../test/support/call.ts'
import { packetHeaders } from '../../evault/awareness/packet.ts'
import type { Packet } from './packet.ts'
import type { Webhook } from './types.ts'
import { createWebhook } from './webhook.ts'

const sample = { id: 'a-record', w3id: '@ada.w3id', schemaId: 'a-type', data: { content: 'Zoë' } }
const secret = 'a-secret-of-the-owner'

interface Server extends AsyncDisposable {
  readonly url: string
}
type Opener = (webhook: Webhook) => Promise<Server>

async function openNode(listener: RequestListener): Promise<Server> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/webhook`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What `express.json()` does: reads the body, parses it, and leaves it on the request. */
const parsedBefore =
  (webhook: Webhook, keepsBytes: boolean): RequestListener =>
  async (request, response) => {
    const rawBody = Buffer.concat(await request.toArray())
    const body: unknown = JSON.parse(rawBody.toString() || 'null')
    await webhook.node(Object.assign(request, { body, ...(keepsBytes && { rawBody }) }), response)
  }

const openers: Readonly<Record<string, Opener>> = {
  'node:http': (webhook) => openNode((request, response) => void webhook.node(request, response)),
  'express.json() that keeps the bytes': (webhook) => openNode(parsedBefore(webhook, true)),
  async Hono(webhook) {
    const app = new Hono()
    app.all('/api/webhook', (context) => webhook.fetch(context.req.raw))
    return new Promise((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve({
          url: `http://127.0.0.1:${port}/api/webhook`,
          [Symbol.asyncDispose]: () => new Promise((done) => void server.close(() => done())),
        }),
      )
    })
  },
  async 'Fastify that keeps the bytes'(webhook) {
    const app = Fastify({ bodyLimit: 16 * 1024 * 1024 })
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
    app.all('/api/webhook', (request, reply) => {
      reply.hijack()
      return webhook.node(Object.assign(request.raw, { body: request.body }), reply.raw)
    })
    const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/webhook`
    return { url, [Symbol.asyncDispose]: () => app.close() }
  },
}

const taken: Packet[] = []
const lines: string[] = []
let broken: Error | null
let now: number
beforeEach(() => {
  taken.length = 0
  lines.length = 0
  broken = null
  now = Date.now()
})

const webhookWith = (secrets: Readonly<Record<string, string>> = {}) =>
  createWebhook({
    async onPacket(packet) {
      if (broken) throw broken
      taken.push(packet)
    },
    secretOf: async (w3id) => secrets[w3id],
    log: (line) => void lines.push(line),
    now: () => now,
  })

/** The headers that our vault sends, signed so many seconds ago. */
function signed(body: string, withSecret: string | null = secret, secondsAgo = 0) {
  const shipment = { ename: '@ada.w3id', platform: 'p', metaEnvelopeId: 'a-record', sequence: 1 }
  return packetHeaders({ ...shipment, number: 1, at: now - secondsAgo * 1000 }, body, withSecret)
}

for (const [name, open] of Object.entries(openers)) {
  describe(`behind ${name}`, () => {
    let server: Server
    const begin = async (secrets?: Readonly<Record<string, string>>) => {
      server = await open(webhookWith(secrets))
    }
    afterEach(() => server[Symbol.asyncDispose]())
    const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      (await call(server.url, { method: 'POST', body, headers })).status

    test('packets come as the vault has sent them', async () => {
      await begin()
      const text = JSON.stringify({ ...sample, evaultPublicKey: 'zKey' })
      expect(await post(text, signed(text, null))).toBe(200)
      const envelopeHash = 'A'.repeat(64)
      const { data: _, ...named } = sample
      expect(await post({ ...named, envelopeHash })).toBe(200)
      expect(await post({ ...named, data: null, operation: 'delete', w3id: 'ADA.w3id' })).toBe(200)
      expect(taken).toEqual([
        sample,
        { ...named, data: null, envelopeHash: 'a'.repeat(64) },
        { ...named, data: null, operation: 'delete' },
      ])
    })

    test('a packet that tests is answered, and nobody hears of it', async () => {
      await begin()
      expect(await post({ ...sample, data: null, test: true })).toBe(200)
      expect(taken).toEqual([])
    })

    test('what is no packet is refused', async () => {
      await begin()
      for (const bad of [
        ...[null, [], 'text', { ...sample, id: '' }, { ...sample, w3id: ' ' }],
        ...[
          { ...sample, data: 'text' },
          { ...sample, data: [] },
          { ...sample, schemaId: 7 },
        ],
        ...[
          { ...sample, id: 'a\nb' },
          { ...sample, envelopeHash: 'short' },
        ],
      ]) {
        expect([bad, await post(JSON.stringify(bad))]).toEqual([bad, 400])
      }
      expect((await call(server.url)).status).toBe(405)
      expect(await post(JSON.stringify(sample), { 'content-type': 'text/plain' })).toBe(415)
      expect(taken).toEqual([])
    })

    test('where there is a secret, only what is signed with it lately is taken', async () => {
      await begin({ '@ada.w3id': secret })
      const text = JSON.stringify(sample)
      expect(await post(text, signed(text))).toBe(200)
      expect(await post(text, signed(text, secret, 290))).toBe(200)
      expect(taken).toHaveLength(2)
      for (const headers of [
        ...[signed(text, null), signed(text, 'another'), signed(`${text} `)],
        ...[signed(text, secret, 301), signed(text, secret, -301)],
        { ...signed(text), 'x-evault-signature': 'sha256=' },
        { ...signed(text), 'x-evault-timestamp': '' },
        { ...signed(text), 'x-evault-signature': signed(text, 'b')['x-evault-signature'] ?? '' },
      ]) {
        expect(await post(text, { 'content-type': 'application/json', ...headers })).toBe(401)
      }
      expect(taken).toHaveLength(2)
      const body = JSON.stringify({ ...sample, w3id: '@ben.w3id' })
      expect(await post(body)).toBe(200)
    })

    test('a signature of the awareness service is one, too', async () => {
      await begin({ '@ada.w3id': secret })
      const text = JSON.stringify(sample)
      const hex = (key: string) => createHmac('sha256', key).update(text).digest('hex')
      expect(await post(text, { 'x-aaas-signature': hex(secret) })).toBe(200)
      expect(await post(text, { 'x-aaas-signature': hex('another') })).toBe(401)
    })

    test('what could not be taken is sent again', async () => {
      await begin()
      broken = new Error('the database is away')
      expect(await post(sample)).toBe(500)
      expect(lines).toEqual(['A packet could not be taken: the database is away'])
      broken = null
      expect(await post(sample)).toBe(200)
    })

    test('more than 8 MiB is not read', async () => {
      await begin()
      const content = 'x'.repeat(8 * 1024 * 1024)
      const status = await post({ ...sample, data: { content } }).catch(() => 'closed')
      expect([413, 'closed']).toContain(status)
      expect(taken).toEqual([])
      expect(await post(sample)).toBe(200)
    })
  })
}

test('a body that was parsed before is taken, unless its bytes are needed', async () => {
  {
    await using server = await openNode(parsedBefore(webhookWith(), false))
    expect((await call(server.url, { body: sample })).status).toBe(200)
    expect(taken).toEqual([sample])
  }
  await using server = await openNode(parsedBefore(webhookWith({ '@ada.w3id': secret }), false))
  const text = JSON.stringify(sample)
  expect((await call(server.url, { body: text, headers: signed(text) })).status).toBe(500)
  expect(lines.join()).toContain('request.rawBody')
  expect(taken).toHaveLength(1)
})

test('a body that somebody has read without a trace is told of in the log', async () => {
  const webhook = webhookWith()
  await using server = await openNode(async (request: IncomingMessage, response) => {
    await request.toArray()
    await webhook.node(request, response)
  })
  expect((await call(server.url, { body: sample })).status).toBe(500)
  expect(lines.join()).toContain('another part of the server')
})

test('a body without a declared length is read to its bound', async () => {
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)),
  })
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body, duplex: 'half' } as const
  const answer = await webhookWith().fetch(new Request('http://localhost/api/webhook', init))
  expect(answer.status).toBe(413)
})

test('a payload member that is named as a prototype stays a member', async () => {
  const body = '{"id":"a","w3id":"@a","schemaId":"t","data":{"__proto__":{"isAdmin":true}}}'
  const headers = { 'content-type': 'application/json' }
  const request = new Request('http://localhost/', { method: 'POST', headers, body })
  expect((await webhookWith().fetch(request)).status).toBe(200)
  expect(JSON.stringify(taken[0]?.data)).toBe('{"__proto__":{"isAdmin":true}}')
})
