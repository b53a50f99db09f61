import { createServer } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listenSilently } from '../../../test/support/listen.ts'
import { openReceiver, type Receiver } from '../../../test/support/receiver.ts'
import { createSender, type Sender } from './sender.ts'

let sender: Sender
let receiver: Receiver
beforeAll(() => {
  sender = createSender(Date.now)
})
afterAll(() => sender[Symbol.dispose]())
beforeEach(async () => {
  receiver = await openReceiver()
})
afterEach(() => receiver[Symbol.asyncDispose]())

const loopback = { loopback: true, private: false }
const post = (url = receiver.url, permitted = loopback, body = '{"a":1}') =>
  sender.post({ url: `${url}/api/webhook`, headers: { 'x-one': '1' }, body, permitted })

test('a packet arrives as it is, and what is answered is told', async () => {
  receiver.behave((_, answer) => {
    answer.writeHead(201, { 'retry-after': '7' }).end('thanks\u0000\u001b[31m\r\n!')
    return undefined
  })
  const answer = await post()
  expect(answer).toEqual({
    ...{ status: 201, error: null, mayHaveIt: true, retryAfterMs: 7_000 },
    response: 'thanks [31m !',
    durationMs: expect.any(Number),
  })
  expect(receiver.packets[0]).toMatchObject({ text: '{"a":1}', headers: { 'x-one': '1' } })
})

test('connections are used again', async () => {
  let sockets = 0
  receiver.behave((packet, answer) => {
    sockets = Math.max(sockets, answer.socket?.remotePort ?? 0)
    answer.writeHead(200, { port: String(answer.socket?.remotePort) }).end(packet.text)
    return undefined
  })
  const ports = new Set<number>()
  for (let n = 0; n < 5; n += 1) {
    await post()
    ports.add(sockets)
  }
  expect(ports.size).toBe(1)
})

describe('a receiver that', () => {
  test('hangs is left after 5 s; it may have the packet', async () => {
    receiver.behave(() => undefined)
    const answer = await post()
    expect(answer).toMatchObject({ status: null, mayHaveIt: true, response: null })
    const text = 'It did not answer within 5 s.'
    expect(answer.error).toEqual({ code: 'TIMED_OUT', detail: '5', text })
    expect(answer.durationMs).toBeGreaterThan(4_900)
    expect(answer.durationMs).toBeLessThan(6_000)
  }, 10_000)

  test('takes connections and never says a word is left after 5 s', async () => {
    await using silent = await listenSilently()
    const answer = await post(`http://127.0.0.1:${silent.port}`)
    expect(answer).toMatchObject({ status: null, error: { code: 'TIMED_OUT' } })
  }, 10_000)

  test('is not there has not got the packet', async () => {
    await receiver.close()
    const answer = await post()
    expect(answer).toMatchObject({ status: null, mayHaveIt: false })
    expect(answer.error).toMatchObject({ code: 'CONNECTION_REFUSED', detail: null })
    expect(answer.error?.text).toMatch(/refuses connections/)
  })

  test('closes early has not answered', async () => {
    receiver.behave((_, answer) => {
      answer.socket?.destroy()
      return undefined
    })
    expect(await post()).toMatchObject({ status: null, error: { code: 'CONNECTION_CLOSED' } })
    receiver.behave((_, answer) => {
      answer.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => answer.socket?.destroy(), 20)
      return undefined
    })
    expect(await post()).toMatchObject({ status: null, mayHaveIt: true })
  })

  test('wants to speak another protocol has answered with an error', async () => {
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'
    const server = createServer((socket) => socket.on('data', () => socket.write(upgrade)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    expect(await post(`http://127.0.0.1:${port}`)).toMatchObject({ status: 101, mayHaveIt: true })
    server.close()
  })

  test('answers with garbage has not answered', async () => {
    const server = createServer((socket) => socket.on('data', () => socket.end('nonsense\r\n\r\n')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const answer = await post(`http://127.0.0.1:${port}`)
    expect(answer).toMatchObject({
      ...{ status: null, error: { code: 'NO_HTTP', detail: 'HPE_INVALID_CONSTANT' } },
    })
    server.close()
  })

  test('answers with 10 MB is not listened to for long', async () => {
    let sent = 0
    receiver.behave((_, answer) => {
      answer.writeHead(200)
      const chunk = Buffer.alloc(64 * 1024, 'x')
      const more = () => {
        while (sent < 10 * 1024 * 1024 && !answer.destroyed) {
          sent += chunk.length
          if (!answer.write(chunk)) return void answer.once('drain', more)
        }
        answer.end()
      }
      more()
      return undefined
    })
    const answer = await post()
    expect(answer.status).toBe(200)
    expect(answer.response?.length).toBe(500)
    expect(sent).toBeLessThan(9 * 1024 * 1024)
  })

  test.each(['http://169.254.169.254/latest', '/elsewhere'])(
    'redirects to %s is not followed',
    async (location) => {
      receiver.behave((_, answer) => {
        answer.writeHead(307, { location }).end()
        return undefined
      })
      expect((await post()).status).toBe(307)
      expect(receiver.packets).toHaveLength(1)
    },
  )
})

describe('addresses', () => {
  const refused = { status: null, mayHaveIt: false, error: { code: 'ADDRESS_NOT_ALLOWED' } }
  const nothing = { loopback: false, private: false }

  test.each([
    ...[
      'http://127.0.0.1:PORT',
      'http://localhost:PORT',
      'http://[::1]:PORT',
      'http://0x7f.1:PORT',
    ],
    ...['http://10.0.0.1', 'http://192.168.1.1', 'http://169.254.169.254', 'http://[fe80::1]'],
    ...['http://0.0.0.0:PORT', 'http://[::ffff:127.0.0.1]:PORT', 'http://2130706433:PORT'],
  ])('%s is refused before a connection is made', async (url) => {
    const answer = await post(url.replace('PORT', String(receiver.port)), nothing)
    expect(answer).toMatchObject(refused)
    expect(receiver.packets).toHaveLength(0)
  })

  test('a name that leads to this computer is refused where the connection is made', async () => {
    const named = `http://localhost:${receiver.port}`
    expect((await post(named)).status).toBe(200)
    // The connection that is open is not used without the permission it was made with.
    expect(await post(named, nothing)).toMatchObject(refused)
    expect(receiver.packets).toHaveLength(1)
  })

  test('private addresses are tried where they are allowed, those of clouds never', async () => {
    const all = { loopback: true, private: true }
    expect(await post('http://169.254.169.254', all)).toMatchObject(refused)
    expect(await post('http://0.0.0.0', all)).toMatchObject(refused)
  })

  test('a name that does not exist is told', async () => {
    const answer = await post('http://nowhere.invalid')
    expect(answer).toMatchObject({ status: null, mayHaveIt: false })
    expect(answer.error?.code).toBe('NAME_UNKNOWN')
  })
})

test('a certificate that does not hold is not accepted', async () => {
  const answer = await post(`https://127.0.0.1:${receiver.port}`)
  expect(answer.status).toBeNull()
  expect(receiver.packets).toHaveLength(0)
})

test('a sender that is disposed says nothing of what was on the way', async () => {
  const ending = createSender(Date.now)
  receiver.behave(() => undefined)
  const url = `${receiver.url}/api/webhook`
  const sending = ending.post({ url, headers: {}, body: '{}', permitted: loopback })
  await new Promise((resolve) => setTimeout(resolve, 100))
  ending[Symbol.dispose]()
  await expect(sending).rejects.toThrow()
})
