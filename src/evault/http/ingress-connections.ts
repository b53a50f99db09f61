import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { addressKey } from '../../registry/address-key.ts'
import { forwardedAddress, unknownAddress } from './caller-address.ts'
import { ingressLimits } from './ingress-limits.ts'
import { type ProxyLine, readProxyLine } from './proxy-line.ts'
import { whenEnded } from './when-ended.ts'

/** A connection from outside. */
export interface Connection {
  readonly socket: Socket
  /** Null where there is none, or none yet. */
  line: ProxyLine | null
  /** Requests of it that are not answered yet. */
  underWay: number
  /** The last one that began. */
  latest: { readonly request: IncomingMessage; readonly response: ServerResponse } | null
  /** The status of a refusal that no route gave. */
  refusedWith: number | null
}

/**
 * The connections of a server to the internet. Each may begin with a line that says who is at its
 * other end (`readProxyLine`). There are never more than `ingressLimits` allow: an address that has
 * its share gets no more, and when all are taken the one goes that has been idle for longest, so
 * that who opens many and says nothing keeps nobody out.
 */
export class IngressConnections implements Disposable {
  readonly #open = new Map<Socket, Connection>()
  /** Without a request under way; those that are idle for longest first. */
  readonly #idle = new Set<Connection>()
  readonly #ofAddress = new Map<string, number>()

  constructor(server: Server) {
    // What serves a connection comes after its first line. Its server stays the one that listens:
    // otherwise Node would not look after its time limits (nodejs/node, `setupConnectionsTracking`).
    const serve = server.listeners('connection')
    server.removeAllListeners('connection')
    server.on('connection', (socket: Socket) => {
      this.#accept(socket, () => {
        for (const listener of serve) listener.call(server, socket)
      })
    })
    server.prependListener('request', (request, response) => this.#begin(request, response))
  }

  get all(): Iterable<Connection> {
    return this.#open.values()
  }

  of(socket: Socket): Connection | null {
    return this.#open.get(socket) ?? null
  }

  /** Who sends a request. What a header says counts only where no line was sent. */
  addressOf({ socket, headers }: IncomingMessage): string {
    const line = this.#open.get(socket)?.line ?? null
    if (line !== null) return line.source ?? unknownAddress
    return forwardedAddress(headers['x-forwarded-for'])
  }

  [Symbol.dispose](): void {
    for (const socket of this.#open.keys()) socket.destroy()
  }

  #accept(socket: Socket, serve: () => void): void {
    if (this.#open.size >= ingressLimits.connections && !this.#closeLongestIdle()) {
      socket.destroy()
      return
    }
    const connection = { socket, line: null, underWay: 0, latest: null, refusedWith: null }
    this.#open.set(socket, connection)
    this.#idle.add(connection)
    socket.once('close', () => this.#forget(connection))
    readProxyLine(socket, (line) => {
      if (this.#mayStay(connection, line)) serve()
      else socket.destroy()
    })
  }

  #closeLongestIdle(): boolean {
    const [longest] = this.#idle
    if (longest === undefined) return false
    this.#idle.delete(longest)
    this.#open.delete(longest.socket)
    longest.socket.destroy()
    return true
  }

  #mayStay(connection: Connection, line: ProxyLine | null): boolean {
    if (line?.source == null) {
      connection.line = line
      return true
    }
    const key = addressKey(line.source)
    const count = this.#ofAddress.get(key) ?? 0
    if (count >= ingressLimits.connectionsPerAddress) return false
    connection.line = line
    this.#ofAddress.set(key, count + 1)
    return true
  }

  #forget(connection: Connection): void {
    this.#open.delete(connection.socket)
    this.#idle.delete(connection)
    if (connection.line?.source == null) return
    const key = addressKey(connection.line.source)
    const left = (this.#ofAddress.get(key) ?? 1) - 1
    if (left === 0) this.#ofAddress.delete(key)
    else this.#ofAddress.set(key, left)
  }

  #begin(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.#open.get(request.socket)
    if (connection === undefined) return
    connection.underWay += 1
    connection.latest = { request, response }
    this.#idle.delete(connection)
    whenEnded(response, () => {
      connection.underWay -= 1
      if (connection.underWay === 0 && !request.socket.destroyed) this.#idle.add(connection)
    })
  }
}
