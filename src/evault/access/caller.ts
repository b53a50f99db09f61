import { RegistryError } from '../../registry/errors.ts'
import { issuerOf } from '../../registry/person-token.ts'
import { RequestError } from '../errors.ts'

/** Who is asking, and whether they ask from a program on this computer. */
export type Caller =
  | {
      readonly kind: 'owner'
      /** They ask in the app's window, not by a token as another vault does that brings records. */
      readonly inWindow?: true
    }
  | {
      readonly kind: 'platform'
      readonly platform: string
      /** Its registry made the platform prove itself; otherwise the name is only claimed. */
      readonly verified: boolean
      readonly thisComputer: boolean
    }
  | { readonly kind: 'person'; readonly ename: string; readonly thisComputer: boolean }
  | { readonly kind: 'anonymous'; readonly thisComputer: boolean }

/** What a platform token says. */
export interface PlatformToken {
  readonly platform: string
  readonly verified: boolean
  /** Seconds since the epoch. */
  readonly exp: number
}

/** How tokens are checked: signature, algorithm, expiry, and for whom they were made. */
export interface TokenVerifiers {
  platform(token: string): Promise<PlatformToken>
  person(token: string, audiences: readonly string[]): Promise<{ ename: string; exp: number }>
}

const bearer = /^Bearer +([^\s]+)$/i

/**
 * Who a request comes from. A token that does not hold is refused, never taken for no token.
 * A person whose token is signed by a key of the vault's own eName is its owner.
 * @param authorization the `Authorization` header
 * @param vault the vault that is asked
 * @throws RequestError `UNAUTHENTICATED`; `UNAVAILABLE` where the token can't be checked now
 */
export async function identifyCaller(
  authorization: string | undefined,
  thisComputer: boolean,
  vault: { readonly ename: string; readonly evaultId: string },
  verifiers: TokenVerifiers,
): Promise<Caller> {
  if (authorization === undefined) return { kind: 'anonymous', thisComputer }
  const token = bearer.exec(authorization)?.[1]
  if (token === undefined) {
    throw new RequestError('UNAUTHENTICATED', 'The Authorization header must be "Bearer <token>".')
  }
  try {
    if (issuerOf(token) === null) {
      const { platform, verified } = await verifiers.platform(token)
      return { kind: 'platform', platform, verified, thisComputer }
    }
    const { ename } = await verifiers.person(token, [vault.ename, vault.evaultId])
    return ename === vault.ename ? { kind: 'owner' } : { kind: 'person', ename, thisComputer }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    // A good token must not be thrown away because the registry is away.
    const code = error.code === 'INVALID_TOKEN' ? 'UNAUTHENTICATED' : 'UNAVAILABLE'
    throw new RequestError(code, error.message)
  }
}

const longestName = 500

/** A caller in one line, for the logs: no two kinds look alike. */
export function describeCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'platform':
      return `platform ${caller.platform.slice(0, longestName)}`
    case 'person':
      return `person ${caller.ename}`
    default:
      return caller.kind
  }
}
