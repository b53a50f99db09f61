import cors from '@fastify/cors'
import { identifyCaller, type VerifyPlatformToken } from '../access/caller.ts'
import { createGraphQLContext, type GraphQLServices } from '../graphql/context.ts'
import { createPublicGraphQL } from '../graphql/server.ts'
import type { Certification } from '../keys/certificates.ts'
import type { Identity } from '../keys/identity.ts'
import type { Log } from '../log.ts'
import { readEName } from './ename-header.ts'
import {
  createLoopbackServer,
  isFromWebPage,
  type Listener,
  listen,
  serveGraphQL,
  single,
} from './listener.ts'

interface LocalServices {
  readonly identity: Identity
  readonly graphql: GraphQLServices
  readonly certification: Pick<Certification, 'certificates'>
  readonly verifyPlatformToken: VerifyPlatformToken
  readonly version: string
  readonly log: Log
}

/** The protocol API for programs on this computer. Source: protocol §4. */
export async function openLocalListener(port: number, services: LocalServices): Promise<Listener> {
  const { identity, graphql, certification, verifyPlatformToken, version, log } = services
  const app = createLoopbackServer(log)

  if (graphql.policy.cors === 'any-origin') {
    await app.register(cors, {
      origin: '*',
      methods: ['GET', 'HEAD', 'POST', 'PATCH'],
      allowedHeaders: ['Content-Type', 'Authorization', 'X-ENAME'],
    })
  } else {
    app.addHook('onRequest', async (request, reply) => {
      if (isFromWebPage(request.headers)) {
        return reply.code(403).send({ error: 'Web pages may not use this vault.' })
      }
    })
  }

  serveGraphQL(app, createPublicGraphQL(log), async (headers, thisComputer) =>
    createGraphQLContext(
      graphql,
      await identifyCaller(
        headers.authorization as string | undefined,
        thisComputer,
        verifyPlatformToken,
      ),
      single(headers['x-ename']),
    ),
  )

  app.get('/health', async () => ({ status: 'ok', version }))

  app.head('/whois', async (_, reply) => reply.code(200).send())
  app.get('/whois', { exposeHeadRoute: false }, async (request, reply) => {
    const w3id = readEName(single(request.headers['x-ename']))
    if (w3id !== identity.ename) {
      return reply.code(404).send({ error: 'This server holds no vault of that eName.' })
    }
    return { w3id, evaultId: identity.evaultId, keyBindingCertificates: certification.certificates }
  })

  return listen(app, port)
}
