import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createRemoteHttp } from './remote-http.ts'

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const signal = new AbortController().signal
const remote = (url: string) => createRemoteHttp({ url, signal, now: Date.now })

test('the typed address may be of this computer, what it leads on to may not', async () => {
  let asked = 0
  await using other = await serve((_, response) => {
    asked += 1
    response.end('{}')
  })
  await using typed = await serve((_, response) => {
    response.writeHead(302, { location: other.url }).end()
  })
  using http = remote(typed.url)
  // Not followed by itself.
  expect((await http.json({ path: '/' })).status).toBe(302)
  for (const path of [other.url, 'http://localhost:1', 'http://169.254.169.254/', 'file:///etc']) {
    await expect(http.open({ path })).rejects.toMatchObject({ code: 'BAD_ANSWER' })
  }
  expect(asked).toBe(0)
})

test('an answer is read to a bound', async () => {
  await using endless = await serve((_, response) => {
    const more = () => response.write('x'.repeat(65_536), more)
    more()
  })
  using http = remote(endless.url)
  await expect(http.json({ path: '/' }, 1_000_000)).rejects.toMatchObject({ code: 'TOO_LARGE' })
})

test('"later" is tried again, with the whole request', async () => {
  const bodies: string[] = []
  await using busy = await serve(async (request, response) => {
    bodies.push((await request.setEncoding('utf8').toArray()).join(''))
    response.statusCode = bodies.length < 3 ? 429 : 200
    response.setHeader('retry-after', '0').end('{"a":1}')
  })
  using http = remote(busy.url)
  const body = async function* () {
    yield Buffer.from('some')
    yield Buffer.from('thing')
  }
  const answer = await http.json({ method: 'POST', path: '/', body, bodyLength: 9 })
  expect(answer).toEqual({ status: 200, json: { a: 1 } })
  expect(bodies).toEqual(['something', 'something', 'something'])
})

test.each(['', 'x', 'ftp://a.example', 'http://user:secret@a.example', 'http://a.example/?x=1'])(
  '%j is no address of a vault',
  (url) => {
    expect(() => remote(url)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
  },
)
