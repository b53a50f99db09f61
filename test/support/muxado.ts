import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** One of the streams that share a connection. */
export interface MuxadoSession {
  /** Opens a stream of a type. */
  open(type: number): Duplex
}

const frames = { reset: 0, data: 1, window: 2 } as const
const fin = 1
const syn = 2
const headerBytes = 8
const typeBytes = 4

/**
 * The server’s half of muxado, which ngrok’s agents speak (github.com/ngrok/ngrok-rust, `muxado`):
 * streams over one connection, each beginning with its type. What is sent is not held back, as
 * tests send little.
 * @param onStream told each stream that the agent opens
 */
export function serveMuxado(
  socket: Socket,
  onStream: (type: number, stream: Duplex) => void,
): MuxadoSession {
  const streams = new Map<number, Duplex>()
  /** Those whose type has not come yet. */
  const nameless = new Set<number>()
  /** The agent’s are odd. */
  let next = 2

  function send(kind: number, flags: number, id: number, body: Buffer): void {
    const header = Buffer.alloc(headerBytes)
    header.writeUInt32BE(body.length * 256 + kind * 16 + flags)
    header.writeUInt32BE(id, 4)
    if (socket.writable) socket.write(Buffer.concat([header, body]))
  }

  function createStream(id: number, opening: Buffer | null): Duplex {
    let first = opening
    const write = (chunk: Buffer, flags: number) => {
      const body = first === null ? chunk : Buffer.concat([first, chunk])
      send(frames.data, first === null ? flags : flags | syn, id, body)
      first = null
    }
    const stream = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        write(chunk, 0)
        done()
      },
      final(done) {
        write(Buffer.alloc(0), fin)
        done()
      },
      destroy(error, done) {
        streams.delete(id)
        done(error)
      },
    })
    stream.on('error', () => {})
    streams.set(id, stream)
    return stream
  }

  function receive(id: number, flags: number, body: Buffer): void {
    let data = body
    if ((flags & syn) !== 0) {
      createStream(id, null)
      nameless.add(id)
    }
    const stream = streams.get(id)
    if (stream === undefined) return
    if (body.length > 0) send(frames.window, 0, id, word(body.length))
    if (nameless.has(id) && data.length >= typeBytes) {
      nameless.delete(id)
      onStream(data.readUInt32BE(), stream)
      data = data.subarray(typeBytes)
    }
    if (data.length > 0) stream.push(data)
    if ((flags & fin) !== 0) stream.push(null)
  }

  eachFrame(socket, ({ kind, flags, id, body }) => {
    if (kind === frames.data) receive(id, flags, body)
    else if (kind === frames.reset) streams.get(id)?.destroy()
  })
  socket.on('close', () => {
    for (const stream of [...streams.values()]) stream.destroy()
  })
  return {
    open(type) {
      const id = next
      next += 2
      return createStream(id, word(type))
    },
  }
}

interface Frame {
  readonly kind: number
  readonly flags: number
  readonly id: number
  readonly body: Buffer
}

function eachFrame(socket: Socket, onFrame: (frame: Frame) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes])
    while (rest.length >= headerBytes) {
      const end = headerBytes + rest.readUIntBE(0, 3)
      if (rest.length < end) return
      const kindAndFlags = rest.readUInt8(3)
      onFrame({
        ...{ kind: kindAndFlags >> 4, flags: kindAndFlags & 15, id: rest.readUInt32BE(4) },
        body: rest.subarray(headerBytes, end),
      })
      rest = rest.subarray(end)
    }
  })
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
