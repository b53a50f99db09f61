import type { Database } from './db/database.ts'
import { vaults } from './db/schema.ts'
import { VaultStartError } from './errors.ts'
import { createIdentityLogStorage } from './keys/identity-log-storage.ts'
import { validateIdentityLog } from './keys/validate-identity-log.ts'
import { checkLogIntegrity, type LogIntegrity } from './log/integrity.ts'
import { OpenParts } from './open-parts.ts'
import { hasVault, openStorage, type StorageMeans } from './open-storage.ts'

/** What was found out about one vault's operation log. */
export type VerifiedLog = LogIntegrity & { readonly ename: string }

/**
 * Reads the operation logs in a data directory that no vault has open, and says whether they are
 * what was written. The keys are needed to read them; signatures are checked with the owner's public
 * key.
 * @throws VaultStartError as `openVault` does; `INVALID_CONFIG` where there is no vault
 */
export async function verifyLogs(
  dataDirectory: string,
  means: Pick<StorageMeans, 'openCustody' | 'log'>,
): Promise<VerifiedLog[]> {
  if (!hasVault(dataDirectory)) {
    throw new VaultStartError('INVALID_CONFIG', `There is no vault in ${dataDirectory}.`)
  }
  const parts = new OpenParts()
  try {
    const { db } = await openStorage(dataDirectory, { ...means, templateDirectory: null }, parts)
    const held = await db.select().from(vaults).orderBy(vaults.createdAt)
    const keys = await ownersKeys(db, held)
    const verified: VerifiedLog[] = []
    for (const { ename } of held) {
      verified.push({ ename, ...(await checkLogIntegrity(db, ename, keys)) })
    }
    return verified
  } finally {
    await parts[Symbol.asyncDispose]()
  }
}

/** Every key the owner ever had: by the identity log, or the first one where there is none yet. */
async function ownersKeys(
  db: Database,
  held: readonly (typeof vaults.$inferSelect)[],
): Promise<string[]> {
  const owner = held.find(({ keychain }) => keychain !== null)
  if (owner?.publicKey == null) return []
  const entries = await createIdentityLogStorage(db).read(owner.ename)
  if (entries.length > 0) await validateIdentityLog(entries, owner.ename)
  return [owner.publicKey, ...entries.flatMap(({ updateKeys }) => updateKeys)]
}
