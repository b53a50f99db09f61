import { fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { call } from './support/call.ts'
import { openRaw, proxyLine, type RawConnection, sendRaw, statusesIn } from './support/raw-http.ts'
import { openTestVault, type TestVault } from './support/test-vault.ts'

let it: TestVault
let port: number
let url: string
beforeAll(async () => {
  it = await openTestVault({ config: { addressRate: 1_000_000, platformRate: 1_000_000 } })
  port = (await it.vault.openIngress()).port
  url = `http://127.0.0.1:${port}`
})
afterAll(() => it[Symbol.asyncDispose]())

const headOf = (more: string, path = '/graphql') =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\nx-ename: ${it.vault.ename}\r\ncontent-type: application/json\r\n${more}\r\n`
const query = JSON.stringify({ query: '{ metaEnvelopes { totalCount } }' })
const get = (more = '') => `GET /health HTTP/1.1\r\nhost: a\r\n${more}\r\n`
/** Milliseconds that this takes. */
async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}
const p95 = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0

/** One who behaves, from an address of their own. */
async function askWell(): Promise<void> {
  using connection = await openRaw(
    port,
    proxyLine('203.0.113.99') +
      headOf(`content-length: ${query.length}\r\nconnection: close\r\n`) +
      query,
  )
  expect(statusesIn(await connection.closed())).toEqual([200])
}
const askAsOwner = async () => {
  expect((await it.owner('{ metaEnvelopes { totalCount } }')).errors).toEqual([])
}
async function openMany(count: number, begin: (n: number) => string): Promise<RawConnection[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => openRaw(port, begin(n))))
}
function close(connections: RawConnection[]): void {
  for (const connection of connections) connection[Symbol.dispose]()
}

describe('what is too large', () => {
  test('headers beyond 16 KB are 431, in one or in many; below it they are read', async () => {
    const big = (bytes: number) => get(`x-big: ${'x'.repeat(bytes)}\r\nconnection: close\r\n`)
    expect(statusesIn(await sendRaw(port, big(15_000)))).toEqual([200])
    expect(statusesIn(await sendRaw(port, big(17_000)))).toEqual([431])
    const many = Array.from({ length: 900 }, (_, n) => `x-header-${n}: some text\r\n`).join('')
    expect(statusesIn(await sendRaw(port, get(many)))).toEqual([431])
    const path = `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`
    expect(statusesIn(await sendRaw(port, path))).toEqual([431])
  })

  test('bodies are refused as on the local listener, announced or not', async () => {
    for (const length of [9_000_000, 900_000_000_000]) {
      const answer = await sendRaw(port, headOf(`content-length: ${length}\r\n`))
      expect(statusesIn(answer)).toEqual([413])
    }
    using chunked = await openRaw(port, headOf('transfer-encoding: chunked\r\n'))
    const chunk = `100000\r\n${'x'.repeat(1_048_576)}\r\n`
    for (let n = 0; n < 9; n += 1) chunked.send(chunk)
    expect(statusesIn(await chunked.until('HTTP/1.1'))).toEqual([413])
  })

  test('so are the parts of a chunk that nobody reads', async () => {
    const extension = `5;${'x'.repeat(20_000)}\r\nhello\r\n0\r\n\r\n`
    const answer = await sendRaw(port, headOf('transfer-encoding: chunked\r\n') + extension)
    expect(statusesIn(answer)).toEqual([413])
    const trailer = `0\r\nx-trailer: ${'x'.repeat(20_000)}\r\n\r\n`
    const trailed = await sendRaw(port, headOf('transfer-encoding: chunked\r\n') + trailer)
    expect(statusesIn(trailed)).toEqual([431])
  })
})

describe('what two programs could read differently is 400, and ends the connection', () => {
  const hidden = 'GET /health HTTP/1.1\r\nhost: hidden\r\n\r\n'
  test.each([
    ['length and chunks', 'content-length: 5\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'],
    ['chunks and length', 'transfer-encoding: chunked\r\ncontent-length: 5\r\n', '0\r\n\r\n'],
    ['two lengths', 'content-length: 5\r\ncontent-length: 6\r\n', 'hello'],
    ['the same length twice', 'content-length: 5\r\ncontent-length: 5\r\n', 'hello'],
    ['a list of lengths', 'content-length: 5, 5\r\n', 'hello'],
    ['a length with a sign', 'content-length: +5\r\n', 'hello'],
    ['a negative length', 'content-length: -5\r\n', 'hello'],
    ['a length in hexadecimal', 'content-length: 0x5\r\n', 'hello'],
    ['a length beyond all numbers', `content-length: ${'9'.repeat(30)}\r\n`, 'hello'],
    ['chunks under another name', 'transfer-encoding: xchunked\r\n', '0\r\n\r\n'],
    ['chunks that are not the last', 'transfer-encoding: chunked, identity\r\n', '0\r\n\r\n'],
    ['identity', 'transfer-encoding: identity\r\n', 'hello'],
    ['a blank before the colon', 'transfer-encoding : chunked\r\n', '0\r\n\r\n'],
    ['a folded header', 'transfer-encoding:\r\n chunked\r\n', '0\r\n\r\n'],
    ['a vertical tab', 'transfer-encoding: \x0bchunked\r\n', '0\r\n\r\n'],
    ['NUL in a header', 'x-a: b\x00c\r\n', ''],
    ['NUL in a name', 'x-\x00a: b\r\n', ''],
    ['a lone CR', 'x-a: b\rcontent-length: 5\r\n', 'hello'],
    ['LF only', 'x-a: b\ncontent-length: 5\r\n', 'hello'],
    ['no name', ': b\r\n', ''],
    ['no Host twice', 'host: b\r\n', ''],
    ['a bad chunk size', 'transfer-encoding: chunked\r\n', 'xyz\r\nhello\r\n0\r\n\r\n'],
    ['a chunk size with a sign', 'transfer-encoding: chunked\r\n', '+5\r\nhello\r\n0\r\n\r\n'],
    ['a huge chunk size', 'transfer-encoding: chunked\r\n', `${'f'.repeat(20)}\r\nhello`],
    ['a chunk that is longer', 'transfer-encoding: chunked\r\n', '3\r\nhello\r\n0\r\n\r\n'],
    ['chunks that end like Unix', 'transfer-encoding: chunked\r\n', '5\nhello\n0\n\n'],
  ])('%s', async (_what, header, body) => {
    const answer = await sendRaw(port, headOf(header) + body + hidden)
    expect(statusesIn(answer)).toEqual([400])
    expect(answer).not.toContain('"version"')
  })

  test.each([
    ['a version that is none', 'GET /health HTTP/9.9\r\nhost: a\r\n\r\n'],
    ['HTTP/2 with prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['lines that end like Unix', 'GET /health HTTP/1.1\nhost: a\n\n'],
    ['no Host', 'GET /health HTTP/1.1\r\n\r\n'],
    ['a method that is none', 'STEAL /health HTTP/1.1\r\nhost: a\r\n\r\n'],
  ])('%s', async (_what, text) => {
    expect(statusesIn(await sendRaw(port, text + hidden))).toEqual([400])
  })

  test('a request to be made for others, and one to change the protocol, are not obeyed', async () => {
    expect(await sendRaw(port, 'CONNECT example.org:443 HTTP/1.1\r\nhost: a\r\n\r\n')).toBe('')
    const upgrade = get('connection: upgrade, close\r\nupgrade: h2c\r\n')
    using connection = await openRaw(port, upgrade)
    expect(statusesIn(await connection.until('"version"'))).toEqual([200])
    const absolute =
      'GET http://elsewhere.example/health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n'
    expect(statusesIn(await sendRaw(port, absolute))).toEqual([200])
  })
})

// Side by side: they wait for time to pass.
test.concurrent('who says nothing, or too slowly, is closed; others are answered all the while', async () => {
  const slow = (n: number, more: string) => openRaw(port, proxyLine(`198.51.100.${n}`) + more)
  const began = performance.now()
  const endOf = async ({ closed }: RawConnection) => ({
    answer: statusesIn(await closed()),
    seconds: (performance.now() - began) / 1_000,
  })
  const headers = await slow(1, 'GET /health HTTP/1.1\r\nhost: a\r\nx-slow: ')
  const silent = await slow(2, '')
  const body = await slow(3, headOf('content-length: 5000\r\n'))
  const chunks = await slow(4, `${headOf('transfer-encoding: chunked\r\n')}fff\r\n`)
  const stalled = await slow(5, `${headOf('content-length: 5000\r\n')}{`)
  // Answered, but the body that nobody wants goes on.
  const unwanted = await slow(6, get('content-length: 5000\r\n'))
  const dripping = setInterval(() => {
    for (const one of [headers, body, chunks, unwanted]) one.send('x')
  }, 500)
  const onItsWay = walk(300_000, 20_000)
  const waits: number[] = []
  const asking = setInterval(() => {
    timed(askWell).then(
      (ms) => waits.push(ms),
      () => waits.push(Number.POSITIVE_INFINITY),
    )
  }, 250)
  try {
    const all = [headers, silent, body, chunks, stalled, unwanted]
    const ends = await Promise.all(all.map(endOf))
    expect(ends.map(({ answer }) => answer)).toEqual([[408], [408], [408], [408], [408], [200]])
    for (const { seconds } of ends) {
      expect(seconds).toBeGreaterThan(7)
      expect(seconds).toBeLessThan(16)
    }
    expect(await onItsWay).toEqual([200])
    expect(waits.length).toBeGreaterThan(10)
    expect(p95(waits)).toBeLessThan(1_000)
  } finally {
    clearInterval(dripping)
    clearInterval(asking)
  }
})

test.concurrent('who does not take a file is closed', async () => {
  const { data } = await it.owner(
    `mutation ($input: UploadFileInput!) { uploadFile(input: $input) { metaEnvelopeId } }`,
    {
      input: {
        ...{ filename: 'f', contentType: 'text/plain', acl: ['*'] },
        content: Buffer.alloc(24_000_000).toString('base64'),
      },
    },
  )
  const path = `/files/${encodeURIComponent(it.vault.ename)}/${data.uploadFile.metaEnvelopeId}`
  using deaf = await openRaw(port, proxyLine('198.51.100.8'))
  deaf.socket.pause()
  deaf.send(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)
  await vi.waitFor(
    async () => {
      const list = '{ inboundRequests { address status verdict durationMs } }'
      const listed = (await it.owner(list)).data.inboundRequests as { address: string }[]
      const [ended] = listed.filter(({ address }) => address === '198.51.100.8')
      expect(ended).toMatchObject({ status: 200, verdict: 'failed' })
    },
    { timeout: 40_000, interval: 500 },
  )
})

/** Sends a body that is slow, but on its way. Returns the statuses of what comes back. */
async function walk(length: number, bytesPerSecond: number): Promise<number[]> {
  const text = JSON.stringify({
    query: '{ metaEnvelopes { totalCount } }',
    variables: { pad: 'x'.repeat(length) },
  })
  const head = headOf(`content-length: ${text.length}\r\nconnection: close\r\n`)
  using connection = await openRaw(port, proxyLine('198.51.100.7') + head)
  for (let at = 0; at < text.length; at += bytesPerSecond / 2) {
    connection.send(text.slice(at, at + bytesPerSecond / 2))
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return statusesIn(await connection.closed())
}

describe('at once', () => {
  const waiting = () => headOf('content-length: 5000\r\n')

  test('requests in line over one connection are forgotten with it', async () => {
    const line = proxyLine('198.51.100.19')
    const passphrase = JSON.stringify({ passphrase: 'correct horse' })
    const token = `authorization: Bearer ${await it.platformToken()}\r\n`
    // Its slow hash keeps those behind it waiting.
    const slow = headOf(`${token}content-length: ${passphrase.length}\r\n`, '/passphrase/set')
    {
      using connection = await openRaw(port, line + slow + passphrase + get().repeat(9))
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(connection.received).toBe('')
    }
    // As many as one address may have: none is left of those before.
    const all = await openMany(32, () => line + waiting())
    await askWell()
    // Those above the limit would be refused when they have waited.
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(all.map(({ received }) => received)).toEqual(Array(32).fill(''))
    close(all)
  })

  test('an address has 64 connections, and others have theirs', async () => {
    const many = await openMany(80, () => proxyLine('198.51.100.20') + get())
    await vi.waitFor(() => {
      const answered = many.filter(({ received }) => received.includes('"version"'))
      expect(answered).toHaveLength(64)
      expect(many.filter(({ socket }) => socket.closed)).toHaveLength(16)
    }, 10_000)
    await askWell()
    close(many.slice(0, 40))
    await vi.waitFor(async () => {
      using again = await openRaw(port, proxyLine('198.51.100.20') + get())
      expect(await again.until('"version"')).toContain('"version"')
    }, 10_000)
    close(many)
  })

  test('an address has 32 requests under way, all together 64; then it is 503 after a while, but for the probe', async () => {
    const one = await openMany(40, () => proxyLine('198.51.100.21') + waiting())
    const refused = () => one.filter(({ received }) => received !== '')
    await vi.waitFor(() => expect(refused()).toHaveLength(8), 5_000)
    const [first] = refused()
    expect(statusesIn(first?.received ?? '')).toEqual([503])
    expect(first?.received).toMatch(/^retry-after: 1\r$/m)
    expect(first?.received).toContain('"code":"UNAVAILABLE"')
    await askWell()

    const others = await openMany(40, () => proxyLine('198.51.100.22') + waiting())
    await vi.waitFor(() => {
      expect(others.filter(({ received }) => received !== '')).toHaveLength(8)
    }, 5_000)
    const full = await call(`${url}/health`, { headers: { 'x-forwarded-for': '203.0.113.99' } })
    expect([full.status, full.headers['retry-after']]).toEqual([503, '1'])
    expect(full.json).toEqual({ error: 'Too many requests at once. Try again soon.' })
    const probe = await call(`${url}/.well-known/evault-probe/${'n'.repeat(43)}`)
    expect(probe.status).toBe(200)
    await askAsOwner()
    const { data } = await it.owner('{ inboundRequests(first: 1) { verdict status } }')
    close([...one, ...others])
    expect(data.inboundRequests).toEqual([{ verdict: 'limited', status: 503 }])
    await vi.waitFor(askWell, 10_000)
  })

  test('who asks many things at once is answered, each in its turn', async () => {
    // Their slow hash keeps more of them under way than one address may have.
    const passphrase = JSON.stringify({ passphrase: 'correct horse' })
    const token = `authorization: Bearer ${await it.platformToken()}\r\n`
    const slow = headOf(`${token}content-length: ${passphrase.length}\r\n`, '/passphrase/set')
    const many = await openMany(60, (n) =>
      n < 32 ? proxyLine('198.51.100.23') + slow + passphrase : proxyLine('198.51.100.23') + get(),
    )
    const answers = await Promise.all(many.slice(32).map(({ until }) => until('"version"')))
    expect(answers.flatMap(statusesIn)).toEqual(Array(28).fill(200))
    close(many)
  })

  test('event streams are counted as well, and end', async () => {
    const streams = await openMany(64, (n) => {
      const head = headOf(`content-length: ${query.length}\r\naccept: text/event-stream\r\n`)
      return proxyLine(`198.51.100.${30 + (n % 2)}`) + head + query
    })
    const ended = await Promise.all(streams.map(({ until }) => until('\r\n0\r\n\r\n')))
    for (const received of ended) expect(statusesIn(received)).toEqual([200])
    await askWell()
    close(streams)
  })
})

test('a flood from one address is limited, while another goes on', async () => {
  await using small = await openTestVault({ config: { addressRate: 50 } })
  const { port: own } = await small.vault.openIngress()
  const head = `POST /graphql HTTP/1.1\r\nhost: a\r\nx-ename: ${small.vault.ename}\r\ncontent-type: application/json\r\ncontent-length: ${query.length}\r\n\r\n`
  const flood = await Promise.all(
    Array.from({ length: 10 }, () => openRaw(own, proxyLine('198.51.100.40'))),
  )
  const statuses = () => flood.flatMap(({ received }) => statusesIn(received))
  for (const one of flood) one.send((head + query).repeat(100))
  const others: number[] = []
  for (let n = 0; n < 20; n += 1) {
    using good = await openRaw(own, proxyLine('203.0.113.99') + head + query)
    others.push(...statusesIn(await good.until('totalCount')))
  }
  await vi.waitFor(() => expect(statuses()).toHaveLength(1_000), 20_000)
  expect(others).toEqual(Array(20).fill(200))
  const served = statuses().filter((status) => status === 200)
  expect(served.length).toBeLessThan(80)
  expect(statuses().every((status) => [200, 429, 503].includes(status))).toBe(true)
  for (const one of flood) one[Symbol.dispose]()
})

test.each(['one', 'many'])(
  'ten thousand connections of %s address keep out neither others nor the owner',
  async (addresses) => {
    const measure = async (run: () => Promise<void>) => {
      const times: number[] = []
      for (let n = 0; n < 40; n += 1) times.push(await timed(run))
      return p95(times)
    }
    const quiet = { owner: await measure(askAsOwner), other: await measure(askWell) }
    const flood = fork('test/support/connection-flood.mjs', [String(port), '10000', addresses])
    const floodIsOn = once(flood, 'message')
    const during = { owner: await measure(askAsOwner), other: await measure(askWell) }
    await floodIsOn
    const after = { owner: await measure(askAsOwner), other: await measure(askWell) }
    flood.send('enough')
    await once(flood, 'exit')
    console.info(`p95 in ms: ${JSON.stringify({ addresses, quiet, during, after })}`)
    for (const { owner, other } of [during, after]) {
      expect(owner).toBeLessThan(500)
      expect(other).toBeLessThan(1_000)
    }
  },
)
