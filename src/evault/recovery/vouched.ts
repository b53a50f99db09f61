import { decodeJwt } from 'jose'
import { z } from 'zod'
import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { sameEName } from '../../w3id/ename.ts'
import type { Approval, VerifyApproval } from '../../w3id/identity-log/entry.ts'
import { decodePublicKey, encodePublicKey } from '../../w3id/keys.ts'

/** What of a registry checks certificates. */
export type Verifier = Pick<RegistryClient, 'verifyCertificate'>

const pastClaims = z.object({ ename: z.string(), publicKey: z.string(), exp: z.number() })

/**
 * Whether the registry vouches now that the approval's key is the approver's.
 * @throws RegistryError when that can't be told
 */
export async function isVouchedFor(registry: Verifier, approval: Approval): Promise<boolean> {
  try {
    const { publicKey } = await registry.verifyCertificate(approval.certificate, approval.ename)
    return isSameKey(publicKey, approval.publicKey)
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'INVALID_TOKEN') return false
    throw error
  }
}

/**
 * Verifies approvals of recoveries that happened: their certificates have expired since, so it is
 * enough that the registry issued them and that they held when the recovery was requested.
 * The function throws a RegistryError when that can't be told.
 */
export function vouchedThen(registry: Verifier): VerifyApproval {
  return (approval, { at }) => {
    const verifyCertificate = async (token: string, ename: string) => {
      try {
        return await registry.verifyCertificate(token, ename)
      } catch (error) {
        // Only a token that the registry has signed is told to have expired.
        const hasExpired = error instanceof RegistryError && error.problem === 'EXPIRED'
        const past = hasExpired ? pastClaims.safeParse(decodeJwt(token)).data : undefined
        const held = past && sameEName(past.ename, ename) && past.exp * 1000 > at.getTime()
        if (past === undefined || !held) throw error
        return past
      }
    }
    return isVouchedFor({ verifyCertificate }, approval)
  }
}

function isSameKey(one: string, other: string): boolean {
  try {
    return encodePublicKey(decodePublicKey(one)) === encodePublicKey(decodePublicKey(other))
  } catch {
    return false
  }
}
