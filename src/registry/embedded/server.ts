import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { type Access, createAccess, type Exposure } from './access.ts'
import type { FileSealing } from './contents.ts'
import { createEvidenceJudge } from './evidence.ts'
import { openKeyRing, type SignerSource } from './key-ring.ts'
import { addReadingRoutes, addRoutes, type RegistryParts } from './routes.ts'
import { openRegistryStore } from './store.ts'
import { createTokenIssuer, type RegistrySigner } from './tokens.ts'

const BODY_LIMIT_BYTES = 64 * 1024
const PORTS_TO_TRY = 50
const HIGHEST_PORT = 65_535
/** How long requests under way may take to end when the registry is closed. */
const CLOSING_GRACE_MS = 1000

/** How a registry is started. It is read by no web page and has no public address unless said. */
export interface EmbeddedRegistryOptions extends Partial<Exposure> {
  /** Where `registry.json` is kept; made when missing. The caller holds its lock. */
  readonly directory: string
  /** Keeps `registry.json` from the eyes of others; left out, everybody who has the file reads it. */
  readonly sealing?: FileSealing
  /** The wanted port, 0 for any free one. When it is taken the next free one is used. */
  readonly port: number
  /** Address to listen on, 127.0.0.1 when left out. */
  readonly host?: string
  /** Shared secret of those who may register names and have keys certified. */
  readonly secret: string
  /** The key that signs the registry's tokens, or where its keys are: then it can be changed. */
  readonly signer: RegistrySigner | SignerSource
  readonly logger?: Pick<Logger, 'warn' | 'error'>
}

/** A registry that runs. Disposing of it stops it once its last write is on disk. */
export interface EmbeddedRegistry extends AsyncDisposable {
  /** Base URL without a slash at its end, e.g. `http://127.0.0.1:4321`. */
  readonly url: string
  /** The port it got, which need not be the one that was wanted. */
  readonly port: number
  /** Changes who may ask, from the next request on. Throws a TypeError when the public URL is no
   * http or https URL. */
  expose(change: Partial<Exposure>): void
  /**
   * Adds the endpoints that only read to another server, which the public address leads to and
   * which has limits of its own. They answer to the name of that address, and 503 while there is
   * none.
   */
  addReading(app: FastifyInstance): void
  /**
   * From now on the next key signs; what the earlier ones signed verifies until it expires.
   * Resolves with the `kid` once that is on disk. Throws a FixedKeyError when the registry was
   * given a single key, and the errors of keychain and file system: then nothing has changed.
   */
  rotateKey(): Promise<string>
}

/**
 * Starts a registry for this computer: it resolves eNames, issues entropy, platform tokens and
 * key binding certificates. Protocol §3.
 * Throws a RegistryFileError when its file cannot be used (the file stays as it is), a TypeError
 * when the secret cannot travel in a header or the public URL is none, a ZodError when the key is
 * no P-256 key, what the source of keys throws, and the system's error when no port can be had.
 */
export async function startEmbeddedRegistry(
  options: EmbeddedRegistryOptions,
): Promise<EmbeddedRegistry> {
  if (!/^[\x21-\x7e]+$/.test(options.secret)) {
    throw new TypeError('The shared secret of the registry must be printable ASCII, without spaces')
  }
  const { host = '127.0.0.1', secret, signer, cors = 'none', publicUrl = null } = options
  const access = createAccess(host, { cors, publicUrl })
  const store = await openRegistryStore(options.directory, options.sealing)
  const keys = await openKeyRing({ signer, store })
  const tokens = createTokenIssuer(keys.current)
  const judge = createEvidenceJudge({ store })
  const { baseUrls } = access
  const parts = { store, keys, tokens, judge, baseUrls, secret }
  const app = createServer(parts, access, options.logger)
  const port = await listenOnFreePort(app, host, options.port)
  if (options.port !== 0 && port !== options.port) {
    options.logger?.warn({ wanted: options.port, port }, 'registry port taken, using another')
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    expose: access.expose,
    addReading(server) {
      server.addHook('onRequest', access.publicGuard)
      addReadingRoutes(server, parts)
    },
    rotateKey: keys.rotate,
    async [Symbol.asyncDispose]() {
      const lastCall = setTimeout(() => app.server.closeAllConnections(), CLOSING_GRACE_MS)
      await app.close()
      clearTimeout(lastCall)
      await store.settled()
    },
  }
}

function createServer(
  parts: RegistryParts,
  { guard }: Access,
  logger: EmbeddedRegistryOptions['logger'],
): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
  })
  // Text is what a web page may send without asking first.
  app.removeContentTypeParser('text/plain')
  app.addHook('onRequest', guard)
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'Not found' }))
  app.setErrorHandler(answerError)
  addRoutes(app, parts)
  return app

  function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
    const { statusCode = 500, message } = error as { statusCode?: number; message: string }
    if (statusCode < 500) return reply.code(statusCode).send({ error: message })
    const id = randomUUID()
    logger?.error({ id, err: error, route: request.routeOptions.url }, 'registry request failed')
    return reply.code(500).send({ error: `Something went wrong in the registry (${id})` })
  }
}

async function listenOnFreePort(
  app: FastifyInstance,
  host: string,
  wanted: number,
): Promise<number> {
  const last = wanted === 0 ? 0 : Math.min(wanted + PORTS_TO_TRY, HIGHEST_PORT)
  for (let port = wanted; ; port++) {
    try {
      await app.listen({ host, port })
      const address = app.server.address()
      return address !== null && typeof address === 'object' ? address.port : port
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!isTaken || port >= last) throw error
    }
  }
}
