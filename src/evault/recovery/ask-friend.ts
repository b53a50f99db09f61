import { RegistryError } from '../../registry/errors.ts'
import { type RecoveryRequest, recoveryRequestBytes } from '../../w3id/identity-log/entry.ts'
import { verifySignature } from '../../w3id/signatures.ts'
import type { OtherVaults } from './other-vaults.ts'
import type { FriendsAnswer } from './own-store.ts'
import { isVouchedFor, type Verifier } from './vouched.ts'

interface Means {
  readonly vaults: Pick<OtherVaults, 'send' | 'statusOf'>
  readonly registry: Verifier
}

/**
 * Asks one of the trusted: sends the request where their vault does not have it, otherwise asks
 * what became of it. An approval is taken only when it is theirs, for this request, by a key that
 * the registry vouches for now.
 * @throws RegistryError when nothing new could be learned, in words for the owner
 */
export async function askFriend(
  { vaults, registry }: Means,
  request: RecoveryRequest,
  known: FriendsAnswer,
): Promise<FriendsAnswer> {
  const { friend, requestId } = known
  if (requestId === null) {
    const sent = await vaults.send(friend, request)
    if (sent.kind === 'refused') throw new RegistryError('REFUSED', sent.reason)
    return { ...known, requestId: sent.id }
  }
  const told = await vaults.statusOf(friend, requestId).catch((error: unknown) => {
    // Refused: it may have forgotten the request, so it is sent again.
    if (error instanceof RegistryError && error.code === 'REFUSED') return null
    throw error
  })
  if (told === null) return { ...known, requestId: null, answer: 'pending' }
  const { status: answer, approval } = told
  if (answer !== 'approved' || approval === undefined) return { ...known, answer }
  const bytes = recoveryRequestBytes(request)
  const isTheirs =
    approval.ename === friend &&
    (await verifySignature(approval.publicKey, bytes, approval.signature)) &&
    (await isVouchedFor(registry, approval))
  if (isTheirs) return { ...known, answer, approval }
  throw new RegistryError('BAD_ANSWER', `The approval of ${friend} does not hold`)
}
