import { errors, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import { normaliseEName, sameEName } from '../w3id/ename.ts'
import { decodePublicKey } from '../w3id/keys.ts'
import { RegistryError } from './errors.ts'
import { createJwksCache, parseJwks } from './jwks.ts'
import {
  acceptedBody,
  isAccepted,
  type RegistryAddress,
  type RegistryRequest,
  requestSender,
  type SendRequest,
} from './requests.ts'

/** Where the vault of an eName is. */
interface RegistryEntry {
  readonly ename: string
  /** Base URL of the vault, http or https. */
  readonly uri: string
  /** Id of the vault instance; null where the registry does not say. */
  readonly evault: string | null
}

/**
 * A registry, asked over HTTP. Every method throws a RegistryError; the codes beyond UNREACHABLE,
 * REFUSED and BAD_ANSWER are named with it. Protocol §2 and §3.
 */
export interface RegistryClient {
  /** Where the vault of this eName is, null when the registry does not know the name. */
  resolve(ename: string): Promise<RegistryEntry | null>
  /** Fresh entropy (20 alphanumeric characters) out of a token that was verified: INVALID_TOKEN. */
  entropy(): Promise<string>
  /** The entropy in a token that somebody brings: INVALID_TOKEN. */
  readEntropy(token: string): Promise<string>
  /** A platform token for the platform's base URL or name. */
  platformToken(platform: string): Promise<string>
  /** Makes an eName resolvable, or moves it when it is. Needs the shared secret. */
  register(entry: RegistryEntry & { readonly evault: string }): Promise<void>
  /** A certificate binding the key (multibase) to the eName. Needs the shared secret. */
  keyBindingCertificate(binding: {
    readonly ename: string
    readonly publicKey: string
  }): Promise<string>
  /** Base URLs of the platforms; entries that are none are skipped. */
  platforms(): Promise<string[]>
  /** Whom a platform token speaks for, and whether the registry made it prove that: INVALID_TOKEN. */
  verifyPlatformToken(token: string): Promise<{ platform: string; verified: boolean; exp: number }>
  /** The key (multibase) certified for this eName and when that ends, in seconds since the epoch:
   * INVALID_TOKEN, also when the certificate is about another eName. */
  verifyCertificate(token: string, ename: string): Promise<{ publicKey: string; exp: number }>
}

const webUrl = z.url({ protocol: /^https?$/ })
const tokenAnswer = z.object({ token: z.string().min(1) })
const entryAnswer = z.object({
  ename: z.string().optional(),
  uri: webUrl.optional(),
  evaultUrl: webUrl.optional(),
  evault: z.string().nullish(),
})
const entropyClaims = z.object({ entropy: z.string().regex(/^[0-9A-Za-z]{20,}$/) })
const platformClaims = z.object({
  platform: z.string().min(1),
  verified: z.boolean().default(false),
  exp: z.number(),
})
const certificateClaims = z.object({
  ename: z.string(),
  publicKey: z.string(),
  exp: z.number(),
})

/**
 * Makes a client for the registry at an address. Opens no connection yet.
 * Throws a TypeError when the address is no http or https URL.
 */
export function createRegistryClient(address: RegistryAddress): RegistryClient {
  const send = requestSender(address)
  const ask = async (request: RegistryRequest) => acceptedBody(request, await send(request))
  const askToken = async (request: RegistryRequest) =>
    parseAnswer(tokenAnswer, await ask(request)).token
  const verify = tokenVerifier(ask)

  return {
    resolve: (ename) => resolve(send, ename),
    entropy: async () => {
      const token = await askToken({ method: 'GET', path: 'entropy', purpose: 'give entropy' })
      return (await verify(token, entropyClaims)).entropy
    },
    readEntropy: async (token) => (await verify(token, entropyClaims)).entropy,
    platformToken: (platform) =>
      askToken({
        method: 'POST',
        path: 'platforms/certification',
        purpose: 'certify the platform',
        body: { platform },
      }),
    register: (entry) => register(send, entry),
    keyBindingCertificate: ({ ename, publicKey }) =>
      askToken({
        method: 'POST',
        path: 'key-binding-certificate',
        purpose: 'certify the public key',
        body: { ename: normaliseEName(ename), publicKey },
        withSecret: true,
      }),
    platforms: async () => {
      const body = await ask({ method: 'GET', path: 'platforms', purpose: 'list the platforms' })
      return parseAnswer(z.array(z.unknown()), body).flatMap(
        (entry) => webUrl.safeParse(entry).data ?? [],
      )
    },
    verifyPlatformToken: (token) => verify(token, platformClaims),
    verifyCertificate: async (token, ename) =>
      certifiedKey(await verify(token, certificateClaims), ename),
  }
}

async function resolve(send: SendRequest, ename: string): Promise<RegistryEntry | null> {
  const name = normaliseEName(ename)
  const request: RegistryRequest = {
    method: 'GET',
    path: `resolve?${new URLSearchParams({ w3id: name })}`,
    purpose: 'resolve the name',
  }
  const answer = await send(request)
  if (answer.status === 404) return null
  const entry = parseAnswer(entryAnswer, acceptedBody(request, answer))
  const uri = entry.uri ?? entry.evaultUrl
  if (!uri) throw new RegistryError('BAD_ANSWER', 'The registry resolved the name to no address')
  return { ename: entry.ename ?? name, uri, evault: entry.evault ?? null }
}

async function register(
  send: SendRequest,
  { ename, uri, evault }: RegistryEntry & { readonly evault: string },
): Promise<void> {
  const purpose = 'register the name'
  const body = { ename: normaliseEName(ename), uri, evault }
  const create: RegistryRequest = {
    method: 'POST',
    path: 'register',
    purpose,
    body,
    withSecret: true,
  }
  const created = await send(create)
  if (isAccepted(created)) return
  // Registries differ in how they say that a name is there already; whether it is, they all tell.
  const isTaken =
    created.status === 409 ||
    (created.status !== 401 && created.status !== 403 && (await resolve(send, ename)) !== null)
  if (!isTaken) acceptedBody(create, created)
  const move: RegistryRequest = { ...create, method: 'PATCH' }
  acceptedBody(move, await send(move))
}

/** Checks signature, algorithm and expiry against the registry's keys, then the claims. */
function tokenVerifier(ask: (request: RegistryRequest) => Promise<unknown>) {
  const keys = createJwksCache(async () =>
    parseJwks(
      await ask({ method: 'GET', path: '.well-known/jwks.json', purpose: 'publish its keys' }),
    ),
  )
  return async <T>(token: string, claims: z.ZodType<T>): Promise<T> => {
    const parsed = claims.safeParse(await verifiedPayload(token))
    if (parsed.success) return parsed.data
    throw new RegistryError('INVALID_TOKEN', 'The token is of another kind than it is used for')
  }

  async function verifiedPayload(token: string): Promise<JWTPayload> {
    try {
      const options = { algorithms: ['ES256'], requiredClaims: ['exp'] }
      return (await jwtVerify(token, keys, options)).payload
    } catch (cause) {
      if (cause instanceof RegistryError) throw cause
      const message =
        cause instanceof errors.JWTExpired
          ? 'The token has expired'
          : 'The token was not issued by our registry'
      throw new RegistryError('INVALID_TOKEN', message, { cause })
    }
  }
}

function certifiedKey(
  { ename: subject, publicKey, exp }: z.infer<typeof certificateClaims>,
  ename: string,
): { publicKey: string; exp: number } {
  try {
    decodePublicKey(publicKey)
    if (sameEName(subject, ename)) return { publicKey, exp }
  } catch (cause) {
    throw new RegistryError('INVALID_TOKEN', 'The certificate holds no usable key', { cause })
  }
  throw new RegistryError('INVALID_TOKEN', 'The certificate is about another eName')
}

function parseAnswer<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body)
  if (parsed.success) return parsed.data
  throw new RegistryError('BAD_ANSWER', 'The registry answered in a form we do not know', {
    cause: parsed.error,
  })
}
