import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { Duplex, PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Forwarder, forwardTo } from './forward.ts'

let vault: Server
let front: Server
let forwarder: Forwarder
/** What the vault does with a connection. */
let serve: (socket: Socket) => void
let sockets: Socket[]

beforeEach(async () => {
  sockets = []
  vault = await listening(
    createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket)
      serve(socket.on('error', () => {}))
    }),
  )
  forwarder = forwardTo(portOf(vault))
  front = await listening(
    createServer({ allowHalfOpen: true }, (socket) => forwarder.join(socket, null)),
  )
})

afterEach(async () => {
  vi.useRealTimers()
  forwarder[Symbol.dispose]()
  for (const socket of sockets) socket.destroy()
  await Promise.all([vault, front].map((server) => new Promise((done) => server.close(done))))
})

async function listening(server: Server): Promise<Server> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return server
}

const portOf = (server: Server) => (server.address() as { port: number }).port

async function visit(): Promise<Socket> {
  const visitor = connect({ port: portOf(front), host: '127.0.0.1', allowHalfOpen: true })
  sockets.push(visitor.on('error', () => {}))
  await once(visitor, 'connect')
  return visitor
}

const connections = () =>
  new Promise<number>((done) => front.getConnections((_, count) => done(count)))

test('what the vault has sent arrives whole, though it has closed and the visitor is slow', async () => {
  const sent = 8_000_000
  serve = (socket) => socket.resume().end(Buffer.alloc(sent))
  const visitor = await visit()
  await pause(500)
  let received = 0
  visitor.on('data', (chunk) => {
    received += chunk.length
  })
  await once(visitor, 'end')
  expect(received).toBe(sent)
})

test('where a visitor comes from is said first, whatever the visitor says', async () => {
  const heard = new Promise<string>((done) => {
    serve = (socket) => void socket.once('data', (data) => done(String(data)))
  })
  const outside = new PassThrough()
  forwarder.join(outside, { address: '::ffff:192.0.2.7', port: 50_000 })
  outside.write('PROXY TCP4 198.51.100.1 127.0.0.1 1 1\r\n')
  expect((await heard).split('\r\n')[0]).toBe(
    `PROXY TCP4 192.0.2.7 127.0.0.1 50000 ${portOf(vault)}`,
  )
})

test('a visitor that says no more still hears the answer', async () => {
  serve = (socket) => void socket.resume().on('end', () => socket.end('answer'))
  const visitor = await visit()
  visitor.end('question')
  const [answer] = await once(visitor, 'data')
  expect(String(answer)).toBe('answer')
})

test('who stays when the vault has closed is sent away', async () => {
  serve = (socket) => socket.resume().end('bye')
  const visitor = await visit()
  visitor.resume()
  await once(visitor, 'end')
  await vi.waitFor(async () => expect(await connections()).toBe(0), 10_000)
})

test('who does not read what the vault sent last is sent away after two minutes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  // More than the system’s buffers take, and less than what the streams hold in addition.
  const outside = new Duplex({ read() {}, write() {}, writableHighWaterMark: 1_000_000 })
  serve = (socket) => socket.resume().end(Buffer.alloc(100_000))
  forwarder.join(outside, null)
  while (vi.getTimerCount() === 0) await new Promise(setImmediate)
  await vi.advanceTimersByTimeAsync(119_999)
  expect(outside.destroyed).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(outside.destroyed).toBe(true)
})

test('a visitor that breaks off is gone for the vault, too', async () => {
  const gone = new Promise<void>((done) => {
    serve = (socket) => void socket.resume().on('end', done)
  })
  const visitor = await visit()
  visitor.write('x')
  await pause(50)
  visitor.resetAndDestroy()
  await gone
})

test('there is room for 4,096 at a time', async () => {
  serve = () => {}
  expect(forwarder.hasRoom).toBe(true)
  for (let count = 0; count < 4_096; count += 1) forwarder.join(new PassThrough(), null)
  expect(forwarder.hasRoom).toBe(false)
  forwarder[Symbol.dispose]()
  await vi.waitFor(() => expect(forwarder.hasRoom).toBe(true), 10_000)
})
