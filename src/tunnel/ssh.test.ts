import { createServer, type Server } from 'node:http'
import { connect as connectSocket, createServer as createSocketServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BehindTunnel, listenBehindTunnel } from '../../test/support/behind-tunnel.ts'
import { freePort, listenSilently } from '../../test/support/listen.ts'
import { startSshd, type TestSshd } from '../../test/support/sshd.ts'
import { hostKeyFingerprint } from './host-key.ts'
import { createSshTunnel, type SshTunnelOptions } from './ssh.ts'
import { createSshKey } from './ssh-key.ts'
import { causeOf, type TunnelConnection } from './tunnel.ts'

const key = createSshKey()
const forever = new AbortController().signal

let sshd: TestSshd
let behind: Server
let front: BehindTunnel
let open: TunnelConnection[]
let kept: string[]

beforeEach(async () => {
  open = []
  kept = []
  sshd = await startSshd(key.publicKey)
  behind = createServer((request, response) => request.pipe(response))
  front = await listenBehindTunnel(behind)
})

afterEach(async () => {
  for (const connection of open) await connection[Symbol.asyncDispose]()
  await front[Symbol.asyncDispose]()
  await sshd[Symbol.asyncDispose]()
})

function tunnel(changes: Partial<SshTunnelOptions> = {}) {
  return createSshTunnel({
    host: '127.0.0.1',
    port: sshd.port,
    user: sshd.user,
    privateKey: key.privateKey,
    hostKey: null,
    keepHostKey: async (hostKey) => void kept.push(hostKey),
    listen: { address: '127.0.0.1', port: 0 },
    publicUrl: 'http://127.0.0.1:1',
    behindProxy: false,
    ...changes,
  })
}

async function connect(provider = tunnel(), signal = forever): Promise<TunnelConnection> {
  const connection = await provider.connect(front.port, signal)
  open.push(connection)
  return connection
}

/** The server behind without what tells tunnels’ peers apart. */
async function listenPlainly() {
  await new Promise<void>((resolve) => void behind.listen(0, '127.0.0.1', resolve))
  return {
    port: (behind.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      behind.closeAllConnections()
      await new Promise((resolve) => behind.close(resolve))
    },
  }
}

async function failure(changes: Partial<SshTunnelOptions>) {
  return causeOf(
    await connect(tunnel(changes)).then(
      () => null,
      (error: unknown) => error,
    ),
  )
}

async function echo(url: string, body: string): Promise<string> {
  return (await fetch(url, { method: 'POST', body, headers: { connection: 'close' } })).text()
}

test('HTTP through the tunnel reaches the server behind it', async () => {
  const { publicUrl } = await connect()
  expect(new URL(publicUrl).port).not.toBe('1')
  expect(await echo(publicUrl, 'hello')).toBe('hello')
})

test('the vault is told who asks, but not where a reverse proxy stands before the server', async () => {
  const { publicUrl } = await connect()
  await echo(publicUrl, 'hello')
  expect(front.lines).toEqual([
    expect.stringMatching(new RegExp(`^PROXY TCP4 127.0.0.1 127.0.0.1 \\d+ ${front.port}$`)),
  ])
  await using plain = await listenPlainly()
  const behindProxy = await tunnel({ behindProxy: true }).connect(plain.port, forever)
  open.push(behindProxy)
  expect(await echo(behindProxy.publicUrl, 'plainly')).toBe('plainly')
})

test('large bodies arrive whole, several at a time', async () => {
  const { publicUrl } = await connect()
  const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(3_000_000))
  const answers = await Promise.all(bodies.map((body) => echo(publicUrl, body)))
  expect(answers.every((answer, index) => answer === bodies[index])).toBe(true)
})

test('the server’s port is the one asked for, and the address stays as it was given', async () => {
  const asked = await freePort()
  const publicUrl = `http://127.0.0.1:${asked}`
  const connection = await connect(
    tunnel({ listen: { address: '127.0.0.1', port: asked }, publicUrl }),
  )
  expect(connection.publicUrl).toBe(publicUrl)
  expect(await echo(publicUrl, 'hello')).toBe('hello')
})

test('a port that somebody has is said', async () => {
  const { publicUrl } = await connect()
  const taken = Number(new URL(publicUrl).port)
  expect(await failure({ listen: { address: '127.0.0.1', port: taken } })).toEqual({
    code: 'FORWARDING_REFUSED',
    parameters: { host: '127.0.0.1', port: taken },
  })
})

test('a host key is kept the first time and asked for ever after', async () => {
  const provider = tunnel()
  await connect(provider)
  await connect(provider)
  expect(kept).toEqual([sshd.hostKey])
  await connect(tunnel({ hostKey: sshd.hostKey }))
  expect(kept).toHaveLength(1)
})

test('a server with another key is refused before anything is said to it', async () => {
  const provider = tunnel()
  await connect(provider)
  const expected = hostKeyFingerprint(sshd.hostKey)
  await sshd.kill()
  sshd.changeHostKey('ed25519')
  await sshd.start()
  const error = await connect(provider).catch((error: unknown) => error)
  expect(causeOf(error)).toEqual({
    code: 'HOST_KEY_CHANGED',
    parameters: { host: '127.0.0.1', expected, found: hostKeyFingerprint(sshd.hostKey) },
  })
  expect(kept).toHaveLength(1)
})

test('a server with a key of another kind only is refused, too', async () => {
  const hostKey = sshd.hostKey
  await sshd.kill()
  sshd.changeHostKey('ecdsa')
  await sshd.start()
  expect(await failure({ hostKey })).toEqual({
    code: 'HOST_KEY_CHANGED',
    parameters: { host: '127.0.0.1', expected: hostKeyFingerprint(hostKey), found: '' },
  })
})

test('a host key that cannot be kept is not trusted', async () => {
  const keepHostKey = () => Promise.reject(new Error('keychain locked'))
  expect(await failure({ keepHostKey })).toEqual({
    code: 'HOST_KEY_NOT_KEPT',
    parameters: { host: '127.0.0.1' },
  })
})

test('a key that the server does not know is refused, and nothing of it is said', async () => {
  const other = createSshKey().privateKey
  const cause = await failure({ privateKey: other })
  expect(cause).toEqual({
    code: 'LOGIN_REFUSED',
    parameters: { host: '127.0.0.1', user: sshd.user },
  })
  for (const privateKey of ['secret stuff', key.publicKey]) {
    expect(await failure({ privateKey })).toEqual({ code: 'KEY_UNUSABLE', parameters: {} })
  }
})

test('who closes without a word is unreachable: a full server, or what leads to one that is away', async () => {
  const door = createSocketServer((socket) => void socket.resume().end())
  await new Promise<void>((resolve) => void door.listen(0, '127.0.0.1', resolve))
  expect(await failure({ port: (door.address() as { port: number }).port })).toEqual({
    code: 'UNREACHABLE',
    parameters: { host: '127.0.0.1', detail: 'closed' },
  })
  await new Promise((resolve) => door.close(resolve))
})

test('a server that is away is unreachable; another program there is no SSH server', async () => {
  expect(await failure({ port: await freePort() })).toEqual({
    code: 'UNREACHABLE',
    parameters: { host: '127.0.0.1', detail: 'ECONNREFUSED' },
  })
  const liar = createSocketServer((socket) => {
    socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(5_000))
  })
  await new Promise<void>((resolve) => void liar.listen(0, '127.0.0.1', resolve))
  expect((await failure({ port: (liar.address() as { port: number }).port })).code).toBe(
    'BAD_ANSWER',
  )
  await new Promise((resolve) => liar.close(resolve))
})

test('a killed server is noticed, and the tunnel stands again when it is back', async () => {
  const provider = tunnel()
  const first = await connect(provider)
  await sshd.kill()
  expect(await first.lost).toEqual({ code: 'LOST', parameters: { host: '127.0.0.1' } })
  await sshd.start()
  const second = await connect(provider)
  expect(await echo(second.publicUrl, 'again')).toBe('again')
})

test('closing closes the port at the server and what runs through it', async () => {
  const connection = await connect()
  const outside = connectSocket(Number(new URL(connection.publicUrl).port), '127.0.0.1')
  const ended = new Promise<void>((resolve) =>
    outside.on('error', () => {}).on('close', () => resolve()),
  )
  await new Promise((resolve) => outside.once('connect', resolve))
  outside.write('GET / HTTP/1.1\r\n')
  await connection[Symbol.asyncDispose]()
  await ended
  await pause(100)
  await expect(echo(connection.publicUrl, 'x')).rejects.toThrow()
})

test('an attempt that is given up ends at once', async () => {
  await using silent = await listenSilently()
  const attempt = new AbortController()
  const connecting = connect(tunnel({ port: silent.port }), attempt.signal)
  setTimeout(() => attempt.abort(new Error('enough')), 50)
  await expect(connecting).rejects.toThrow('enough')
})

test('when the server behind is away, connections end and the tunnel stays', async () => {
  const { publicUrl } = await connect()
  await front[Symbol.asyncDispose]()
  await expect(echo(publicUrl, 'x')).rejects.toThrow()
  front = await listenBehindTunnel(behind, front.port)
  expect(await echo(publicUrl, 'back')).toBe('back')
})

test('a connection that the vault has closed is not kept open by who does not close it', async () => {
  const { publicUrl } = await connect()
  behind.keepAliveTimeout = 200
  const outside = connectSocket({
    port: Number(new URL(publicUrl).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
  })
  outside.on('error', () => {}).resume()
  outside.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx')
  await new Promise((resolve) => outside.once('end', resolve))
  const refused = new Promise((resolve) => outside.once('error', resolve))
  const writing = setInterval(() => outside.write('x'), 50)
  await refused
  clearInterval(writing)
  outside.destroy()
})
