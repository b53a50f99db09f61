import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
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

/** Keeps the eName resolvable and its keys certified at the registry, for as long as it lives. */
export interface Certification extends Disposable {
  /** Those of keys that are still the eName's, and that have not expired. */
  readonly certificates: readonly Certificate[]
  /** When the registry last confirmed the eName, or null. */
  readonly confirmedAt: Date | null
  /** Why the last attempt failed, or null when it did not. */
  readonly problem: string | null
  /**
   * Begins to register the eName at this address, or does so anew for keys that were added.
   * Resolves after the first attempt, whatever came of it.
   */
  start(uri: string): Promise<void>
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
  let problem: string | null = null
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let ended = false

  async function certify(uri: string): Promise<number> {
    await registry.register({ ename, uri, evault })
    held = await Promise.all(publicKeys().map(certificate))
    confirmedAt = new Date()
    const soonest = Math.min(...held.map(({ expiresAt }) => expiresAt))
    return (soonest - Date.now()) / 2
  }

  async function certificate(publicKey: string) {
    const token = await registry.keyBindingCertificate({ ename, publicKey })
    const { exp } = await registry.verifyCertificate(token, ename)
    return { token, publicKey, expiresAt: exp * 1000 }
  }

  async function attempt(uri: string): Promise<void> {
    let nextMs: number
    try {
      nextMs = await certify(uri)
      failures = 0
      problem = null
    } catch (error) {
      if (ended) return
      if (!(error instanceof RegistryError)) log.error({ err: error }, 'certification failed')
      problem = error instanceof Error ? error.message : String(error)
      nextMs = Math.min(longestRetryMs, shortestRetryMs * 2 ** failures)
      failures += 1
      log.warn({ cause: problem, retryInMs: nextMs }, 'the registry did not certify the eName')
    }
    if (ended) return
    const delay = Math.min(longestTimerMs, Math.max(shortestRetryMs, nextMs))
    timer = setTimeout(() => void attempt(uri), delay)
    timer.unref()
  }

  return {
    start(uri) {
      clearTimeout(timer)
      return attempt(uri)
    },
    get certificates() {
      const now = Date.now()
      const keys = publicKeys()
      return held.filter(({ publicKey, expiresAt }) => expiresAt > now && keys.includes(publicKey))
    },
    get confirmedAt() {
      return confirmedAt
    },
    get problem() {
      return problem
    },
    [Symbol.dispose]() {
      ended = true
      clearTimeout(timer)
    },
  }
}
