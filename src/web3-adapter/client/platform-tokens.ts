import { decodeJwt } from 'jose'
import type { PlatformEvidence, RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { makePlatformProof } from '../../registry/platform-proof.ts'
import type { Evidence } from './types.ts'
import { VaultError } from './vault-error.ts'

const earlyMs = 300_000
/** Where a token does not say when it ends. */
const usualLifeMs = 3_600_000

interface Means {
  readonly registry: Pick<RegistryClient, 'platformToken'>
  /** As the registry is called: what a proof is for. */
  readonly registryUrl: string
  readonly platform: string
  readonly evidence: Evidence | undefined
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** The platform's tokens, one at a time. */
export interface PlatformTokens {
  /** One that is still good for a while. Throws a VaultError. */
  token(): Promise<string>
  /** This one was not taken: the next is another. */
  drop(token: string): void
  /** Words of somebody else, without our token and secret, should they repeat them. */
  withoutSecrets(words: string): string
}

export function createPlatformTokens(means: Means): PlatformTokens {
  const { now, evidence } = means
  let current: { readonly token: string; readonly until: number } | null = null
  let pending: Promise<string> | null = null
  const secrets = new Set(evidence && 'secret' in evidence ? [evidence.secret] : [])
  const withoutSecrets = (words: string) =>
    [...secrets].reduce((rest, secret) => rest.replaceAll(secret, '…'), words)

  async function renew(): Promise<string> {
    try {
      const shown = await show(means)
      const token = await means.registry.platformToken(means.platform, shown)
      if (current !== null) secrets.delete(current.token)
      secrets.add(token)
      current = { token, until: endOf(token, now()) }
      return token
    } catch (error) {
      throw explained(error, withoutSecrets)
    } finally {
      pending = null
    }
  }

  return {
    async token() {
      if (current !== null && now() < current.until) return current.token
      pending ??= renew()
      return pending
    },
    drop(token) {
      if (current?.token === token) current = { token, until: 0 }
    },
    withoutSecrets,
  }
}

async function show({ evidence, ...means }: Means): Promise<PlatformEvidence | undefined> {
  if (evidence === undefined || 'secret' in evidence) return evidence
  return { proof: await makePlatformProof(means, evidence.sign) }
}

/** When a token is not used any more, in milliseconds since the epoch. */
function endOf(token: string, now: number): number {
  const end = expiryOf(token) ?? now + usualLifeMs
  return end - Math.min(earlyMs, (end - now) / 2)
}

function expiryOf(token: string): number | null {
  try {
    const { exp } = decodeJwt(token)
    return exp === undefined ? null : exp * 1000
  } catch {
    return null
  }
}

/** What the registry refuses may be in what it says: the error itself is not passed on. */
function explained(error: unknown, withoutSecrets: (words: string) => string): unknown {
  if (!(error instanceof RegistryError)) return error
  return new VaultError(error.code, withoutSecrets(error.message))
}
