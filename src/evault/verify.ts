import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { lockDirectory } from './db/lock.ts'
import { openDatabase } from './db/open.ts'
import { vaults } from './db/schema.ts'
import { VaultStartError } from './errors.ts'
import { checkLogIntegrity, type LogIntegrity } from './log/integrity.ts'
import { OpenParts } from './open-parts.ts'

/** What was found out about one vault's operation log. */
export type VerifiedLog = LogIntegrity & { readonly ename: string }

/**
 * Reads the operation logs in a data directory that no vault has open, and says whether they are
 * what was written. Keys are not needed: signatures are checked with the owner's public key.
 * @throws VaultStartError as `openVault` does; `INVALID_CONFIG` where there is no vault
 */
export async function verifyLogs(dataDirectory: string): Promise<VerifiedLog[]> {
  if (!existsSync(join(dataDirectory, 'pg'))) {
    throw new VaultStartError('INVALID_CONFIG', `There is no vault in ${dataDirectory}.`)
  }
  const parts = new OpenParts()
  try {
    parts.add(await lockDirectory(dataDirectory))
    const { db } = parts.add(await openDatabase(dataDirectory, null))
    const held = await db.select().from(vaults).orderBy(vaults.createdAt)
    const keys = held.flatMap(({ keychain, publicKey }) =>
      keychain === null || publicKey === null ? [] : [publicKey],
    )
    const verified: VerifiedLog[] = []
    for (const { ename } of held) {
      verified.push({ ename, ...(await checkLogIntegrity(db, ename, keys)) })
    }
    return verified
  } finally {
    await parts[Symbol.asyncDispose]()
  }
}
