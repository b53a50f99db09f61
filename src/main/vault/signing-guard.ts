import { z } from 'zod'
import { type SigningPurpose, SigningRefused } from '../../evault/index.ts'
import { canonicalJson } from '../../w3id/canonical-json.ts'
import type { TrustList } from '../../w3id/identity-log/entry.ts'

/** A change of an identity that waits for the owner's word. */
export interface IdentityChange {
  /** Whose keys change: the owner's, but for `approve-recovery`. */
  readonly ename: string
  /** `approve-recovery`: somebody else's recovery, which the owner's word helps to happen. */
  readonly operation: 'genesis' | 'rotate' | 'recover' | 'approve-recovery'
  /** Multibase. */
  readonly keys: readonly string[]
  /** Who may approve a recovery of the owner's identity from then on. */
  readonly trust: TrustList | null
}

/** Looks at what the vault process wants signed, before it is. */
export interface SigningGuard {
  /**
   * Resolves when these bytes may be signed with this key.
   * @throws SigningRefused when they are not what the purpose says, or when the owner says no
   */
  allow(keyName: string, bytes: Uint8Array, purpose: SigningPurpose): Promise<void>
}

/** A confirmed change needs several signatures, in the same moment. */
const confirmedMs = 60_000
const hexDigest = /^[0-9a-f]{64}$/
const ownerKey = /\/owner(\/\d+)?$/
const registryKey = /\/registry(\/\d+)?$/

const identityEntry = z.object({
  id: z.string(),
  method: z.literal('w3id:v1'),
  operation: z.enum(['genesis', 'rotate', 'recover']),
  previous: z.string().nullable(),
  updateKeys: z.array(z.string()),
  trust: z
    .object({ threshold: z.int(), trusted: z.array(z.string()), waitSeconds: z.int() })
    .nullable(),
})

const recoveryRequest = z.strictObject({
  type: z.literal('w3id-recovery:v1'),
  id: z.string().min(1),
  previous: z.string(),
  updateKeys: z.array(z.string().min(1)).min(1),
  nextKeyHashes: z.array(z.string()),
  requestedAt: z.string(),
})

/**
 * The vault process talks to strangers, so main does not sign what it is handed: digests of the
 * operation log, tokens with the registry's key, and what the owner has confirmed in a dialog of
 * main's own: entries of the identity log, and approvals of somebody else's recovery. The first
 * entry of a new vault needs no confirmation; later it could begin another history of the keys.
 * @param isNew whether the vault is being made: it has never been open
 */
export function createSigningGuard(
  confirm: (change: IdentityChange) => Promise<boolean>,
  isNew: () => boolean,
): SigningGuard {
  const confirmed = new Map<string, number>()

  async function allowIdentityChange(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString()
    const { data } = identityEntry.safeParse(parseJson(text))
    if (data === undefined) throw refusal('this is no entry of an identity log')
    const { id: ename, operation, previous, updateKeys: keys, trust } = data
    if (operation === 'genesis' && previous !== null) throw refusal('this is no first entry')
    if (operation === 'genesis' && isNew()) return
    if ((confirmed.get(text) ?? 0) > Date.now()) return
    if (!(await confirm({ ename, operation, keys, trust }))) throw refusal('you did not confirm it')
    confirmed.clear()
    confirmed.set(text, Date.now() + confirmedMs)
  }

  async function allowApproval(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString()
    const { data } = recoveryRequest.safeParse(parseJson(text))
    // Nothing in it that the owner is not shown, like a member that is there twice.
    if (data === undefined || canonicalJson(data) !== text) {
      throw refusal('this is no request for a recovery')
    }
    const { id: ename, updateKeys: keys } = data
    const change = { ename, operation: 'approve-recovery' as const, keys, trust: null }
    if (!(await confirm(change))) throw refusal('you did not confirm it')
  }

  return {
    async allow(keyName, bytes, purpose) {
      if (purpose === 'registry-token') {
        if (!registryKey.test(keyName)) throw refusal('this is not the key of the registry')
        return
      }
      if (!ownerKey.test(keyName)) throw refusal('this is not a key of the owner')
      if (purpose === 'identity-log') return allowIdentityChange(bytes)
      if (purpose === 'recovery-approval') return allowApproval(bytes)
      if (!hexDigest.test(Buffer.from(bytes).toString('latin1'))) {
        throw refusal('this is no digest of the operation log')
      }
    },
  }
}

function refusal(why: string): SigningRefused {
  return new SigningRefused(`Nothing was signed: ${why}.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
