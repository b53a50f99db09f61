import type { Server } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { listenOn } from './listen.ts'

/** What raw tunnels say first on each connection: `PROXY TCP4 192.0.2.7 127.0.0.1 50000 4100`. */
const longestLine = 107

/** A server behind a tunnel that tells it the peers: reads the PROXY line and serves the rest. */
export interface BehindTunnel extends AsyncDisposable {
  readonly port: number
  /** The lines that came, without their ends. */
  readonly lines: readonly string[]
}

/**
 * Puts an HTTP server, which does not listen, behind a port of 127.0.0.1 for tunnels.
 * @param port any by default
 */
export async function listenBehindTunnel(http: Server, port?: number): Promise<BehindTunnel> {
  const lines: string[] = []
  const sockets = new Set<Socket>()
  const front = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    readLine(socket, (line) => {
      lines.push(line)
      http.emit('connection', socket)
    })
  })
  return {
    port: await listenOn(front, port),
    lines,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => front.close(resolve))
    },
  }
}

function readLine(socket: Socket, onLine: (line: string) => void): void {
  let text = Buffer.alloc(0)
  const read = (chunk: Buffer) => {
    text = Buffer.concat([text, chunk])
    const end = text.indexOf('\r\n')
    if (end < 0 && text.length <= longestLine) return
    socket.off('data', read).pause()
    if (end < 0 || end > longestLine - 2 || !text.toString('latin1').startsWith('PROXY ')) {
      socket.destroy()
      return
    }
    socket.unshift(text.subarray(end + 2))
    onLine(text.subarray(0, end).toString('latin1'))
    socket.resume()
  }
  socket.on('data', read)
}
