import type { IdentityLogEntry } from '../../w3id/identity-log/entry.ts'
import type { Tenant } from '../keys/tenant.ts'

/** When a key spoke for an eName; times are milliseconds since the epoch. */
export interface KeyTerm {
  /** Multibase. */
  readonly publicKey: string
  readonly from: number
  /** Infinity while it is current. */
  readonly until: number
}

const ALWAYS = Number.NEGATIVE_INFINITY
const STILL = Number.POSITIVE_INFINITY

/**
 * The terms of all keys of an identity log, those that ended first. Expects a log that was
 * validated, so no key has two terms. Of the time before its first entry a log says nothing, and
 * there are eNames older than their log: the keys it begins with are taken for that time.
 */
export function termsOf(entries: readonly IdentityLogEntry[]): KeyTerm[] {
  const ended: KeyTerm[] = []
  const current = new Map<string, number>()
  for (const [index, { versionTime, updateKeys }] of entries.entries()) {
    const time = Date.parse(versionTime)
    for (const [publicKey, from] of current) {
      if (updateKeys.includes(publicKey)) continue
      current.delete(publicKey)
      ended.push({ publicKey, from, until: time })
    }
    for (const publicKey of updateKeys) {
      if (!current.has(publicKey)) current.set(publicKey, index === 0 ? ALWAYS : time)
    }
  }
  return [...ended, ...[...current].map(([publicKey, from]) => ({ publicKey, from, until: STILL }))]
}

/** The terms of the keys that were added beside those of the log. */
export function termsOfAdded({ addedKeys }: Pick<Tenant, 'addedKeys'>): KeyTerm[] {
  return addedKeys.map(({ publicKey, addedAt, revokedAt }) => ({
    publicKey,
    from: addedAt.getTime(),
    until: revokedAt?.getTime() ?? STILL,
  }))
}
