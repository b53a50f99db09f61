import type { IdentityLogEntry } from '../../w3id/identity-log/entry.ts'
import { IdentityLogError } from '../../w3id/identity-log/errors.ts'
import { type IdentityState, validateLogChain } from '../../w3id/identity-log/validate.ts'
import { VaultStartError } from '../errors.ts'

/**
 * Approvals of a recovery were checked with their certificates when it was appended: those have
 * expired since, so only their signatures are checked here.
 * @throws VaultStartError `IDENTITY_LOG_DAMAGED`
 */
export async function validateIdentityLog(
  entries: readonly IdentityLogEntry[],
  ename: string,
): Promise<IdentityState> {
  try {
    return await validateLogChain(entries, {
      id: ename,
      verifyApproval: async () => true,
      // What this vault wrote itself is not from the future, whatever the clock says now.
      now: new Date(Math.max(Date.now(), timeOf(entries))),
    })
  } catch (cause) {
    if (!(cause instanceof IdentityLogError)) throw cause
    throw new VaultStartError(
      'IDENTITY_LOG_DAMAGED',
      `The identity log of ${ename} is not what was written (entry ${cause.index}: ${cause.message}) Nothing was changed; put back a copy of the data directory.`,
      { cause },
    )
  }
}

/** Of the newest entry, in milliseconds since the epoch. */
export function timeOf(entries: readonly IdentityLogEntry[]): number {
  return Date.parse(entries.at(-1)?.versionTime ?? '') || 0
}
