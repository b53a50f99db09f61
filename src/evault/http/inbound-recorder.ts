import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { describeCaller } from '../access/caller.ts'
import type { InboundLog, InboundRequest, InboundVerdict } from '../inbound/inbound-log.ts'
import { newTrace, type RequestTrace } from '../inbound/trace.ts'
import { unknownAddress } from './caller-address.ts'
import type { Connection, IngressConnections } from './ingress-connections.ts'
import { isProbe } from './probe.ts'

/** Notes every request of a server in the log of what came in, however it ends. */
export class InboundRecorder {
  readonly #traces = new WeakMap<IncomingMessage, RequestTrace>()
  readonly #routes = new WeakMap<IncomingMessage, string>()
  /** How much of what came over a connection belongs to requests that are noted. */
  readonly #counted = new WeakMap<Connection, number>()

  constructor(
    readonly log: InboundLog,
    readonly connections: IngressConnections,
  ) {}

  watch({ server }: Pick<FastifyInstance, 'server'>): void {
    ;(server as Server).prependListener('request', (request, response) => {
      if (isProbe(request)) return
      const connection = this.connections.of(request.socket)
      if (connection !== null) this.#watchOne(request, response, connection)
    })
  }

  /** Notes which route answers, before any hook refuses the request. */
  watchRoutes(app: FastifyInstance): void {
    app.addHook('onRequest', async ({ raw, routeOptions: { url } }) => {
      if (url !== undefined) this.#routes.set(raw, url)
    })
  }

  traceOf({ raw }: FastifyRequest): RequestTrace | null {
    return this.#traces.get(raw) ?? null
  }

  /** Notes what was refused before it was a request. */
  noteUnread(connection: Connection, status: number): void {
    this.log.add({
      ...{ at: Date.now(), address: connection.line?.source ?? unknownAddress },
      ...{ method: null, route: null, operation: null, caller: null, callerKind: null },
      ...{ verdict: 'refused', status, durationMs: 0, bytesIn: this.#takeBytes(connection) },
    })
  }

  #watchOne(request: IncomingMessage, response: ServerResponse, connection: Connection): void {
    const trace = newTrace()
    this.#traces.set(request, trace)
    const at = Date.now()
    const began = performance.now()
    const address = this.connections.addressOf(request)
    response.once('close', () => {
      const status = response.headersSent ? response.statusCode : connection.refusedWith
      this.log.add({
        ...{ at, address, status, method: request.method ?? null },
        route: this.#routes.get(request) ?? null,
        operation: trace.operation,
        ...describe(trace),
        verdict: verdictOf(status, response, trace),
        durationMs: Math.round(performance.now() - began),
        bytesIn: this.#takeBytes(connection),
      })
    })
  }

  /** Those that came since the last request was noted. */
  #takeBytes(connection: Connection): number {
    const all = connection.socket.bytesRead
    const before = this.#counted.get(connection) ?? 0
    this.#counted.set(connection, all)
    return all - before
  }
}

function describe({ caller, isTokenRefused }: RequestTrace) {
  if (isTokenRefused) return { caller: null, callerKind: 'refusedToken' } as const
  if (caller === null) return { caller, callerKind: null }
  return { caller: describeCaller(caller), callerKind: caller.kind } as const satisfies Pick<
    InboundRequest,
    'caller' | 'callerKind'
  >
}

function verdictOf(
  status: number | null,
  response: ServerResponse,
  { isRefused, isFailed }: RequestTrace,
): InboundVerdict {
  if (status === null || isFailed) return 'failed'
  if (status === 429 || (status === 503 && response.hasHeader('retry-after'))) return 'limited'
  if (status >= 500) return 'failed'
  return status >= 400 || isRefused ? 'refused' : 'served'
}
