import { amcheck } from '@electric-sql/pglite/contrib/amcheck'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { drizzle } from 'drizzle-orm/pglite'
import { authorise, type Grant, type Operation } from '../../../src/evault/access/authorise.ts'
import { policyPresets } from '../../../src/evault/access/policy.ts'
import { PreparedPGlite } from '../../../src/evault/db/prepared-pglite.ts'
import type { Disk } from '../../../src/evault/db/storage/disk.ts'
import type { Acknowledge } from '../../../src/evault/db/storage/durability.ts'
import { VaultFilesystem } from '../../../src/evault/db/storage/vault-filesystem.ts'
import { createTransact, resumeIds } from '../../../src/evault/db/store.ts'
import { createChangeFeed } from '../../../src/evault/envelopes/changes.ts'

export const ename = '@power-cut'
export const folder = '/pg'

export type VaultOnDisk = Awaited<ReturnType<typeof openVaultOnDisk>>

/** The store of records over an encrypted database on any disk. */
export async function openVaultOnDisk(
  disk: Disk,
  key: Buffer,
  acknowledge: Acknowledge = 'durable',
) {
  const fs = new VaultFilesystem({ folder, key, acknowledge, disk })
  const client = new PreparedPGlite({ fs, extensions: { amcheck, pg_trgm } })
  await client.waitReady
  const db = drizzle(client, { casing: 'snake_case' })
  const ids = await resumeIds(db)
  const [feed, signer, indexer] = [createChangeFeed(), { grown() {} }, { written() {} }]
  return {
    ...{ client, db, fs },
    transact: createTransact({ db, ids, feed, signer, indexer, standings: { refuseWrite() {} } }),
    grant: <O extends Operation>(operation: O): Grant<O> =>
      authorise({ kind: 'owner' }, operation, ename, {
        policy: policyPresets.open,
        consent: null,
      }),
  }
}
