import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { normaliseEName } from '../../w3id/ename.ts'
import { decodePublicKey } from '../../w3id/keys.ts'
import { requireSecret } from './access.ts'
import type { RegistryStore, StoredEntry } from './store.ts'
import type { TokenIssuer } from './tokens.ts'

/** What the endpoints work with. */
export interface RegistryParts {
  readonly store: RegistryStore
  readonly tokens: TokenIssuer
  /** Shared secret of those who may register and certify. */
  readonly secret: string
}

/** A request that the protocol does not allow: becomes 400 with the message. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest'
}

const text = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
  .trim()
  .min(1, 'is empty')
  .max(2048, 'is longer than 2048 characters')
  .regex(/^\P{Cc}*$/u, 'holds control characters')
const ename = checkedBy(normaliseEName)
const publicKey = checkedBy((key) => {
  decodePublicKey(key)
  return key
})
const webUrl = text.pipe(z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }))

const resolveQuery = z.object({ w3id: ename })
const certificationBody = z.object({ platform: text })
const registerBody = z.object({ ename, uri: webUrl, evault: text })
const moveBody = z
  .object({ ename, uri: webUrl.optional(), evault: text.optional() })
  .refine(({ uri, evault }) => uri ?? evault, 'uri or evault is missing')
const bindingBody = z.object({ ename, publicKey })

/** Adds the registry's endpoints to a server. Protocol §3. */
export function addRoutes(app: FastifyInstance, parts: RegistryParts): void {
  addPublicRoutes(app, parts)
  addSecretRoutes(app, parts)
}

function addPublicRoutes(app: FastifyInstance, { store, tokens }: RegistryParts): void {
  app.get('/.well-known/jwks.json', async () => tokens.jwks)
  app.get('/entropy', async () => ({ token: await tokens.entropyToken() }))
  app.get('/platforms', async () => store.platforms())

  app.get('/resolve', async (request, reply) => {
    const { w3id } = parse(resolveQuery, request.query)
    const entry = store.find(w3id)
    if (!entry) return reply.code(404).send({ error: `${w3id} is not registered here` })
    return { ...entry, originalUri: entry.uri, resolved: false }
  })

  app.post('/platforms/certification', async (request) => {
    const { platform } = parse(certificationBody, request.body)
    // Platforms may go by a name; only those with an address can be listed as one.
    if (webUrl.safeParse(platform).success) await store.addPlatform(platform)
    return { token: await tokens.platformToken(platform) }
  })
}

function addSecretRoutes(app: FastifyInstance, { store, tokens, secret }: RegistryParts): void {
  const onRequest = requireSecret(secret)

  app.post('/register', { onRequest }, async (request, reply) => {
    const entry: StoredEntry = parse(registerBody, request.body)
    await store.put(entry)
    return reply.code(201).send(entry)
  })

  app.patch('/register', { onRequest }, async (request, reply) => {
    const { ename: name, uri, evault } = parse(moveBody, request.body)
    const entry = await store.patch(name, { ...(uri && { uri }), ...(evault && { evault }) })
    if (!entry) return reply.code(404).send({ error: `${name} is not registered here` })
    return entry
  })

  app.post('/key-binding-certificate', { onRequest }, async (request) => {
    const binding = parse(bindingBody, request.body)
    return { token: await tokens.keyBindingCertificate(binding.ename, binding.publicKey) }
  })
}

function checkedBy(check: (value: string) => string) {
  return text.transform((value, context) => {
    try {
      return check(value)
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : String(error))
      return z.NEVER
    }
  })
}

function parse<T>(shape: z.ZodType<T>, input: unknown): T {
  const parsed = shape.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  throw new BadRequest(
    parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; '),
  )
}
