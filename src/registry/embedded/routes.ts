import type { FastifyInstance } from 'fastify'
import type { StoredEntry } from './contents.ts'
import type { EvidenceJudge } from './evidence.ts'
import type { KeyRing } from './key-ring.ts'
import { canonicalPlatform } from './platform-name.ts'
import { certificationBody, parse, resolveQuery } from './requests.ts'
import { addSecretRoutes } from './secret-routes.ts'
import type { RegistryStore } from './store.ts'
import type { TokenIssuer } from './tokens.ts'

/** What the endpoints work with. */
export interface RegistryParts {
  readonly store: RegistryStore
  readonly keys: KeyRing
  readonly tokens: TokenIssuer
  readonly judge: EvidenceJudge
  /** The base URLs this registry goes by when it listens on this port. */
  readonly baseUrls: (port: number) => readonly string[]
  /** Shared secret of those who may register and certify. */
  readonly secret: string
}

/** Adds the registry's endpoints to a server. Protocol §3, and docs/protocol.md. */
export function addRoutes(app: FastifyInstance, parts: RegistryParts): void {
  addReadingRoutes(app, parts)
  addCertification(app, parts)
  addSecretRoutes(app, parts)
}

/** Adds the endpoints that change nothing and need no secret. */
export function addReadingRoutes(
  app: FastifyInstance,
  { store, keys, tokens }: Pick<RegistryParts, 'store' | 'keys' | 'tokens'>,
): void {
  app.get('/.well-known/jwks.json', async () => keys.jwks())
  app.get('/entropy', async () => ({ token: await tokens.entropyToken() }))
  app.get('/platforms', async (_, reply) => {
    // Asking costs nothing here, and a platform that was just added is told of the next change.
    reply.header('cache-control', 'max-age=1')
    return store.platforms().map(({ url }) => url)
  })
  app.get('/list', async () => store.entries().map(resolved))
  app.get('/notaries', async () => store.notaries())
  app.get('/motd', async () => ({ status: 'up', message: '' }))

  app.get('/resolve', async (request, reply) => {
    const { w3id } = parse(resolveQuery, request.query)
    const entry = store.find(w3id)
    if (!entry) return reply.code(404).send({ error: `${w3id} is not registered here` })
    return resolved(entry)
  })
}

function resolved(entry: StoredEntry) {
  return { ...entry, originalUri: entry.uri, resolved: false }
}

function addCertification(app: FastifyInstance, parts: RegistryParts): void {
  const { store, tokens, judge, baseUrls } = parts
  app.post('/platforms/certification', async (request, reply) => {
    const { platform, ...shown } = parse(certificationBody, request.body)
    const url = canonicalPlatform(platform)
    const registered = store.platforms().find((known) => known.url === url)
    if (!registered?.evidence) {
      // Platforms may go by a name; only those with an address can be listed as one.
      if (url !== null) await store.listPlatform(url)
      return { token: await tokens.platformToken(platform, false) }
    }
    const judgement = await judge.judge(registered, shown, baseUrls(request.socket.localPort ?? 0))
    if (judgement.isGood) return { token: await tokens.platformToken(registered.url, true) }
    const wanted = registered.evidence.kind === 'secret' ? 'secret' : 'proof'
    const given = shown[wanted] === undefined ? 'is missing' : 'does not hold'
    const error = `${wanted}: ${given}, and ${registered.url} has to prove that it is asking`
    if (judgement.waitMs === 0) return reply.code(401).send({ error })
    const seconds = Math.ceil(judgement.waitMs / 1000)
    return reply.code(429).header('retry-after', seconds).send({ error })
  })
}
