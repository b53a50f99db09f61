import { createServer, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fetchBoundedJson, webAddress } from './bounded-fetch.ts'

let answer: (response: ServerResponse) => void
let paths: (string | undefined)[]
const server = createServer((request, response) => {
  paths.push(request.url)
  answer(response)
})
let base = ''
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  base = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  paths = []
})

const ask = (url = `${base}/a`) => fetchBoundedJson({ fetch, url, who: 'The vault' })

test('JSON comes back', async () => {
  answer = (response) => response.end('{"a":"ä"}')
  expect(await ask()).toEqual({ a: 'ä' })
})

test('64 KiB are read, and not one byte more', async () => {
  const text = `"${'x'.repeat(64 * 1024 - 2)}"`
  answer = (response) => response.end(text)
  expect(await ask()).toHaveLength(64 * 1024 - 2)
  answer = (response) => response.end(`${text} `)
  await expect(ask()).rejects.toMatchObject({
    code: 'BAD_ANSWER',
    message: `The vault at ${new URL(base).host} answered with more than 64 KiB`,
  })
})

test('an endless body is cut off, and its connection closed', async () => {
  let written = 0
  let closed = false
  answer = (response) => {
    response.on('close', () => {
      closed = true
    })
    const more = () => {
      while (!closed && written < 50e6 && response.write(' '.repeat(16_384))) written += 16_384
      if (!closed && written < 50e6) response.once('drain', more)
    }
    more()
  }
  await expect(ask()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  await expect.poll(() => closed).toBe(true)
  expect(written).toBeLessThan(20e6)
})

test('what a small body unpacks to counts', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    response.end(gzipSync(Buffer.alloc(50e6, ' ')))
  }
  await expect(ask()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
})

test('redirects are not followed', async () => {
  answer = (response) => response.writeHead(302, { location: '/b' }).end()
  await expect(ask()).rejects.toMatchObject({ code: 'UNREACHABLE' })
  expect(paths).toEqual(['/a'])
})

test('a body that drips is given up after 5 s', async () => {
  answer = (response) => {
    const drip = setInterval(() => response.write(' '), 100)
    response.on('close', () => clearInterval(drip))
  }
  const began = performance.now()
  await expect(ask()).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: expect.stringContaining('did not answer within 5 s'),
  })
  expect(performance.now() - began).toBeGreaterThan(4900)
  expect(performance.now() - began).toBeLessThan(8000)
})

test('an error status is a refusal, and no JSON is a bad answer', async () => {
  answer = (response) => response.writeHead(404).end('{}')
  await expect(ask()).rejects.toMatchObject({
    code: 'REFUSED',
    message: expect.stringContaining('status 404'),
  })
  for (const text of ['', '<html>', '{']) {
    answer = (response) => response.end(text)
    await expect(ask()).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  }
})

test('a broken connection and a closed port are unreachable', async () => {
  answer = (response) => response.socket?.destroy()
  await expect(ask()).rejects.toMatchObject({ code: 'UNREACHABLE' })
  await expect(ask('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'UNREACHABLE' })
})

test.each(['', 'vault', '/a', 'file:///etc/passwd', 'data:,{}', 'http://user:password@127.0.0.1/'])(
  '%j is never asked',
  async (url) => {
    expect(webAddress(url)).toBeNull()
    await expect(ask(url)).rejects.toMatchObject({ code: 'BAD_ANSWER' })
    expect(paths).toEqual([])
  },
)
