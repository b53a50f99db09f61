import { z } from 'zod'
import { normaliseEName } from '../w3id/ename.ts'
import { createAnswerCache } from './answer-cache.ts'
import {
  askEntry,
  askList,
  type Notary,
  parseAnswer,
  type RegistryEntry,
  readNotary,
  readPlatform,
} from './answers.ts'
import { RegistryError } from './errors.ts'
import {
  certificateClaims,
  certifiedKey,
  entropyClaims,
  platformClaims,
  tokenVerifier,
} from './registry-tokens.ts'
import {
  acceptedBody,
  isAccepted,
  type RegistryAddress,
  type RegistryRequest,
  requestSender,
  type SendRequest,
} from './requests.ts'

/** What a registry is told about a vault. */
export interface Registration {
  readonly ename: string
  /** Base URL of the vault, http or https. */
  readonly uri: string
  /** Id of the vault instance. */
  readonly evault: string
}

/** How it stands between us and the registry. */
export interface RegistryHealth {
  /** Whether it answered when it was last asked; null when it never was. */
  readonly reachable: boolean | null
  readonly lastSuccessAt: Date | null
  /** Whether old answers were given since then in place of its own. */
  readonly servingStale: boolean
}

/**
 * A registry, asked over HTTP. Every method throws a RegistryError; the codes beyond UNREACHABLE,
 * REFUSED and BAD_ANSWER are named with it. What is only read is tried up to three times. Entries,
 * platforms and notaries are kept for as long as the registry says (an hour at most), or 60 s,
 * that a name is not there for 5 s; while the registry cannot be reached they are good for a day.
 * Protocol §2 and §3.
 */
export interface RegistryClient {
  readonly health: RegistryHealth
  /** Where the vault of this eName is, null when the registry does not know the name. A vault id
   * that was left leads to an entry of another name: that of who has left it. With `fresh` the
   * registry is asked although its answer is kept. */
  resolve(ename: string, options?: { readonly fresh?: boolean }): Promise<RegistryEntry | null>
  /** Fresh entropy (20 alphanumeric characters) out of a token that was verified: INVALID_TOKEN. */
  entropy(): Promise<string>
  /** The entropy in a token that somebody brings: INVALID_TOKEN. */
  readEntropy(token: string): Promise<string>
  /** A platform token for the platform's base URL or name; with what proves that we are it, where
   * the registry asks for that. */
  platformToken(platform: string, shown?: PlatformEvidence): Promise<string>
  /** Makes an eName resolvable, or moves it when it is. Needs the shared secret. */
  register(entry: Registration): Promise<void>
  /** Makes an eName unknown; whether it was known. Needs the shared secret. */
  unregister(ename: string): Promise<boolean>
  /** A certificate binding the key (multibase) to the eName. Needs the shared secret. */
  keyBindingCertificate(binding: {
    readonly ename: string
    readonly publicKey: string
  }): Promise<string>
  /** Base URLs of the platforms; entries that are none are skipped. */
  platforms(): Promise<string[]>
  /** Who is trusted in recovery; entries that cannot be read are skipped. */
  notaries(): Promise<Notary[]>
  /** Whom a platform token speaks for, and whether the registry made it prove that: INVALID_TOKEN. */
  verifyPlatformToken(token: string): Promise<{ platform: string; verified: boolean; exp: number }>
  /** The key (multibase) certified for this eName and when that ends, in seconds since the epoch:
   * INVALID_TOKEN, also when the certificate is about another eName. */
  verifyCertificate(token: string, ename: string): Promise<{ publicKey: string; exp: number }>
}

/** What a platform shows: its secret, or a JWT as `makePlatformProof` makes it. */
export type PlatformEvidence = { readonly secret: string } | { readonly proof: string }

const tokenAnswer = z.object({ token: z.string().min(1) })

/**
 * Makes a client for the registry at an address. Opens no connection yet.
 * Throws a TypeError when the address is no http or https URL.
 */
export function createRegistryClient(address: RegistryAddress): RegistryClient {
  const now = address.now ?? Date.now
  const health: { -readonly [K in keyof RegistryHealth]: RegistryHealth[K] } = {
    reachable: null,
    lastSuccessAt: null,
    servingStale: false,
  }
  const send = watched(requestSender(address), health, now)
  const ask = async (request: RegistryRequest) => acceptedBody(request, await send(request))
  const askToken = async (request: RegistryRequest) =>
    parseAnswer(tokenAnswer, await ask(request)).token
  const verify = tokenVerifier(ask)
  const entries = createAnswerCache<RegistryEntry | null>(now)
  const lists = createAnswerCache<readonly unknown[]>(now)

  async function list(path: string, purpose: string): Promise<readonly unknown[]> {
    const { value, stale } = await lists.get(path, () => askList(send, path, purpose))
    if (stale) health.servingStale = true
    return value
  }
  /** Whatever comes of a change, what was known before is not known any more. */
  async function changing<T>(ename: string, change: () => Promise<T>): Promise<T> {
    try {
      return await change()
    } finally {
      entries.forget(normaliseEName(ename))
    }
  }

  return {
    get health() {
      return { ...health }
    },
    async resolve(ename, options) {
      const name = normaliseEName(ename)
      const { value, since, stale } = await entries.get(name, () => askEntry(send, name), options)
      if (!stale || value === null) return value
      health.servingStale = true
      return { ...value, stale: true, since: new Date(since) }
    },
    entropy: async () => {
      const token = await askToken({ method: 'GET', path: 'entropy', purpose: 'give entropy' })
      return (await verify(token, entropyClaims)).entropy
    },
    readEntropy: async (token) => (await verify(token, entropyClaims)).entropy,
    platformToken: (platform, shown) =>
      askToken({
        method: 'POST',
        path: 'platforms/certification',
        purpose: 'certify the platform',
        body: { platform, ...shown },
      }),
    register: (entry) => changing(entry.ename, () => register(send, entry)),
    unregister: (ename) => changing(ename, () => unregister(send, ename)),
    keyBindingCertificate: ({ ename, publicKey }) =>
      askToken({
        method: 'POST',
        path: 'key-binding-certificate',
        purpose: 'certify the public key',
        body: { ename: normaliseEName(ename), publicKey },
        withSecret: true,
      }),
    platforms: async () => (await list('platforms', 'list the platforms')).flatMap(readPlatform),
    notaries: async () => (await list('notaries', 'list the notaries')).flatMap(readNotary),
    verifyPlatformToken: (token) => verify(token, platformClaims),
    verifyCertificate: async (token, ename) =>
      certifiedKey(await verify(token, certificateClaims), ename),
  }
}

/** Notes how each call went. */
function watched(
  send: SendRequest,
  health: { -readonly [K in keyof RegistryHealth]: RegistryHealth[K] },
  now: () => number,
): SendRequest {
  return async (request) => {
    try {
      const answer = await send(request)
      health.reachable = answer.status < 500
      if (isAccepted(answer)) {
        health.lastSuccessAt = new Date(now())
        health.servingStale = false
      }
      return answer
    } catch (error) {
      if (error instanceof RegistryError && error.code === 'UNREACHABLE') health.reachable = false
      throw error
    }
  }
}

async function register(send: SendRequest, { ename, uri, evault }: Registration): Promise<void> {
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
    (created.status !== 401 && created.status !== 403 && (await isKnown(send, body.ename)))
  if (!isTaken) acceptedBody(create, created)
  const move: RegistryRequest = { ...create, method: 'PATCH' }
  acceptedBody(move, await send(move))
}

async function isKnown(send: SendRequest, name: string): Promise<boolean> {
  const answer = await askEntry(send, name)
  if (answer instanceof RegistryError) throw answer
  return answer.value !== null
}

async function unregister(send: SendRequest, ename: string): Promise<boolean> {
  const request: RegistryRequest = {
    method: 'DELETE',
    path: `register?${new URLSearchParams({ ename: normaliseEName(ename) })}`,
    purpose: 'remove the name',
    withSecret: true,
  }
  const answer = await send(request)
  if (answer.status === 404) return false
  acceptedBody(request, answer)
  return true
}
