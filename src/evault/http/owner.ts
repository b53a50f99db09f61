import { createHash, timingSafeEqual } from 'node:crypto'
import cors from '@fastify/cors'
import { createGraphQLContext, type GraphQLServices } from '../graphql/context.ts'
import { createOwnerGraphQL } from '../graphql/server.ts'
import type { Log } from '../log.ts'
import { createLoopbackServer, type Listener, listen, serveGraphQL, single } from './listener.ts'

interface OwnerServices {
  /** 256 random bits, for this launch only. */
  readonly token: string
  /** The one web origin that may ask: the app's window. */
  readonly windowOrigin: string | null
  readonly graphql: GraphQLServices
  readonly log: Log
}

/** Everything the owner's window needs, on a random loopback port. Never tunnelled. */
export async function openOwnerListener(services: OwnerServices): Promise<Listener> {
  const { token, windowOrigin, graphql, log } = services
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
      allowedHeaders: ['Content-Type', 'Authorization'],
      maxAge: 600,
    })
  }
  app.addHook('onRequest', async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      return reply.code(401).send({ error: 'The owner token is missing or wrong.' })
    }
  })

  serveGraphQL(app, createOwnerGraphQL(log), (headers) =>
    createGraphQLContext(graphql, { kind: 'owner' }, single(headers['x-ename'])),
  )
  return listen(app, 0)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
