import { webAddress } from '../../registry/bounded-fetch.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { VaultError } from './vault-error.ts'
import type { VaultHttp } from './vault-http.ts'

const trustedMs = 60_000
const headTimeMs = 5000
const mostKept = 1000
/** Of servers that do not answer HEAD, or want the name of a vault. */
const otherSignsOfLife = new Set([400, 405, 429, 501])

/** Where vaults are, and whether they were there when they were last asked. */
export interface VaultAddresses {
  /**
   * The base URL of the vault, without a slash at its end. One that failed, or was not heard of for
   * a minute, is asked for a sign of life first; without, the registry is asked anew.
   * Throws VaultError `UNKNOWN_ENAME`, `UNREACHABLE`, and what the registry's failures are.
   */
  baseOf(name: string): Promise<string>
  /** The same, by what the registry says now. */
  baseNow(name: string): Promise<string>
  /** Whether there is a vault that answers. */
  isHealthy(base: string): Promise<boolean>
  note(base: string, outcome: 'answered' | 'failed'): void
}

interface Means {
  readonly registry: Pick<RegistryClient, 'resolve'>
  readonly http: VaultHttp
  readonly withoutSecrets: (words: string) => string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export function createVaultAddresses(means: Means): VaultAddresses {
  const { http, now } = means
  /** When a vault answered last; null where it failed. In order of use. */
  const answeredAt = new Map<string, number | null>()
  const asked = new Map<string, Promise<boolean>>()

  function note(base: string, outcome: 'answered' | 'failed'): void {
    answeredAt.delete(base)
    answeredAt.set(base, outcome === 'answered' ? now() : null)
    const [oldest] = answeredAt.keys()
    if (answeredAt.size > mostKept && oldest !== undefined) answeredAt.delete(oldest)
  }

  async function askForSign(base: string): Promise<boolean> {
    try {
      const url = new URL(`${base}/whois`)
      const { status } = await http.json({ url, method: 'HEAD', timeMs: headTimeMs })
      const isHealthy = (status >= 200 && status < 300) || otherSignsOfLife.has(status)
      note(base, isHealthy ? 'answered' : 'failed')
      return isHealthy
    } catch (error) {
      if (error instanceof VaultError && error.code === 'ABORTED') throw error
      note(base, 'failed')
      return false
    }
  }

  function isHealthy(base: string): Promise<boolean> {
    const pending = asked.get(base) ?? askForSign(base).finally(() => asked.delete(base))
    asked.set(base, pending)
    return pending
  }

  function isTrusted(base: string): boolean {
    const at = answeredAt.get(base)
    // The first call to an address finds out by itself.
    return at === undefined || (at !== null && now() >= at && now() - at < trustedMs)
  }

  const baseNow = (name: string) => resolve(means, name, true)
  return {
    async baseOf(name) {
      const base = await resolve(means, name, false)
      if (isTrusted(base) || (await isHealthy(base))) return base
      const other = await baseNow(name)
      if (other !== base) return other
      const message = `The vault at ${new URL(base).host} cannot be reached`
      throw new VaultError('UNREACHABLE', message)
    },
    baseNow,
    isHealthy,
    note,
  }
}

async function resolve(
  { registry, withoutSecrets }: Means,
  name: string,
  fresh: boolean,
): Promise<string> {
  const entry = await registry.resolve(name, { fresh }).catch((error: unknown) => {
    if (!(error instanceof RegistryError)) throw error
    throw new VaultError(error.code, withoutSecrets(error.message))
  })
  if (entry === null) {
    throw new VaultError('UNKNOWN_ENAME', `The registry knows no vault of ${name}`)
  }
  const url = webAddress(entry.uri)
  if (url === null) {
    throw new VaultError('BAD_ANSWER', `The registry has no usable address for ${name}`)
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}
