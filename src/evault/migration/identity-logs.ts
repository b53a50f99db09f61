import type { IdentityLogEntry } from '../../w3id/identity-log/entry.ts'
import { IdentityLogError } from '../../w3id/identity-log/errors.ts'
import { validateLogChain } from '../../w3id/identity-log/validate.ts'
import type { Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import { createIdentityLogStorage } from '../keys/identity-log-storage.ts'
import type { Tenants } from '../keys/tenants.ts'

/**
 * Identity logs of the eNames whose vaults are here. Without it nobody could tell whether a key
 * that was renewed since was the eName's when it signed.
 */
export interface IdentityLogs {
  /** The entries, oldest first; none for a name whose log is not here. */
  of(ename: string): Promise<readonly IdentityLogEntry[]>
  /**
   * Keeps the log of an eName whose keys are elsewhere. It may be a part of what is kept already.
   * @param entries the whole of it, as it came from JSON
   * @throws RequestError `INVALID_INPUT` for a log that does not hold, is not the one that is kept,
   * or ends with no key that speaks for the eName here; `FORBIDDEN` where the keys are here
   */
  take(ename: string, entries: readonly unknown[]): Promise<void>
}

interface Means {
  readonly db: Database
  readonly tenants: Pick<Tenants, 'of'>
  /** This server's owner, whose log is written here. */
  readonly owner: string
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export function createIdentityLogs({ db, tenants, owner, now }: Means): IdentityLogs {
  const storage = createIdentityLogStorage(db)

  return {
    of: (ename) => storage.read(ename),

    async take(ename, entries) {
      if (ename === owner) throw new RequestError('FORBIDDEN', 'The keys of this eName are here.')
      await checkLog(ename, entries)
      const log = entries as readonly IdentityLogEntry[]
      const kept = await storage.read(ename)
      if (kept.some(({ versionId }, at) => log[at] && log[at].versionId !== versionId)) {
        throw new RequestError('INVALID_INPUT', 'entries: another log of this eName is here.')
      }
      const keys = tenants.of(ename)?.publicKeys ?? []
      if (!log.at(-1)?.updateKeys.some((key) => keys.includes(key))) {
        const message = 'entries: the log ends with no key that speaks for the eName here.'
        throw new RequestError('INVALID_INPUT', message, 'entries')
      }
      for (const entry of log.slice(kept.length)) await storage.append(entry)
    },
  }

  /**
   * Approvals of a recovery are checked by whoever reads the log: their certificates have expired,
   * and what they were worth then is not ours to say.
   */
  async function checkLog(ename: string, entries: readonly unknown[]): Promise<void> {
    try {
      const verifyApproval = async () => true
      await validateLogChain(entries, { id: ename, verifyApproval, now: new Date(now()) })
    } catch (error) {
      if (!(error instanceof IdentityLogError)) throw error
      throw new RequestError('INVALID_INPUT', `entries: ${error.message}`, 'entries')
    }
  }
}
