import { createServer } from 'node:net'
import { SessionBuilder } from '@ngrok/ngrok'
import { expect, test } from 'vitest'
import { type FakeNgrok, startFakeNgrok } from '../../test/support/fake-ngrok.ts'
import { standIn } from '../../test/support/relay-room.ts'
import { createNgrokTunnel, type NgrokSession, type OpenNgrokSession } from './ngrok.ts'
import { causeOf } from './tunnel.ts'

// ngrok’s service takes accounts only. A FAKE session stands in for its library, and a FAKE service
// on loopback for the one that the real library connects to.

const forever = new AbortController().signal
const token = 'token-of-the-test'
const program = 'ngrok'

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
  const refused = refusing(`authtoken ${token} is wrong\r\nERR_NGROK_107\r\n`)
  expect(await failure(refused)).toEqual({ code: 'TOKEN_REFUSED', parameters: { program } })
  expect(await failure(refusing('limited to 1 session ERR_NGROK_108'))).toEqual({
    code: 'SERVICE_REFUSED',
    parameters: { program, detail: 'ERR_NGROK_108' },
  })
  expect(await failure(refusing(`cannot connect with ${token}`))).toEqual({
    code: 'SERVICE_UNREACHABLE',
    parameters: { program },
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
  const silent = createServer((socket) => void socket.destroy())
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as { port: number }
  const listeners = process.listenerCount('SIGTERM')
  const openSession: OpenNgrokSession = async (given) => {
    await new SessionBuilder().authtoken(given).serverAddr(`127.0.0.1:${port}`).connect()
    throw new Error('connected')
  }
  expect((await failure(openSession)).code).toBe('SERVICE_UNREACHABLE')
  expect(process.listenerCount('SIGTERM')).toBe(listeners)
  await new Promise((resolve) => silent.close(resolve))
})

test('[fake service] the real library leads what is asked there to the port, and tells who asks', async () => {
  await using service = await startFakeNgrok(token)
  using _ = leadLibraryTo(service)
  await using behind = await standIn((asked, answer) => {
    answer.end(`vault, asked by ${asked.headers['x-forwarded-for']}`)
  })
  const connection = await createNgrokTunnel({ token, domain: null }).connect(behind.port, forever)
  expect(connection.publicUrl).toBe(service.publicUrl)
  const answer = await fetch(connection.publicUrl)
  expect(await answer.text()).toBe('vault, asked by 203.0.113.7')
  await service.kill()
  expect(await connection.lost).toMatchObject({ code: 'LOST' })
  await connection[Symbol.asyncDispose]()
})

test('[fake service] a token that is not known there is refused', async () => {
  await using service = await startFakeNgrok('another-token')
  using _ = leadLibraryTo(service)
  const connecting = createNgrokTunnel({ token, domain: null }).connect(1, forever)
  await expect(connecting.catch(causeOf)).resolves.toEqual({
    code: 'TOKEN_REFUSED',
    parameters: { program },
  })
})

/** Has the library connect there instead of to ngrok, for as long as this is not disposed of. */
function leadLibraryTo({ serverAddress, certificate }: FakeNgrok): Disposable {
  const library = SessionBuilder.prototype
  const { connect } = library
  library.connect = function () {
    return connect.call(this.serverAddr(serverAddress).caCert(Buffer.from(certificate)))
  }
  return {
    [Symbol.dispose]() {
      library.connect = connect
    },
  }
}
