import { RegistryError } from '../../registry/errors.ts'
import { RequestError } from '../errors.ts'

/** Who is asking, and whether they ask from a program on this computer. */
export type Caller =
  | { readonly kind: 'owner' }
  | { readonly kind: 'platform'; readonly platform: string; readonly thisComputer: boolean }
  | { readonly kind: 'anonymous'; readonly thisComputer: boolean }

/** Checks a platform token's signature, algorithm and expiry. */
export type VerifyPlatformToken = (token: string) => Promise<{ platform: string; exp: number }>

const bearer = /^Bearer +([^\s]+)$/i

/**
 * Who a request on the local listener comes from. A token that does not hold is refused,
 * never taken for no token.
 * @param authorization the `Authorization` header
 * @throws RequestError `UNAUTHENTICATED`
 */
export async function identifyCaller(
  authorization: string | undefined,
  thisComputer: boolean,
  verify: VerifyPlatformToken,
): Promise<Caller> {
  if (authorization === undefined) return { kind: 'anonymous', thisComputer }
  const token = bearer.exec(authorization)?.[1]
  if (token === undefined) {
    throw new RequestError('UNAUTHENTICATED', 'The Authorization header must be "Bearer <token>".')
  }
  try {
    const { platform } = await verify(token)
    return { kind: 'platform', platform, thisComputer }
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    throw new RequestError('UNAUTHENTICATED', error.message)
  }
}
