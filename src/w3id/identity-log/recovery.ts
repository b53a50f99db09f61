import { canonicalJson } from '../canonical-json.ts'
import { verifySignature } from '../signatures.ts'
import {
  type Approval,
  type IdentityLogEntry,
  recoveryRequestBytes,
  type VerifyApproval,
} from './entry.ts'
import { type IdentityLogCode, IdentityLogError } from './errors.ts'

/**
 * Checks all of a recovery but its keys and proofs: the trust list, the approvals, the waiting
 * time. Throws IdentityLogError.
 */
export async function checkRecovery(
  entry: IdentityLogEntry,
  index: number,
  previous: IdentityLogEntry,
  verifyApproval: VerifyApproval | undefined,
): Promise<void> {
  const refuse = (code: IdentityLogCode, message: string): never => {
    throw new IdentityLogError(code, index, message)
  }
  const { recovery } = entry
  const { trust } = previous
  if (recovery === null || trust === null) {
    return refuse('APPROVALS_MISSING', 'The log has no trust list: nobody can approve a recovery')
  }
  if (canonicalJson(entry.trust) !== canonicalJson(trust)) {
    refuse('BROKEN_CHAIN', 'A recovery may not change the trust list')
  }
  if (recovery.requestedAt < previous.versionTime) {
    refuse('WRONG_TIME', 'The recovery was requested before the entry that it follows')
  }
  const approvers = new Set(recovery.approvals.map(({ ename }) => ename))
  if (approvers.size < recovery.approvals.length) {
    refuse('APPROVALS_MISSING', 'Somebody approved twice: one approval each counts')
  }
  if (![...approvers].every((ename) => trust.trusted.includes(ename))) {
    refuse('APPROVALS_MISSING', 'Somebody approved who is not on the trust list')
  }
  if (approvers.size < trust.threshold) {
    refuse('APPROVALS_MISSING', `${approvers.size} approved, ${trust.threshold} have to`)
  }
  const waited = Date.parse(entry.versionTime) - Date.parse(recovery.requestedAt)
  if (waited < trust.waitSeconds * 1000) {
    refuse('TOO_EARLY', `The recovery has to wait ${trust.waitSeconds} seconds after its request`)
  }
  for (const approval of recovery.approvals) {
    const problem = await problemOf(approval, entry, recovery.requestedAt, verifyApproval)
    if (problem !== null) refuse(...problem)
  }
}

async function problemOf(
  approval: Approval,
  { id, previous, updateKeys, nextKeyHashes }: IdentityLogEntry,
  requestedAt: string,
  verifyApproval: VerifyApproval | undefined,
): Promise<[IdentityLogCode, string] | null> {
  const request = { id, previous: previous ?? '', updateKeys, nextKeyHashes, requestedAt }
  const bytes = recoveryRequestBytes(request)
  if (!(await verifySignature(approval.publicKey, bytes, approval.signature))) {
    return ['WRONG_SIGNATURE', 'An approval is not signed by its key, or for another request']
  }
  const at = new Date(requestedAt)
  if ((await verifyApproval?.({ ...approval }, { id, at })) === true) return null
  return ['APPROVAL_UNVERIFIED', "Nobody vouches that an approver's key was the approver's"]
}
