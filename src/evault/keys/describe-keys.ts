import type { KeyUses } from './key-uses.ts'
import type { OwnerKeys } from './owner-keys.ts'
import type { Tenant } from './tenant.ts'

/** A key of an eName, as its owner sees it. */
export interface DescribedKey {
  /** Multibase. */
  readonly publicKey: string
  /** `retired` was replaced, `revoked` was ended. */
  readonly state: 'current' | 'retired' | 'revoked'
  readonly isThisComputer: boolean
  readonly isInLog: boolean
  readonly device: string | null
  readonly addedBy: string | null
  readonly since: string
  readonly until: string | null
  readonly certifiedUntil: string | null
  readonly lastUsedAt: string | null
}

/** The keys of the owner's eName, those in use first. Times are ISO 8601. */
export function describeKeys(
  tenant: Tenant,
  owner: OwnerKeys,
  uses: Pick<KeyUses, 'last'>,
): DescribedKey[] {
  const { ename, addedKeys, certification } = tenant
  const lastUsed = (publicKey: string) => uses.last(ename, publicKey)?.toISOString() ?? null
  const certifiedUntil = (publicKey: string) => {
    const held = certification.certificates.find((one) => one.publicKey === publicKey)
    return held === undefined ? null : new Date(held.expiresAt).toISOString()
  }
  const logged = owner.everCurrent.map((publicKey): DescribedKey => {
    const until = endInLog(owner, publicKey)
    return {
      ...{ publicKey, state: until === null ? 'current' : 'retired', isInLog: true },
      isThisComputer: publicKey === owner.publicKey,
      ...{ device: null, addedBy: null, lastUsedAt: lastUsed(publicKey) },
      ...{ since: beginInLog(owner, publicKey), until, certifiedUntil: certifiedUntil(publicKey) },
    }
  })
  const added = addedKeys.map(
    ({ publicKey, device, addedBy, addedAt, revokedAt }): DescribedKey => ({
      ...{ publicKey, state: revokedAt === null ? 'current' : 'revoked' },
      ...{ isThisComputer: false, isInLog: false, device, addedBy },
      since: addedAt.toISOString(),
      until: revokedAt?.toISOString() ?? null,
      certifiedUntil: certifiedUntil(publicKey),
      lastUsedAt: lastUsed(publicKey),
    }),
  )
  return [...logged.reverse(), ...added].sort(
    (a, b) => Number(a.until !== null) - Number(b.until !== null),
  )
}

function beginInLog({ entries }: OwnerKeys, publicKey: string): string {
  return entries.find(({ updateKeys }) => updateKeys.includes(publicKey))?.versionTime ?? ''
}

/** null while it is current. */
function endInLog({ entries }: OwnerKeys, publicKey: string): string | null {
  const last = entries.findLastIndex(({ updateKeys }) => updateKeys.includes(publicKey))
  return entries[last + 1]?.versionTime ?? null
}
