import { randomBytes } from 'node:crypto'
import { createServer, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressKey } from '../../registry/address-key.ts'
import type { EmbeddedRegistry } from '../../registry/embedded/server.ts'
import type { VaultConfig } from '../config/config.ts'
import { InboundRecorder } from './inbound-recorder.ts'
import { type Connection, IngressConnections } from './ingress-connections.ts'
import { ingressLimits } from './ingress-limits.ts'
import { createApiServer, type Listener, listen } from './listener.ts'
import { watchPace } from './pace.ts'
import { answerProbe } from './probe.ts'
import { type ProtocolServices, type Standing, serveProtocol } from './protocol-api.ts'
import { leadOutRegistry } from './registry-outside.ts'
import { createWorkLimit } from './work-limit.ts'

/** What a tunnel leads to. */
export interface Ingress extends Listener {
  /** 32 random bytes: who has them can tell that this vault answered (`answerProbe`). */
  readonly probeKey: Uint8Array
}

/**
 * The protocol API for the internet, on a random loopback port. Nobody who asks here is a program
 * on this computer, everybody is held to rates and limits (`ingressLimits`), and the owner sees who
 * came. Source: protocol §4; design, "Processes".
 * @param ownRegistry what can be read of it is led out as long as the owner says so
 */
export async function openIngressListener(
  config: VaultConfig,
  services: ProtocolServices,
  ownRegistry: Pick<EmbeddedRegistry, 'addReading'> | null,
): Promise<Ingress> {
  const { vault, busyMeter } = services
  const probeKey = randomBytes(32)
  const server = createServer(serverOptions).setTimeout(ingressLimits.silenceMs)
  const connections = new IngressConnections(server)
  const recorder = new InboundRecorder(vault.inbound, connections)
  const app = createApiServer(vault.log, {
    serverFactory(handle) {
      server.on('request', (request, response) => {
        if (!answerProbe(probeKey, request, response)) handle(request, response)
      })
      return server
    },
    clientErrorHandler(error, socket) {
      const connection = connections.of(socket as Socket)
      if (connection === null || error.code === 'ECONNRESET') socket.destroy()
      else refuse(recorder, connection, statusOf(error.code))
    },
  })
  recorder.watch(app)
  recorder.watchRoutes(app)
  busyMeter.watch(server)
  const pace = watchPace(connections, (connection) => refuse(recorder, connection, 408))
  app.addHook('preClose', async () => {
    pace[Symbol.dispose]()
    connections[Symbol.dispose]()
  })

  await serveProtocol(app, config, services, standingOf(connections, recorder))
  if (ownRegistry !== null) {
    const { registryStanding } = vault
    leadOutRegistry(app, ownRegistry, {
      isOpen: () => registryStanding.own?.isOpen === true,
      traceOf: (request) => recorder.traceOf(request),
    })
  }
  return { ...(await listen(app, 0)), probeKey }
}

const serverOptions = {
  maxHeaderSize: ingressLimits.headerBytes,
  headersTimeout: ingressLimits.headersMs,
  connectionsCheckingInterval: ingressLimits.headersCheckMs,
  keepAliveTimeout: ingressLimits.keepAliveMs,
  // `watchPace` looks after bodies.
  requestTimeout: 0,
  // Whatever Node was started with.
  insecureHTTPParser: false,
} as const

function standingOf(connections: IngressConnections, recorder: InboundRecorder): Standing {
  const work = createWorkLimit()
  const sourceOf = ({ raw }: FastifyRequest) => addressKey(connections.addressOf(raw))
  return {
    isThisComputer: () => false,
    isWebPage({ headers }) {
      const site = headers['sec-fetch-site']
      // Nothing that is served here is a page of ours, whatever `Host` says.
      return headers.origin !== undefined || (site !== undefined && site !== 'none')
    },
    isLimited: () => true,
    sourceOf,
    async admit(request: FastifyRequest, reply: FastifyReply) {
      try {
        await work.take(sourceOf(request), reply.raw)
      } catch (error) {
        reply.header('retry-after', ingressLimits.retryAfterSeconds)
        throw error
      }
    },
    traceOf: (request) => recorder.traceOf(request),
  }
}

/** Of what Node’s parser says. */
function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408
  return code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW' ? 413 : 400
}

/** Closes a connection over which no request can be read any more, and says why if it still can. */
function refuse(recorder: InboundRecorder, connection: Connection, status: number): void {
  const { socket, latest, underWay } = connection
  const isBody = latest !== null && !latest.request.complete
  if (isBody) connection.refusedWith = status
  else recorder.noteUnread(connection, status)
  const isNext = isBody ? underWay === 1 && !latest.response.headersSent : underWay === 0
  if (isNext && socket.writable) {
    const body = JSON.stringify({ error: STATUS_CODES[status] })
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json; charset=utf-8\r\n` +
        `content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
    )
  }
  socket.destroy()
}
