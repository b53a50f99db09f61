import { connect, type Socket } from 'node:net'

/** A connection over which anything can be sent. */
export interface RawConnection extends Disposable {
  readonly socket: Socket
  send(bytes: string | Uint8Array): void
  /** All that has come so far. */
  readonly received: string
  /** Resolves with all that came once the other end has closed. */
  closed(): Promise<string>
  /** Resolves with all that came so far, once it holds this text or the connection is closed. */
  until(text: string): Promise<string>
}

/** Opens a connection to a port of 127.0.0.1, as a client that knows nothing of HTTP. */
export async function openRaw(port: number, begin = ''): Promise<RawConnection> {
  const socket = connect({ port, host: '127.0.0.1' })
  let received = ''
  let isClosed = false
  socket.on('error', () => {})
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text
  })
  socket.once('close', () => {
    isClosed = true
  })
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))
  if (begin !== '') socket.write(begin, 'latin1')
  const until = (isThere: () => boolean) =>
    new Promise<string>((resolve) => {
      const look = () => (isClosed || isThere()) && resolve(received)
      socket.on('data', look).once('close', look)
      look()
    })
  return {
    socket,
    send: (bytes) => void socket.write(bytes as string, 'latin1'),
    get received() {
      return received
    },
    closed: () => until(() => false),
    until: (text) => until(() => received.includes(text)),
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

/** Sends this and returns all that came back until the other end closed. */
export async function sendRaw(port: number, text: string): Promise<string> {
  using connection = await openRaw(port, text)
  return await connection.closed()
}

/** The line our forwarder puts before a connection from this address. */
export function proxyLine(source: string): string {
  return source.includes(':')
    ? `PROXY TCP6 ${source} 2001:db8::ffff 50000 443\r\n`
    : `PROXY TCP4 ${source} 192.0.2.1 50000 443\r\n`
}

/** The statuses of all answers in what came back. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}
