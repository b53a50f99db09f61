import { createServer, type Server } from 'node:net'
import { forwardTo } from './forward.ts'
import { longestQueue } from './listen-queue.ts'
import {
  detailOf,
  type TunnelCause,
  type TunnelConnection,
  TunnelError,
  type TunnelProvider,
} from './tunnel.ts'

export interface OwnAddressOptions {
  /** Origin at which the world reaches this computer or its router. */
  readonly publicUrl: string
  /** Address of this computer to listen at, `0.0.0.0` for all, and the port that the router leads
   * here. */
  readonly listen: { readonly address: string; readonly port: number }
  /** Only a reverse proxy comes here, and says in `X-Forwarded-For` whom it speaks for. */
  readonly behindProxy: boolean
}

/**
 * No tunnel: this computer has an address of its own, or a router that forwards a port to it, or a
 * reverse proxy beside it.
 */
export function createOwnAddress(options: OwnAddressOptions): TunnelProvider {
  return {
    kind: 'own-address',
    async connect(port, signal) {
      signal.throwIfAborted()
      const listener = await listenAndForward(options.listen, options.behindProxy, port)
      return { publicUrl: options.publicUrl, ...listener }
    },
  }
}

/**
 * Listens at an address of this computer and leads what comes to a port of 127.0.0.1.
 * @param behindProxy whether who comes says where it comes from; else that is told to the port
 * @throws TunnelError PORT_TAKEN, UNREACHABLE when the address is not one of this computer
 */
export async function listenAndForward(
  { address, port }: OwnAddressOptions['listen'],
  behindProxy: boolean,
  target: number,
): Promise<Omit<TunnelConnection, 'publicUrl'>> {
  const forwarder = forwardTo(target)
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const { remoteAddress: address, remotePort: port } = socket
    if (forwarder.hasRoom) forwarder.join(socket, behindProxy ? null : { address, port })
    else socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, address, port)))
    server.listen(port, address, longestQueue, resolve)
  })
  return {
    lost: lossOf(server, address),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      forwarder[Symbol.dispose]()
      await closed
    },
  }
}

function lossOf(server: Server, host: string): Promise<TunnelCause> {
  return new Promise((resolve) => {
    server.on('error', () => resolve({ code: 'LOST', parameters: { host } }))
  })
}

function listenError(error: Error, host: string, port: number): TunnelError {
  const detail = detailOf(error)
  if (detail === 'EADDRINUSE' || detail === 'EACCES') return new TunnelError('PORT_TAKEN', { port })
  return new TunnelError('UNREACHABLE', { host, detail })
}
