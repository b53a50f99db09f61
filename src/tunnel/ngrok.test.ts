import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createNgrokTunnel, type NgrokSession, type OpenNgrokSession } from './ngrok.ts'
import { causeOf } from './tunnel.ts'

// A FAKE session stands in for ngrok’s service, which speaks a protocol of its own over TLS and
// takes accounts only. That the real library loads, and what it does without a network, is real.

const forever = new AbortController().signal
const token = 'token-of-the-test'

function fake(changes: Partial<NgrokSession> = {}) {
  const calls: unknown[][] = []
  let lose = () => {}
  const session: NgrokSession = {
    async forward(...args) {
      calls.push(['forward', ...args])
      return { url: () => 'https://words.ngrok.app' }
    },
    async close() {
      calls.push(['close'])
    },
    ...changes,
  }
  const openSession: OpenNgrokSession = async (given, onLost) => {
    calls.push(['open', given])
    lose = onLost
    return session
  }
  return { calls, openSession, lose: () => lose() }
}

async function failure(openSession: OpenNgrokSession) {
  return causeOf(
    await createNgrokTunnel({ token, domain: null, openSession })
      .connect(1, forever)
      .then(
        () => null,
        (error: unknown) => error,
      ),
  )
}

const refusing = (text: string) => () => Promise.reject(new Error(text))

test('[fake] the domain leads to the port, until it is closed', async () => {
  const { calls, openSession } = fake()
  const tunnel = createNgrokTunnel({ token, domain: 'vault.example', openSession })
  const connection = await tunnel.connect(4_100, forever)
  expect(connection.publicUrl).toBe('https://words.ngrok.app')
  await connection[Symbol.asyncDispose]()
  expect(await connection.lost).toMatchObject({ code: 'LOST' })
  expect(calls).toEqual([
    ['open', token],
    ['forward', 'vault.example', 'http://127.0.0.1:4100'],
    ['close'],
  ])
})

test('[fake] a lost connection is told', async () => {
  const { openSession, lose } = fake()
  const connection = await createNgrokTunnel({ token, domain: null, openSession }).connect(
    1,
    forever,
  )
  lose()
  expect(await connection.lost).toEqual({ code: 'LOST', parameters: { host: 'ngrok.com' } })
})

test('[fake] refusals are told apart, and never with the token', async () => {
  const parameters = { host: 'ngrok.com', user: '' }
  const refused = refusing(`authtoken ${token} is wrong\r\nERR_NGROK_107\r\n`)
  expect(await failure(refused)).toEqual({ code: 'LOGIN_REFUSED', parameters })
  expect(await failure(refusing('limited to 1 session ERR_NGROK_108'))).toMatchObject({
    code: 'FORWARDING_REFUSED',
  })
  expect(await failure(refusing(`cannot connect with ${token}`))).toEqual({
    code: 'UNREACHABLE',
    parameters: { host: 'ngrok.com', detail: 'failed' },
  })
})

test('[fake] what is connected too late, or to nothing, is closed', async () => {
  const late = fake()
  const attempt = new AbortController()
  const openSession: OpenNgrokSession = async (...args) => {
    attempt.abort(new Error('enough'))
    return late.openSession(...args)
  }
  const connecting = createNgrokTunnel({ token, domain: null, openSession })
  await expect(connecting.connect(1, attempt.signal)).rejects.toThrow('enough')
  await expect.poll(() => late.calls.at(-1)).toEqual(['close'])
  const nowhere = fake({ forward: async () => ({ url: () => null }) })
  expect((await failure(nowhere.openSession)).code).toBe('BAD_ANSWER')
  expect(nowhere.calls.at(-1)).toEqual(['close'])
})

test('the real library loads, connects nowhere without a service, and says so', async () => {
  const { SessionBuilder } = await import('@ngrok/ngrok')
  const silent = createServer((socket) => void socket.destroy())
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const listeners = process.listenerCount('SIGTERM')
  const openSession: OpenNgrokSession = async (given) => {
    await new SessionBuilder().authtoken(given).serverAddr(`127.0.0.1:${port}`).connect()
    throw new Error('connected')
  }
  expect((await failure(openSession)).code).toBe('UNREACHABLE')
  expect(process.listenerCount('SIGTERM')).toBe(listeners)
  await new Promise((resolve) => silent.close(resolve))
})
