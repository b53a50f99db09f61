import cors from '@fastify/cors'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createRateLimit } from '../../registry/rate-limit.ts'
import type { VaultConfig } from '../config/config.ts'
import { TooManyRequests } from '../errors.ts'
import { createPublicGraphQL } from '../graphql/server.ts'
import type { RequestTrace } from '../inbound/trace.ts'
import type { Passphrases } from '../passphrase/passphrases.ts'
import type { Services } from '../services.ts'
import { fileRoutes } from './file-routes.ts'
import { serveGraphQL } from './listener.ts'
import { migrationRoutes } from './migration-routes.ts'
import { protocolRoutes } from './protocol-routes.ts'
import { recoveryRoutes } from './recovery-routes.ts'
import { createContextFor } from './request-context.ts'
import { type Route, serveRoutes } from './route.ts'
import { acceptLargeBodies } from './spooled-body.ts'
import { subscriptionRoutes } from './subscription-routes.ts'
import { createWebPageRule } from './web-pages.ts'

/** What the protocol is served with. */
export interface ProtocolServices extends Services {
  /** This server's owner. */
  readonly ename: string
  readonly version: string
  readonly passphrases: Passphrases
  readonly jwks: () => readonly object[]
}

/** Where a listener stands: what it may believe of those who ask there. */
export interface Standing {
  /** Whether a program on this computer asks (design, "Policies"). */
  isThisComputer(request: FastifyRequest): boolean
  isWebPage(request: FastifyRequest): boolean
  /** Whether the rates bind this request. */
  isLimited(request: FastifyRequest): boolean
  /** Whose requests count together. */
  sourceOf(request: FastifyRequest): string
  /**
   * Takes in a request that is within its rates, perhaps after a moment.
   * @throws RequestError where more are under way than this listener can carry
   */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Where the notes on a request go; null where nobody takes any. */
  traceOf(request: FastifyRequest): RequestTrace | null
}

/**
 * Serves the protocol: GraphQL and what is beside it. Source: protocol §4.
 * @returns the routes beside GraphQL
 */
export async function serveProtocol(
  app: FastifyInstance,
  config: VaultConfig,
  services: ProtocolServices,
  standing: Standing,
): Promise<readonly Route[]> {
  const { vault, ename, version, passphrases, jwks } = services
  const { tenants, logReader, settings, files, log } = vault
  refuseWebPages(app, services, standing)
  // CORS answers these by itself.
  limitAddresses(app, config.addressRate, standing, (method) => method === 'OPTIONS')
  await app.register(cors, {
    delegator: (request, done) =>
      done(null, { ...openToPages, allowedHeaders: allowedTo(request) }),
  })
  // Behind CORS, so that a page is told that it asks too often.
  limitAddresses(app, config.addressRate, standing, (method) => method !== 'OPTIONS')
  app.addHook('onRequest', async (request, reply) => standing.admit(request, reply))

  const contextFor = createContextFor(services, standing, {
    platforms: createRateLimit({ perMinute: config.platformRate }),
  })
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

  const routes = [
    ...protocolRoutes({
      ...{ tenants, logReader, passphrases, contextFor, ename, version, jwks },
      sourceOf: standing.sourceOf,
      address: () => vault.overview().address,
      mayProvision: () => settings.of(ename).provisioning === 'anyone',
    }),
    ...subscriptionRoutes({ platforms: vault.awareness.subscriptions, contextFor }),
    ...fileRoutes(contextFor),
    ...recoveryRoutes({
      ...{ tenants, keys: vault.identity.keys, recovery: vault.recovery, contextFor },
      identityLogs: vault.hosting.identityLogs,
    }),
    ...migrationRoutes({ hosting: vault.hosting, contextFor }),
  ]
  serveRoutes(app, routes)
  return routes
}

const openToPages = {
  origin: '*',
  methods: ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE'],
  exposedHeaders: ['Retry-After', 'Content-Range', 'ETag', 'Content-Disposition'],
}

/** The headers that protocol §4 names; our own where a page asks for it. */
function allowedTo({ headers }: FastifyRequest): string[] {
  const asksForIt = /x-evault-if-hash/i.test(headers['access-control-request-headers'] ?? '')
  const named = ['Content-Type', 'Authorization', 'X-ENAME']
  return asksForIt ? [...named, 'X-EVault-If-Hash'] : named
}

/** Source: protocol §4, "Live rate limits". */
function limitAddresses(
  app: FastifyInstance,
  perMinute: number,
  { isLimited, sourceOf }: Standing,
  isMeant: (method: string) => boolean,
): void {
  const addresses = createRateLimit({ perMinute })
  app.addHook('onRequest', async (request) => {
    const isBound = isMeant(request.method) && isLimited(request)
    const wait = isBound ? addresses.take(sourceOf(request)) : 0
    if (wait > 0) throw new TooManyRequests(wait)
  })
}

/** A page whose origin the owner has not let in gets nothing, not even a preflight. */
function refuseWebPages(
  app: FastifyInstance,
  { vault }: ProtocolServices,
  { isWebPage }: Standing,
): void {
  const mayAsk = createWebPageRule(vault)
  app.addHook('onRequest', async (request, reply) => {
    if (isWebPage(request) && !mayAsk(request.headers)) {
      return reply.code(403).send({ error: 'Web pages may not use this vault.' })
    }
  })
}
