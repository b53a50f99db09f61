import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { freePort, listenSilently } from '../../test/support/listen.ts'
import { createHttpProbe, probeAnswer } from './probe.ts'

const key = new Uint8Array(32).fill(7)
const probe = createHttpProbe(key)
const forever = new AbortController().signal
const path = /^\/\.well-known\/evault-probe\/([\w-]{43})$/

let server: Server | undefined
afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)))
  server = undefined
})

async function serve(answer: RequestListener): Promise<string> {
  const started = createServer(answer)
  server = started
  await new Promise<void>((resolve) => void started.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(started.address() as { port: number }).port}`
}

const nonceOf = (url = '') => path.exec(url)?.[1] ?? ''

test('the vault’s own answer is a proof, and each probe asks with a nonce of its own', async () => {
  const nonces: string[] = []
  const headers: (string | undefined)[] = []
  const url = await serve((request, response) => {
    nonces.push(nonceOf(request.url))
    headers.push(request.headers.connection)
    response.end(probeAnswer(key, nonceOf(request.url)))
  })
  expect(await probe(url, forever)).toBeNull()
  expect(await probe(url, forever)).toBeNull()
  expect(new Set(nonces).size).toBe(2)
  expect(headers).toEqual(['close', 'close'])
})

test('the path of the public address stays before that of the probe', async () => {
  const paths: string[] = []
  const url = await serve((request, response) => {
    paths.push(request.url ?? '')
    response.end(probeAnswer(key, (request.url ?? '').slice(-43)))
  })
  expect(await probe(`${url}/@a-vault`, forever)).toBeNull()
  expect(await probe(`${url}/@a-vault/`, forever)).toBeNull()
  for (const asked of paths)
    expect(asked).toMatch(/^\/@a-vault\/\.well-known\/evault-probe\/.{43}$/)
})

test('an answer that was recorded, cut, lengthened or made with another key is no proof', async () => {
  let recorded = ''
  const answers = [
    (nonce: string) => {
      recorded = probeAnswer(key, nonce)
      return 'anything'
    },
    () => recorded,
    (nonce: string) => probeAnswer(key, nonce).slice(0, 42),
    (nonce: string) => `${probeAnswer(key, nonce)}A`,
    (nonce: string) => probeAnswer(new Uint8Array(32), nonce),
    () => '',
  ]
  const url = await serve((request, response) => {
    response.end(answers.shift()?.(nonceOf(request.url)))
  })
  for (const count of answers.map((_, index) => index)) {
    expect([count, (await probe(url, forever))?.code]).toEqual([count, 'PROBE_WRONG'])
  }
})

test('an error status or a redirection is no proof, whatever it says', async () => {
  const url = await serve((request, response) => {
    const nonce = nonceOf(request.url)
    if (nonce === '') response.end(probeAnswer(key, 'elsewhere'))
    response.writeHead(302, { location: '/elsewhere' }).end(probeAnswer(key, nonce))
  })
  expect(await probe(url, forever)).toEqual({ code: 'PROBE_REFUSED', parameters: { status: 302 } })
})

test('an endless answer is not read', async () => {
  let closed = false
  const url = await serve((_, response) => {
    response.on('close', () => {
      closed = true
    })
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', more)
    more()
  })
  expect((await probe(url, forever))?.code).toBe('PROBE_WRONG')
  await vi.waitFor(() => expect(closed).toBe(true), 10_000)
})

test('nobody there, nobody who answers, and an address without a host are told apart', async () => {
  expect(await probe(`http://127.0.0.1:${await freePort()}`, forever)).toEqual({
    code: 'PROBE_UNREACHABLE',
    parameters: { detail: 'ECONNREFUSED' },
  })
  await using silent = await listenSilently()
  expect(await probe(`http://127.0.0.1:${silent.port}`, forever)).toEqual({
    code: 'PROBE_TIMEOUT',
    parameters: {},
  })
  expect((await probe('http://nowhere.invalid', forever))?.code).toBe('PROBE_UNREACHABLE')
}, 20_000)

test('a body that never ends is given up after five seconds', async () => {
  const url = await serve((_, response) => void response.write('x'))
  expect((await probe(url, forever))?.code).toBe('PROBE_TIMEOUT')
}, 20_000)

test('a probe that is given up ends at once', async () => {
  await using silent = await listenSilently()
  const attempt = new AbortController()
  const probing = probe(`http://127.0.0.1:${silent.port}`, attempt.signal)
  setTimeout(() => attempt.abort(new Error('enough')), 50)
  await expect(probing).rejects.toThrow('enough')
})
