import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { parse } from 'graphql'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { call } from '../../../test/support/call.ts'
import { testSeal } from '../../../test/support/storage.ts'
import { temporaryDirectory } from '../../../test/support/test-vault.ts'
import { createBlobStore } from '../files/blob-store.ts'
import { UploadDraft } from '../files/files.ts'
import { createLoopbackServer, type Listener, listen } from './listener.ts'
import { acceptLargeBodies, onlyUploads } from './spooled-body.ts'

const blobs = () => createBlobStore(join(temporary.path, 'blobs'), testSeal)
let temporary: Awaited<ReturnType<typeof temporaryDirectory>>
let listener: Listener
let url: string
let logged: string[]
/** Set, a request is answered when it resolves. */
let answerAfter: Promise<void>

beforeEach(async () => {
  temporary = await temporaryDirectory()
  logged = []
  answerAfter = Promise.resolve()
  const app = createLoopbackServer(pino({ level: 'debug' }, { write: (line) => logged.push(line) }))
  acceptLargeBodies(app, {
    openSink: async () => new UploadDraft(await blobs().draft(), 20_000_000),
    mayUpload: async ({ headers }) => headers.authorization === 'Bearer good',
  })
  app.post('/graphql', async (request) => {
    await answerAfter
    const body = request.body as { variables?: { input?: { content?: string } } }
    const draft = request.spooled.get(body?.variables?.input?.content ?? '')
    if (draft === undefined) return { body, spooled: request.spooled.size }
    const { key, size } = await draft.finish()
    return { key, size, spooled: request.spooled.size, body }
  })
  app.post('/other', async ({ body }) => ({ body }))
  listener = await listen(app, 0)
  url = `${listener.url}/graphql`
})
afterEach(async () => {
  await listener[Symbol.asyncDispose]()
  await temporary[Symbol.asyncDispose]()
})

const good = { authorization: 'Bearer good' }
const megabytes = (count: number) => 'QUJD'.repeat(count * 250_000)
const drafts = () => readdir(join(temporary.path, 'blobs', 'drafts')).catch(() => [])
const upload = (content: string, rest: object = {}) => ({
  ...{ query: 'mutation', variables: { input: { content } } },
  ...rest,
})

/** Begins a request of this length and sends the first bytes of its body. */
function begin(length: number, headers: object = good, first = '{"variables":'): ClientRequest {
  const type = { 'content-type': 'application/json', 'content-length': length }
  const outgoing = request(url, { method: 'POST', headers: { ...type, ...headers }, agent: false })
  outgoing.on('error', () => {})
  outgoing.write(first)
  return outgoing
}

async function answerOf(outgoing: ClientRequest) {
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  const text = String(await buffer(answer).catch(() => ''))
  return { status: answer.statusCode, headers: answer.headers, text }
}

const codeOf = (text: string) => JSON.parse(text).errors[0].extensions.code

describe('a large body', () => {
  test('gives its file to the disk; the request has a marker for it', async () => {
    const body = upload(megabytes(12))
    const { status, json } = await call(url, { body, headers: good })
    expect({ status, size: json.size, spooled: json.spooled }).toEqual({
      ...{ status: 200, size: 9_000_000, spooled: 1 },
    })
    expect(json.body.variables.input.content).toMatch(/^spooled:/)
    const stream = await blobs().open(json.key)
    const content = await buffer(stream as NonNullable<typeof stream>)
    expect(content.equals(Buffer.from(megabytes(12), 'base64'))).toBe(true)
    expect(await drafts()).toEqual([])
  })

  test('that nobody used leaves nothing when it is answered', async () => {
    let answer = () => {}
    answerAfter = new Promise((resolve) => {
      answer = resolve
    })
    const outgoing = begin(9_000_000, good, '')
    const text = JSON.stringify(upload(`${megabytes(8)}*`))
    outgoing.end(text + ' '.repeat(9_000_000 - text.length))
    const answered = answerOf(outgoing)
    await expect.poll(drafts).toHaveLength(0)
    answer()
    expect(await answered).toMatchObject({ status: 400 })
    await expect.poll(drafts).toEqual([])
  })

  test.each<[string, () => object]>([
    ['another variable', () => ({ query: '', variables: { other: megabytes(9) } })],
    ['beside a file', () => upload(megabytes(9), { extensions: megabytes(2) })],
    ['the query', () => ({ query: megabytes(9) })],
    ['a list', () => [upload(megabytes(9))]],
    ['deeper', () => ({ variables: { input: { content: { content: megabytes(9) } } } })],
    ['many texts', () => ({ variables: Array.from({ length: 12 }, () => megabytes(2)) })],
    [
      'many small ones',
      () => ({ variables: Array.from({ length: 12 }, () => 'x'.repeat(999_999)) }),
    ],
  ])('with a long text in %s is refused with 413, and leaves nothing', async (_what, make) => {
    const { status, json, headers } = await call(url, { body: make(), headers: good })
    expect(status).toBe(413)
    expect(json.errors).toMatchObject([{ extensions: { code: 'FILE_TOO_LARGE' } }])
    expect(headers.connection).toBe('close')
    await expect.poll(drafts).toEqual([])
  })

  test('of which a member is named twice is refused', async () => {
    const member = `"variables":{"input":{"content":"${megabytes(5)}"}}`
    const answer = await call(url, { body: `{${member},${member}}`, headers: good })
    expect(answer.status).toBe(413)
  })

  test('that is no JSON is 400, as a small one', async () => {
    const body = `{"variables":{"input":{"content":"${megabytes(9)}"}}`
    const large = await call(url, { body, headers: good })
    const small = await call(url, { body: '{"variables":' })
    expect(large.status).toBe(400)
    expect(large.json).toEqual(small.json)
    expect(large.json.errors).toHaveLength(1)
  })

  test('without the right to upload is refused before it is sent', async () => {
    for (const length of [9_000_000, 300_000_000, 10 ** 12]) {
      const { status, headers, text } = await answerOf(begin(length, {}, ''))
      expect(status).toBe(413)
      expect(headers.connection).toBe('close')
      expect(codeOf(text)).toBe('FILE_TOO_LARGE')
    }
    expect(await drafts()).toEqual([])
  })

  test('of more than anything may have is refused before it is sent', async () => {
    const { status, text } = await answerOf(begin(400_000_000))
    expect({ status, code: codeOf(text) }).toEqual({ status: 413, code: 'FILE_TOO_LARGE' })
  })

  test('that breaks off leaves nothing and is no error of ours', async () => {
    const first = `{"variables":{"input":{"content":"${megabytes(2)}`
    const outgoing = begin(20_000_000, good, first)
    await expect.poll(drafts).toHaveLength(1)
    outgoing.destroy()
    await expect.poll(drafts).toEqual([])
    expect(logged).toEqual([])
  })

  test('waits for no fifth: 503 and when to come again; one that ends makes room', async () => {
    const four = Array.from({ length: 4 }, () => begin(20_000_000))
    await delay(100)
    const fifth = await answerOf(begin(20_000_000))
    expect({ status: fifth.status, code: codeOf(fifth.text) }).toEqual({
      ...{ status: 503, code: 'UNAVAILABLE' },
    })
    expect(Number(fifth.headers['retry-after'])).toBeGreaterThan(0)
    four[0]?.destroy()
    await delay(100)
    const { status } = await call(url, { body: upload(megabytes(9)), headers: good })
    expect(status).toBe(200)
    for (const outgoing of four) outgoing.destroy()
    await delay(100)
    for (let round = 0; round < 6; round += 1) {
      expect((await call(url, { body: upload(megabytes(9)), headers: good })).status).toBe(200)
    }
  })

  test('keeps the connection for the next request', async () => {
    using agent = Object.assign(new Agent({ keepAlive: true }), {
      [Symbol.dispose]() {
        agent.destroy()
      },
    })
    const text = JSON.stringify(upload(megabytes(9)))
    const ports = new Set<number | undefined>()
    for (let round = 0; round < 3; round += 1) {
      const headers = { 'content-type': 'application/json', 'content-length': text.length }
      const outgoing = request(url, { method: 'POST', agent, headers: { ...headers, ...good } })
      outgoing.end(text)
      expect((await answerOf(outgoing)).status).toBe(200)
      ports.add(outgoing.socket?.localPort)
      await delay(10)
    }
    expect(ports.size).toBe(1)
  })
})

describe('any other body', () => {
  test('is read as before', async () => {
    const body = JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":2},"é":"😀"}')
    for (const path of ['/graphql', '/other']) {
      const { json } = await call(`${listener.url}${path}`, { body })
      expect(JSON.stringify(json.body)).toBe(JSON.stringify(body))
    }
    const content = 'x'.repeat(7_000_000)
    const { json } = await call(url, { body: upload(content) })
    expect(json.spooled).toBe(0)
    expect(json.body.variables.input.content === content).toBe(true)
  })

  test('in chunks is read, up to the usual limit', async () => {
    const send = async (length: number) => {
      const body = JSON.stringify(upload('é'.repeat(length / 2)))
      const outgoing = request(url, {
        ...{ method: 'POST', agent: false },
        headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked', ...good },
      })
      outgoing.on('error', () => {})
      const bytes = Buffer.from(body)
      for (let at = 0; at < bytes.length; at += 65_537)
        outgoing.write(bytes.subarray(at, at + 65_537))
      outgoing.end()
      return answerOf(outgoing)
    }
    const small = await send(1_000_000)
    expect(JSON.parse(small.text).body.variables.input.content).toBe('é'.repeat(500_000))
    expect((await send(9_000_000)).status).toBe(413)
  })

  test.each<[string, string | Uint8Array, number]>([
    ['nothing', '', 400],
    ['cut JSON', '{"query": "{ __typ', 400],
    ['broken UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22]), 400],
    ['nine megabytes elsewhere', JSON.stringify('x'.repeat(9_000_000)), 413],
  ])('%s is refused as before', async (_what, body, status) => {
    const answer = await call(`${listener.url}/other`, { body, headers: good })
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual({ error: expect.any(String) })
  })

  test('of another type is 415', async () => {
    const headers = { ...good, 'content-type': 'text/plain' }
    expect((await call(url, { body: 'x', headers })).status).toBe(415)
    expect((await call(url, { body: 'x'.repeat(9_000_000), headers })).status).toBe(415)
  })
})

test.each<[string, string | null, boolean]>([
  ['mutation { uploadFile { uri } }', null, true],
  ['mutation A { a: uploadFile { uri } b: uploadFile { uri } }', null, true],
  ['mutation A { uploadFile { uri } } mutation B { other }', 'A', true],
  ['mutation A { uploadFile { uri } } mutation B { other }', 'B', false],
  ['mutation A { uploadFile { uri } } mutation B { other }', 'C', false],
  ['mutation A { uploadFile { uri } } mutation B { other }', null, false],
  ['mutation { uploadFile { uri } createMetaEnvelope { id } }', null, false],
  ['mutation { uploadFile: createMetaEnvelope { id } }', null, false],
  ['mutation { ...F } fragment F on Mutation { uploadFile { uri } }', null, false],
  ['mutation { ... { uploadFile { uri } } }', null, false],
  ['{ uploadFile }', null, false],
  ['subscription { uploadFile }', null, false],
])('%s (%s) only uploads: %s', (document, operationName, expected) => {
  expect(onlyUploads(parse(document), operationName)).toBe(expected)
})
