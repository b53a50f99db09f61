import type { IncomingHttpHeaders } from 'node:http'
import { isIPv4 } from 'node:net'
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import {
  asRequestError,
  type RequestError,
  type RequestErrorCode,
  TooManyRequests,
  unexpectedMessage,
} from '../errors.ts'
import type { GraphQLContext } from '../graphql/context.ts'
import type { GraphQLServer } from '../graphql/server.ts'
import { type Log, logUnexpected } from '../log.ts'

/** A listener that answers, until it is disposed. */
export interface Listener extends AsyncDisposable {
  readonly port: number
  /** `http://127.0.0.1:PORT` */
  readonly url: string
}

/** The largest request body. Longer ones are answered with 413. */
export const bodyLimitBytes = 8 * 1024 * 1024
const loopback = '127.0.0.1'
const portsToTry = 100
/**
 * Connections that came and wait to be taken. With Node’s 511, who comes while thousands do would
 * have to knock again, a second later and then three. The system bounds it, too.
 */
const longestQueue = 4_096

/**
 * A server that programs on this computer may talk to: one with a `Host` that is a loopback name,
 * so that no web page reaches it by DNS rebinding (design, "Processes").
 */
export function createLoopbackServer(log: Log): FastifyInstance {
  const app = createApiServer(log)
  app.addHook('onRequest', async (request, reply) => {
    if (!isLoopbackName(request.host)) {
      return reply.code(421).send({ error: 'This address is for programs on this computer.' })
    }
  })
  return app
}

/** What every listener is made of: JSON bodies only, and one form for all refusals. */
export function createApiServer(
  log: Log,
  options: Pick<FastifyServerOptions, 'serverFactory' | 'clientErrorHandler'> = {},
): FastifyInstance {
  const app = Fastify({
    ...options,
    bodyLimit: bodyLimitBytes,
    // Ids are longer than the router's hundred characters.
    routerOptions: { maxParamLength: 4_096 },
    // A payload may hold a field `__proto__`; nothing here merges objects.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    // Event streams never end by themselves.
    forceCloseConnections: true,
  })
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error: FastifyError | RequestError, request, reply) => {
    const { status, message, code } = describe(error, log)
    const wait = error instanceof TooManyRequests ? error.retryAfterSeconds : null
    if (wait !== null) reply.header('retry-after', wait)
    const isGraphQL = request.url.startsWith('/graphql')
    return reply
      .code(status)
      .send(
        isGraphQL
          ? { errors: [{ message, extensions: { code } }] }
          : { error: message, ...(wait !== null && { retryAfterSeconds: wait }) },
      )
  })
  app.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'Not found' }))
  return app
}

/** Serves GraphQL at `POST /graphql`; the context is made before the query is looked at. */
export function serveGraphQL(
  app: FastifyInstance,
  openServer: () => GraphQLServer,
  createContext: (request: FastifyRequest) => Promise<GraphQLContext> | GraphQLContext,
): void {
  // Made when it is first asked: a schema takes longer than all else a listener has.
  let server: GraphQLServer | null = null
  app.post('/graphql', async (request, reply) => {
    const context = await createContext(request)
    server ??= openServer()
    const response = await server.handleNodeRequestAndResponse(request, reply, context)
    const isEventStream = response.headers.get('content-type')?.startsWith('text/event-stream')
    if (isEventStream) return response
    // As a text it leaves in one piece; a Response would go through a stream.
    return reply
      .code(response.status)
      .headers(Object.fromEntries(response.headers))
      .send(await response.text())
  })
}

/**
 * Listens on 127.0.0.1, on this port or on the next free one. Port 0 takes any.
 * @throws the system's error when none of the next hundred is free
 */
export async function listen(app: FastifyInstance, port: number): Promise<Listener> {
  for (let candidate = port; ; candidate += 1) {
    try {
      await app.listen({ host: loopback, port: candidate, backlog: longestQueue })
      break
    } catch (error) {
      const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!taken || candidate - port >= portsToTry || candidate >= 65_535) throw error
    }
  }
  const [address] = app.addresses()
  if (typeof address !== 'object') throw new Error('the listener has no address')
  return {
    port: address.port,
    url: `http://${loopback}:${address.port}`,
    [Symbol.asyncDispose]: () => app.close(),
  }
}

/**
 * Whether a request comes from a web page: browsers put one of these headers on every request of
 * a page that could do something here. Pages this server shows are its own.
 */
export function isFromWebPage(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  if (origin !== undefined) return origin !== `http://${host}`
  return site !== undefined && site !== 'none' && site !== 'same-origin'
}

/** A header's only value. */
export function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}

function isLoopbackName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return name === 'localhost' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'))
}

const statuses: { readonly [code in RequestErrorCode]?: number } = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CONSENT_REQUIRED: 403,
  VAULT_LOCKED: 403,
  NOT_FOUND: 404,
  VAULT_MOVED: 409,
  VAULT_ARRIVING: 409,
  UNKNOWN_ENAME: 404,
  FILE_TOO_LARGE: 413,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
  DISK_FULL: 507,
}

function describe(error: FastifyError | RequestError, log: Log) {
  const refusal = asRequestError(error)
  if (refusal !== null) {
    const { code, message } = refusal
    return { status: statuses[code] ?? 400, message, code }
  }
  const status = (error as FastifyError).statusCode ?? 500
  if (status < 500) return { status, message: error.message, code: 'BAD_REQUEST' }
  const message = unexpectedMessage(logUnexpected(log, error))
  return { status, message, code: 'INTERNAL_SERVER_ERROR' }
}
