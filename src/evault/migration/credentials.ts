import type { RegistryClient } from '../../registry/client.ts'
import { signJwt } from '../../w3id/jwt.ts'
import { RequestError } from '../errors.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import type { Tenants } from '../keys/tenants.ts'
import type { Move } from './ledger.ts'

/** What speaks for the owner at another vault. */
export interface Credentials {
  /** A token for the other vault of the eName; short-lived ones are made anew in time. */
  token(audience: string | null): Promise<string>
  /**
   * A token for a server that is asked to host the eName, and the certificates of its keys.
   * @throws RequestError `UNAVAILABLE` while the registry has certified none
   */
  claimFor(
    audience: string,
  ): Promise<{ readonly token: string; readonly certificates: readonly string[] }>
}

interface Means {
  readonly move: Pick<Move, 'ename' | 'access'>
  /** The token that the owner typed, where they did. */
  readonly typed: string | null
  /** Of this server's owner. */
  readonly identity: { readonly ename: string; readonly keys: Pick<OwnerKeys, 'signConfirmed'> }
  readonly registry: Pick<RegistryClient, 'platformToken'>
  readonly tenants: Pick<Tenants, 'of' | 'whenCertified'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const tokenSeconds = 300
/** A token is not used in its last seconds: clocks differ. */
const marginMs = 60_000
/** Under this name a vault's platforms see a move that has no key of the eName. */
const platformName = 'evault-desktop-move'

export function createCredentials(means: Means): Credentials {
  const { move, typed, identity, registry, tenants, now } = means
  const { ename } = move
  const kept = new Map<string, { readonly token: string; readonly until: number }>()
  let platform: string | null = null

  async function signed(audience: string): Promise<string> {
    if (identity.ename !== ename) {
      throw new RequestError(
        'UNAVAILABLE',
        `The keys of ${ename} are not on this computer, so nothing can be signed in its name. Use a token.`,
      )
    }
    const before = kept.get(audience)
    if (before !== undefined && now() < before.until) return before.token
    const payload = { iss: ename, aud: audience }
    const content = { kid: `${ename}#0`, payload, lifetimeSeconds: tokenSeconds }
    const token = await signJwt({ ...content, now: new Date(now()) }, async (bytes) => {
      return (await identity.keys.signConfirmed(bytes, 'person-token')).raw
    })
    kept.set(audience, { token, until: now() + tokenSeconds * 1000 - marginMs })
    return token
  }

  return {
    async token(audience) {
      if (move.access === 'owner') return signed(audience ?? ename)
      if (move.access === 'platform') {
        platform ??= await registry.platformToken(platformName)
        return platform
      }
      if (typed !== null) return typed
      throw new RequestError(
        'UNAUTHENTICATED',
        'The token for the other vault is not kept: type it again to go on.',
        'token',
      )
    },

    async claimFor(audience) {
      await tenants.whenCertified()
      const held = tenants.of(ename)?.certification.certificates ?? []
      if (held.length === 0) {
        throw new RequestError(
          'UNAVAILABLE',
          'The registry has not certified the key of this vault.',
        )
      }
      return { token: await signed(audience), certificates: held.map(({ token }) => token) }
    },
  }
}
