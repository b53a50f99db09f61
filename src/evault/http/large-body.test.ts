import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { call } from '../../../test/support/call.ts'
import { type LargeJsonOptions, readLargeJson, type TextSink } from './large-body.ts'

class MemorySink implements TextSink {
  readonly parts: Buffer[] = []
  async write(text: Uint8Array): Promise<void> {
    // A copy, because the bytes may be reused.
    const part = Buffer.from(text)
    await new Promise(setImmediate)
    this.parts.push(part)
  }
  toString(): string {
    return Buffer.concat(this.parts).toString()
  }
}

const tooLarge = { name: 'RequestError', code: 'FILE_TOO_LARGE' }
const limits = { restLimitBytes: 100_000, stringThresholdBytes: 20, totalLimitBytes: 1_000_000 }

async function* inPieces(text: string | Uint8Array, lengths: readonly number[]) {
  const bytes = Buffer.from(text)
  let at = 0
  for (const length of lengths) {
    // A buffer that is reused, as some streams do.
    const piece = Buffer.from(bytes.subarray(at, at + length))
    yield piece
    piece.fill('#')
    at += length
  }
  if (at < bytes.length) yield bytes.subarray(at)
}

/** What arrives, with each marker replaced by its sink's text; and how many there were. */
async function read(
  text: string | Uint8Array,
  { lengths = [], ...options }: Partial<LargeJsonOptions> & { lengths?: readonly number[] } = {},
) {
  const openSink = async () => new MemorySink()
  const body = inPieces(text, lengths)
  const { json, spooled } = await readLargeJson(body, { ...limits, openSink, ...options })
  return { value: restore(json, spooled), spooled: [...spooled.values()].map(String), json }
}

function restore(json: unknown, spooled: ReadonlyMap<string, TextSink>): unknown {
  if (typeof json === 'string') return spooled.has(json) ? String(spooled.get(json)) : json
  if (Array.isArray(json)) return json.map((value) => restore(value, spooled))
  if (typeof json !== 'object' || json === null) return json
  const entries = Object.entries(json).map(([key, value]) => [key, restore(value, spooled)])
  return Object.fromEntries(entries)
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('"', '\\', '/', '\n', '\t', 'é', '😀', 'a', '\u0001', '{', ','),
  }),
  fc.string({ minLength: 25, maxLength: 200, unit: fc.constantFrom('A', '/', '+', '"', '\\') }),
)
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyText,
    fc.jsonValue(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(anyText, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

/** The spellings that JSON allows for one text. */
const spellings: Record<string, (json: string) => string> = {
  plain: (json) => json,
  // As PHP writes it.
  slashes: (json) => json.replaceAll('/', '\\/'),
  // As Python writes it.
  ascii: (json) => json.replace(/[^\n -~]/g, escaped),
}
function escaped(text: string): string {
  const code = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return text.split('').map(code).join('')
}

const pieces = fc.array(fc.oneof(fc.constant(1), fc.nat(40)), { maxLength: 200 })

test('any JSON, in any spelling and pieces, is read as JSON.parse reads it', async () => {
  const spelling = fc.constantFrom('plain', 'slashes', 'ascii')
  const property = fc.asyncProperty(
    anyValue,
    spelling,
    fc.constantFrom(undefined, 1),
    pieces,
    fc.integer({ min: 0, max: 40 }),
    async (value, spelt, indent, lengths, stringThresholdBytes) => {
      const text = spellings[spelt]?.(JSON.stringify(value, null, indent)) ?? ''
      const result = await read(text, { lengths, stringThresholdBytes })
      expect(result.value).toEqual(JSON.parse(text))
    },
  )
  await fc.assert(property, { numRuns: 1500 })
})

test('exactly the long string values go to sinks, in their order; keys do not', async () => {
  const key = 'k'.repeat(50)
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(21))
  const value = { [key]: a, list: [b, { [key]: 1 }, c, 'e'.repeat(20)], last: { d }, '': {} }
  for (let length = 1; length < 60; length += 1) {
    const result = await read(JSON.stringify(value), { lengths: Array(300).fill(length) })
    expect(result.value).toEqual(value)
    expect(result.spooled).toEqual([a, b, c, d])
  }
  expect((await read(JSON.stringify(a))).spooled).toEqual([a])
  expect(JSON.stringify((await read(JSON.stringify([a]))).json)).toMatch(
    /^\["spooled:[\w-]{36}"\]$/,
  )
})

test('a text that looks like a marker is a text', async () => {
  const value = ['spooled:00000000-0000-0000-0000-000000000000', 'x'.repeat(30)]
  expect((await read(JSON.stringify(value), { stringThresholdBytes: 44 })).value).toEqual(value)
})

test('every escape is decoded', async () => {
  const text = String.raw`"\"\\\/\b\f\n\r\t\u002f\u00E9\u20ac\ud83d\uDE00${'.'.repeat(20)}"`
  for (const length of [1, 2, 3, 5, 7, 100]) {
    const result = await read(text, { lengths: Array(100).fill(length) })
    expect(result.spooled).toEqual([JSON.parse(text)])
  }
})

test('half a surrogate pair in a long text is refused', async () => {
  for (const half of ['\\ud83d', '\\ude00', '\\ud83d\\u0041', '\\ud83d\\n', '\\ud83dx\\ude00']) {
    for (const text of [half, `${half}${'.'.repeat(30)}`, `${'.'.repeat(30)}${half}`]) {
      await expect(read(`"${text}"`, { stringThresholdBytes: 5 })).rejects.toMatchObject({
        code: 'INVALID_CONTENT',
      })
    }
  }
})

const long = 'x'.repeat(30)
test.each([
  '',
  '{',
  '"',
  `"${long}`,
  `"${long}\\`,
  `"${long}\\"`,
  `"${long}\\q"`,
  `"${long}\\u12"`,
  `"${long}\\u12G4"`,
  `"${long}\\ud83d\\u12G4"`,
  `"${long}\n"`,
  `"${long}" "${long}"`,
  `["${long}"]]`,
  `["${long}"}`,
  `{"a":"${long}",}`,
  `{"a":"${long}"`,
  `{"${long}"}`,
  `{"a""${long}"}`,
  `{"a":1}x`,
  `\ufeff{}`,
])('%j is no JSON', async (text) => {
  expect(() => JSON.parse(text)).toThrow(SyntaxError)
  await expect(read(text)).rejects.toThrow(SyntaxError)
  await expect(read(text, { lengths: Array(100).fill(1) })).rejects.toThrow(SyntaxError)
})

test('any text is JSON here exactly when JSON.parse says so', async () => {
  const part = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    '\\',
    'u0041',
    '1',
    'x',
    ' ',
    '"a"',
  )
  const broken = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''))
  const parsed = (text: string) => {
    try {
      return { value: JSON.parse(text) as unknown }
    } catch {
      return null
    }
  }
  const property = fc.asyncProperty(broken, pieces, fc.nat(4), async (text, lengths, threshold) => {
    const result = read(text, { lengths, stringThresholdBytes: threshold })
    const expected = parsed(text)
    if (expected) expect((await result).value).toEqual(expected.value)
    else await expect(result).rejects.toThrow(SyntaxError)
  })
  await fc.assert(property, { numRuns: 3000 })
})

describe('limits', () => {
  const options = { totalLimitBytes: 5000, restLimitBytes: 1000, stringThresholdBytes: 500 }
  const lengths = Array(100).fill(64)

  test.each([
    ['in all', `"${'x'.repeat(4999)}"`],
    ['in its structure', `[${'1,'.repeat(500)}1]`],
    ['in many short texts', JSON.stringify(Array(3).fill('x'.repeat(400)))],
    ['in a key', JSON.stringify({ ['k'.repeat(1000)]: 1 })],
    ['in spaces', ' '.repeat(1001)],
  ])('too long %s', async (_, text) => {
    await expect(read(text, { ...options, lengths })).rejects.toMatchObject(tooLarge)
    await expect(read(text, options)).rejects.toMatchObject(tooLarge)
  })

  test('just fits: a long text does not count to the rest, also not before it is long', async () => {
    const value = ['x'.repeat(400), 'y'.repeat(450), 'z'.repeat(4000)]
    const text = JSON.stringify(value)
    const exact = { ...options, totalLimitBytes: text.length, lengths }
    expect((await read(text, exact)).value).toEqual(value)
  })
})

test('what a sink throws is thrown, and nothing more is read', async () => {
  let read = 0
  const body = async function* () {
    for (; ; read += 1) yield Buffer.from(read === 0 ? '"' : 'x'.repeat(100))
  }
  const openSink = async () => ({ write: () => Promise.reject(new Error('disk')) })
  await expect(readLargeJson(body(), { ...limits, openSink })).rejects.toThrow('disk')
  expect(read).toBe(1)
})

test('many quotes and backslashes in one chunk take no time', async () => {
  const value = Array.from({ length: 100_000 }, () => ['', '"', '\\', '\\"'])
  const large = { restLimitBytes: 1e7, totalLimitBytes: 1e7, stringThresholdBytes: 1e6 }
  const start = performance.now()
  expect((await read(JSON.stringify(value), large)).spooled).toEqual([])
  const quoted = '"\\'.repeat(1_000_000)
  expect((await read(JSON.stringify(quoted), large)).spooled).toEqual([quoted])
  expect(performance.now() - start).toBeLessThan(3000)
})

describe('over HTTP', () => {
  async function serve(listener: RequestListener) {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      },
    }
  }
  const options = { ...limits, stringThresholdBytes: 1000, openSink: async () => new MemorySink() }
  // The socket has to live on for the answer.
  const readRequest = (incoming: IncomingMessage) =>
    readLargeJson(incoming.iterator({ destroyOnReturn: false }), options)

  test('a body is read as it was sent', async () => {
    const value = { query: 'mutation', variables: { content: 'A/+'.repeat(300_000), acl: ['*'] } }
    await using server = await serve(async (incoming, answer) => {
      const { json, spooled } = await readRequest(incoming)
      answer.end(JSON.stringify({ value: restore(json, spooled), spooled: spooled.size }))
    })
    const { json } = await call(server.url, { body: value })
    expect(json).toEqual({ value, spooled: 1 })
  })

  test('one that is too large is answered, and read no further', async () => {
    await using server = await serve(async (incoming, answer) => {
      const error: unknown = await readRequest(incoming).catch((reason: unknown) => reason)
      expect(error).toMatchObject(tooLarge)
      answer.writeHead(413, { connection: 'close' }).end('too large')
    })
    const outgoing = request(server.url, { method: 'POST' })
    // The rest of the body meets a closed connection.
    outgoing.on('error', () => undefined)
    outgoing.write(`"${'x'.repeat(1_100_000)}`)
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(413)
    outgoing.destroy()
  })

  test('one that ends half-way is an error, whatever had arrived', async () => {
    let settle: (outcome: unknown) => void
    const outcome = new Promise((resolve) => {
      settle = resolve
    })
    await using server = await serve((incoming) => {
      readRequest(incoming).then(settle, settle)
      setTimeout(() => outgoing.destroy(), 50)
    })
    const outgoing = request(server.url, { method: 'POST' })
    outgoing.on('error', () => undefined)
    outgoing.write(`"${'x'.repeat(100_000)}"`)
    expect(await outcome).toMatchObject({ code: 'ECONNRESET' })
  })
})
