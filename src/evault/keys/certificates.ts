import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError, type RegistryErrorCode } from '../../registry/errors.ts'
import type { Log } from '../log.ts'

/** A key binding certificate. Source: protocol §2 and §4. */
export interface Certificate {
  /** JWT. */
  readonly token: string
  /** Multibase. */
  readonly publicKey: string
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

/** Why the registry does not have the eName as it should be. */
export interface RegistryProblem {
  /** `OTHER_ADDRESS`: it took the address, and sends those who ask somewhere else. */
  readonly code: RegistryErrorCode | 'OTHER_ADDRESS' | 'UNEXPECTED'
  /** With what the registry said. */
  readonly message: string
}

/** Keeps the eName resolvable and its keys certified at the registry, for as long as it lives. */
export interface Certification extends Disposable {
  /** Those of keys that are still the eName's, and that have not expired. */
  readonly certificates: readonly Certificate[]
  /** When the registry last confirmed the eName, or null. */
  readonly confirmedAt: Date | null
  /** Where the registry was last seen to send those who look for the eName; null before that. */
  readonly registered: { readonly uri: string; readonly at: Date } | null
  /** Why the last attempt failed, or null when it did not. */
  readonly problem: RegistryProblem | null
  /**
   * Begins to register the eName at this address, or does so anew for keys that were added; null
   * leaves the registry with the address it has. Resolves after the first attempt with this
   * address, whatever came of it.
   */
  start(uri: string | null): Promise<void>
  /** Has the registry forget the eName, and registers no more. Throws a RegistryError. */
  leave(): Promise<void>
}

const shortestRetryMs = 1_000
const longestRetryMs = 5 * 60_000
const longestTimerMs = 24 * 3_600_000

interface Options {
  readonly identity: { readonly ename: string; readonly evaultId: string }
  /** Multibase; one certificate for each. */
  readonly publicKeys: () => readonly string[]
  readonly registry: RegistryClient
  readonly log: Log
}

/**
 * Registers the eName, obtains certificates, and obtains the next ones when half of their life
 * is over. While the registry is away it tries again, at most five minutes apart.
 */
export function createCertification({
  identity,
  publicKeys,
  registry,
  log,
}: Options): Certification {
  const { ename, evaultId: evault } = identity
  let held: Certificate[] = []
  let confirmedAt: Date | null = null
  let registered: Certification['registered'] = null
  let problem: RegistryProblem | null = null
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let ended = false
  /** One attempt at a time: an address that was left must not be registered after the new one. */
  let tried: Promise<void> = Promise.resolve()
  let starts = 0

  async function certify(uri: string | null): Promise<number> {
    if (uri !== null) await register(uri)
    held = await Promise.all(publicKeys().map(certificate))
    confirmedAt = new Date()
    const soonest = Math.min(...held.map(({ expiresAt }) => expiresAt))
    return (soonest - Date.now()) / 2
  }

  /** What the registry answers then is what counts. */
  async function register(uri: string): Promise<void> {
    await registry.register({ ename, uri, evault })
    const entry = await registry.resolve(ename, { fresh: true })
    if (entry?.stale)
      throw new RegistryError(
        'UNREACHABLE',
        'The registry took the address, and has not answered since.',
      )
    if (entry === null || !isSameAddress(entry.uri, uri)) throw new OtherAddress(entry?.uri ?? null)
    registered = { uri, at: new Date() }
  }

  async function certificate(publicKey: string) {
    const token = await registry.keyBindingCertificate({ ename, publicKey })
    const { exp } = await registry.verifyCertificate(token, ename)
    return { token, publicKey, expiresAt: exp * 1000 }
  }

  async function attempt(uri: string | null, start: number): Promise<void> {
    // Another address has come meanwhile.
    if (ended || start !== starts) return
    let nextMs: number
    try {
      nextMs = await certify(uri)
      failures = 0
      problem = null
    } catch (error) {
      if (ended) return
      problem = describeProblem(error)
      if (problem.code === 'UNEXPECTED') log.error({ err: error }, 'certification failed')
      nextMs = Math.min(longestRetryMs, shortestRetryMs * 2 ** failures)
      failures += 1
      const cause = problem.message
      log.warn({ cause, retryInMs: nextMs }, 'the registry did not certify the eName')
    }
    if (ended || start !== starts) return
    const delay = Math.min(longestTimerMs, Math.max(shortestRetryMs, nextMs))
    timer = setTimeout(() => void next(uri, start), delay)
    timer.unref()
  }

  function next(uri: string | null, start: number): Promise<void> {
    tried = tried.then(() => attempt(uri, start))
    return tried
  }

  function halt(): void {
    ended = true
    clearTimeout(timer)
  }

  return {
    start(uri) {
      clearTimeout(timer)
      failures = 0
      starts += 1
      return next(uri, starts)
    },
    async leave() {
      halt()
      await tried
      await registry.unregister(ename)
    },
    get certificates() {
      const now = Date.now()
      const keys = publicKeys()
      return held.filter(({ publicKey, expiresAt }) => expiresAt > now && keys.includes(publicKey))
    },
    get confirmedAt() {
      return confirmedAt
    },
    get registered() {
      return registered
    },
    get problem() {
      return problem
    },
    [Symbol.dispose]: halt,
  }
}

/** The registry sends those who ask somewhere else than it was told. */
export class OtherAddress extends Error {
  constructor(uri: string | null) {
    super(
      uri === null
        ? 'The registry took the address, and does not know the eName all the same.'
        : `The registry took the address, and still sends those who ask to ${uri}.`,
    )
  }
}

/** What the owner is told of an error at the registry. */
export function describeProblem(error: unknown): RegistryProblem {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof RegistryError) return { code: error.code, message }
  return { code: error instanceof OtherAddress ? 'OTHER_ADDRESS' : 'UNEXPECTED', message }
}

export function isSameAddress(one: string, other: string): boolean {
  return new URL(one).href === new URL(other).href
}
