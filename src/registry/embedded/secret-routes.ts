import type { FastifyInstance } from 'fastify'
import { requireSecret } from './access.ts'
import type { StoredEntry, StoredEvidence } from './contents.ts'
import { keepSecret } from './evidence.ts'
import { FixedKeyError } from './key-ring.ts'
import { canonicalPlatform } from './platform-name.ts'
import {
  bindingBody,
  enameQuery,
  moveBody,
  notaryBody,
  parse,
  platformBody,
  registerBody,
  urlQuery,
} from './requests.ts'
import type { RegistryParts } from './routes.ts'

/** Adds the endpoints that need the shared secret. */
export function addSecretRoutes(app: FastifyInstance, parts: RegistryParts): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', requireSecret(parts.secret))
    addNames(scope, parts)
    addPlatforms(scope, parts)
    addNotaries(scope, parts)
    addKeys(scope, parts)
  })
}

function addNames(app: FastifyInstance, { store }: RegistryParts): void {
  app.post('/register', async (request, reply) => {
    const entry: StoredEntry = parse(registerBody, request.body)
    await store.put(entry)
    return reply.code(201).send(entry)
  })

  app.patch('/register', async (request, reply) => {
    const { ename: name, uri, evault } = parse(moveBody, request.body)
    const entry = await store.patch(name, { ...(uri && { uri }), ...(evault && { evault }) })
    if (!entry) return reply.code(404).send({ error: `${name} is not registered here` })
    return entry
  })

  app.delete('/register', async (request, reply) => {
    const { ename } = parse(enameQuery, request.query)
    if (await store.remove(ename)) return { success: true, message: `${ename} was removed` }
    return reply.code(404).send({ error: `${ename} is not registered here` })
  })
}

function addPlatforms(app: FastifyInstance, { store, judge }: RegistryParts): void {
  app.post('/platforms', async (request, reply) => {
    const { url: text, secret, publicKey } = parse(platformBody, request.body)
    const url = canonicalPlatform(text) ?? text
    const { evidence } = await store.putPlatform({ url, evidence: toKeep(secret, publicKey) })
    judge.forget(url)
    return reply.code(201).send({ url, evidence: evidence?.kind ?? 'none' })
  })

  app.delete('/platforms', async (request, reply) => {
    const { url: text } = parse(urlQuery, request.query)
    const url = canonicalPlatform(text) ?? text
    const wasThere = await store.removePlatform(url)
    judge.forget(url)
    if (wasThere) return { success: true, message: `${url} was removed` }
    return reply.code(404).send({ error: `${url} is no platform of this registry` })
  })
}

function toKeep(secret: string | undefined, publicKey: string | undefined): StoredEvidence | null {
  if (secret !== undefined) return keepSecret(secret)
  return publicKey === undefined ? null : { kind: 'key', publicKey }
}

function addNotaries(app: FastifyInstance, { store }: RegistryParts): void {
  app.post('/notaries', async (request, reply) => {
    const notary = parse(notaryBody, request.body)
    await store.putNotary(notary)
    return reply.code(201).send(notary)
  })

  app.delete('/notaries', async (request, reply) => {
    const { ename } = parse(enameQuery, request.query)
    if (await store.removeNotary(ename)) return { success: true, message: `${ename} was removed` }
    return reply.code(404).send({ error: `${ename} is no notary of this registry` })
  })
}

function addKeys(app: FastifyInstance, { tokens, keys }: RegistryParts): void {
  app.post('/key-binding-certificate', async (request) => {
    const binding = parse(bindingBody, request.body)
    return { token: await tokens.keyBindingCertificate(binding.ename, binding.publicKey) }
  })

  app.post('/keys/rotate', async (_request, reply) => {
    try {
      return { kid: await keys.rotate() }
    } catch (error) {
      if (!(error instanceof FixedKeyError)) throw error
      return reply.code(409).send({ error: error.message })
    }
  })
}
