import cors from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createRateLimit } from '../../registry/rate-limit.ts'
import type { VaultConfig } from '../config/config.ts'
import { TooManyRequests } from '../errors.ts'
import { createPublicGraphQL } from '../graphql/server.ts'
import type { Passphrases } from '../passphrase/passphrases.ts'
import type { Services } from '../services.ts'
import { docsContentSecurityPolicy, renderDocs } from './docs-page.ts'
import { fileRoutes } from './file-routes.ts'
import { serveGraphiql } from './graphiql.ts'
import {
  createLoopbackServer,
  isFromWebPage,
  type Listener,
  listen,
  serveGraphQL,
} from './listener.ts'
import { describeApi, graphqlDescription } from './openapi.ts'
import { protocolRoutes } from './protocol-routes.ts'
import { recoveryRoutes } from './recovery-routes.ts'
import { createContextFor } from './request-context.ts'
import { serveRoutes } from './route.ts'
import { acceptLargeBodies } from './spooled-body.ts'
import { createWebPageRule } from './web-pages.ts'

interface LocalServices extends Services {
  /** This server's owner. */
  readonly ename: string
  readonly version: string
  readonly passphrases: Passphrases
  readonly jwks: () => readonly object[]
}

/** The protocol API for programs on this computer. Source: protocol §4. */
export async function openLocalListener(
  config: VaultConfig,
  services: LocalServices,
): Promise<Listener> {
  const { vault, ename, version, passphrases, jwks } = services
  const { tenants, logReader, settings, files, log } = vault
  const app = createLoopbackServer(log)
  meter(app, services.busyMeter)

  const isLimited = (request: FastifyRequest) =>
    config.limitThisComputer || isFromWebPage(request.headers)
  refuseWebPages(app, services)
  await app.register(cors, {
    origin: '*',
    methods: ['GET', 'HEAD', 'POST', 'PATCH'],
    allowedHeaders: ['Content-Type', 'Authorization', 'X-ENAME'],
    exposedHeaders: ['Retry-After', 'Content-Range', 'ETag', 'Content-Disposition'],
  })
  // Behind CORS, so that a page is told that it asks too often.
  limitAddresses(app, config.addressRate, isLimited)

  const platforms = createRateLimit({ perMinute: config.platformRate })
  const contextFor = createContextFor(services, (request) =>
    isLimited(request) ? platforms : null,
  )
  acceptLargeBodies(app, {
    openSink: () => files.draft(),
    async mayUpload(request) {
      const { caller, grant } = await contextFor(request)
      if (caller.kind === 'anonymous') return false
      grant('create')
      return true
    },
  })
  const openServer = () => createPublicGraphQL(log)
  serveGraphQL(app, openServer, async (request) => ({
    ...(await contextFor(request)),
    spooled: request.spooled,
  }))

  let url = ''
  const means = { tenants, logReader, passphrases, contextFor, ename, version, jwks }
  const routes = [
    ...protocolRoutes({
      ...means,
      localUrl: () => url,
      mayProvision: () => settings.of(ename).provisioning === 'anyone',
    }),
    ...fileRoutes(contextFor),
    ...recoveryRoutes({ tenants, keys: vault.identity.keys, recovery: vault.recovery, contextFor }),
  ]
  serveRoutes(app, routes)
  serveDocs(app, [graphqlDescription, ...routes], version, () => url)
  serveGraphiql(app, ename)

  const listener = await listen(app, config.port)
  url = listener.url
  return listener
}

/** Each request, whatever becomes of it. */
function meter(app: FastifyInstance, { begin, end }: Services['busyMeter']): void {
  app.server.on('request', (_, response) => {
    begin()
    response.once('close', end)
  })
}

/** Source: protocol §4, "Live rate limits". */
function limitAddresses(
  app: FastifyInstance,
  perMinute: number,
  isLimited: (request: FastifyRequest) => boolean,
): void {
  const addresses = createRateLimit({ perMinute })
  app.addHook('onRequest', async (request) => {
    const wait = isLimited(request) ? addresses.take(request.ip) : 0
    if (wait > 0) throw new TooManyRequests(wait)
  })
}

/** A page whose origin the owner has not let in gets nothing, not even a preflight. */
function refuseWebPages(app: FastifyInstance, { vault }: LocalServices): void {
  const mayAsk = createWebPageRule(vault)
  app.addHook('onRequest', async (request, reply) => {
    if (isFromWebPage(request.headers) && !mayAsk(request.headers)) {
      return reply.code(403).send({ error: 'Web pages may not use this vault.' })
    }
  })
}

/** The reference: OpenAPI 3.1 and a page made of it. */
function serveDocs(
  app: FastifyInstance,
  routes: Parameters<typeof describeApi>[0],
  version: string,
  url: () => string,
): void {
  const description = 'The HTTP API of an eVault. Source: W3DS protocol.'
  const document = () =>
    describeApi(routes, { title: 'eVault', version, description, serverUrl: url() })
  app.get('/openapi.json', async () => document())
  app.get('/docs', async (_, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', docsContentSecurityPolicy)
      .header('x-content-type-options', 'nosniff')
      .send(renderDocs(document())),
  )
}
