import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { keyNames } from '../keys/identity.ts'

/** Whose vault an unencrypted database is. */
export interface PlainIdentity {
  readonly ename: string
  readonly evaultId: string
  /** Where it was given its key, for people. */
  readonly keychain: string
  /** What its owner's keys are called in the keychain. */
  readonly keyNames: readonly string[]
}

/** Whether a folder is a database that no version with encryption wrote. */
export async function isPlainDatabase(folder: string): Promise<boolean> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'latin1').catch(() => '')
  return /^\d+\s*$/.test(version)
}

/**
 * Whose an unencrypted database is; null before its first start came that far. Afterwards it was
 * closed in order, with everything that its log holds in its tables.
 * @throws what PGlite throws for a damaged one
 */
export async function readPlainIdentity(folder: string): Promise<PlainIdentity | null> {
  const client = await PGlite.create(folder, { extensions: { pg_trgm } })
  try {
    const hasTable = await client.query<{ found: string | null }>(
      "SELECT to_regclass('vaults')::text AS found",
    )
    if (hasTable.rows[0]?.found == null) return null
    const { rows } = await client.query<{ ename: string; evault_id: string; keychain: string }>(
      'SELECT ename, evault_id, keychain FROM vaults WHERE keychain IS NOT NULL LIMIT 1',
    )
    const [owner] = rows
    if (owner === undefined) return null
    const { ename, evault_id: evaultId, keychain } = owner
    return { ename, evaultId, keychain, keyNames: await ownersKeyNames(client, ename, evaultId) }
  } finally {
    await client.close()
  }
}

async function ownersKeyNames(client: PGlite, ename: string, evaultId: string): Promise<string[]> {
  const { rows } = await client.query<{ found: string | null }>(
    "SELECT to_regclass('owner_keys')::text AS found",
  )
  const first = keyNames.owner(evaultId, 1)
  if (rows[0]?.found == null) return [first]
  const keys = await client.query<{ key_name: string }>(
    'SELECT key_name FROM owner_keys WHERE ename = $1',
    [ename],
  )
  return [...new Set([first, ...keys.rows.map(({ key_name }) => key_name)])]
}
