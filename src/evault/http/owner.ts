import { createHash, timingSafeEqual } from 'node:crypto'
import cors from '@fastify/cors'
import type { FastifyRequest } from 'fastify'
import { readViewedCaller } from '../access/viewed-caller.ts'
import { createRequestContext, createViewContext, type VaultServices } from '../graphql/context.ts'
import type { GraphQLServer } from '../graphql/server.ts'
import { readEName } from './ename-header.ts'
import { servedFileRoutes } from './file-routes.ts'
import { createLoopbackServer, type Listener, listen, serveGraphQL, single } from './listener.ts'
import { serveRoutes } from './route.ts'
import { acceptLargeBodies } from './spooled-body.ts'

interface OwnerServices {
  /** 256 random bits, for as long as it is open. */
  readonly token: string
  /** The one web origin that may ask: the app's window. */
  readonly windowOrigin: string | null
  /** The vault that is meant where no `X-ENAME` says otherwise. */
  readonly ename: string
  readonly vault: VaultServices
  /** Made when it is first asked, and kept from one opening to the next. */
  readonly openServer: () => GraphQLServer
}

/** Whom the owner looks at the vault as (`readViewedCaller`). */
const viewAs = 'X-View-As'

/** Everything the owner's window needs, on a random loopback port. Never tunnelled. */
export async function openOwnerListener(services: OwnerServices): Promise<Listener> {
  const { token, windowOrigin, ename, vault, openServer } = services
  const { log } = vault
  const app = createLoopbackServer(log)
  const expected = digest(`Bearer ${token}`)

  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers
    if (origin !== undefined && origin !== windowOrigin) {
      return reply.code(403).send({ error: 'Only the owner’s window may ask here.' })
    }
  })
  if (windowOrigin !== null) {
    await app.register(cors, {
      origin: windowOrigin,
      methods: ['POST'],
      allowedHeaders: ['Content-Type', 'Authorization', viewAs],
      maxAge: 600,
    })
  }
  app.addHook('onRequest', async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      return reply.code(401).send({ error: 'The owner token is missing or wrong.' })
    }
  })

  const viewed = ({ headers }: FastifyRequest) => single(headers[viewAs.toLowerCase()])
  acceptLargeBodies(app, {
    openSink: () => vault.files.draft(),
    mayUpload: async (request) => viewed(request) === undefined,
  })
  const contextFor = (request: FastifyRequest, named?: string) => {
    const asked = () => readEName(named ?? single(request.headers['x-ename']) ?? ename)
    const header = viewed(request)
    if (header === undefined)
      return createRequestContext(vault, { kind: 'owner', inWindow: true }, asked)
    const caller = readViewedCaller(header, asked(), vault.consents)
    return createViewContext(vault, caller, asked())
  }
  serveGraphQL(app, openServer, (request) => ({
    ...contextFor(request),
    spooled: request.spooled,
  }))
  serveRoutes(
    app,
    servedFileRoutes(async (request, named) => contextFor(request, named)),
  )
  return listen(app, 0)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
