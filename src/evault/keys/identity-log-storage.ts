import { canonicalJson } from '../../w3id/canonical-json.ts'
import type { IdentityLogEntry, IdentityLogStorage } from '../../w3id/identity-log/entry.ts'
import { IdentityLogError } from '../../w3id/identity-log/errors.ts'
import { ask, type Database } from '../db/database.ts'

const selectEntries = 'SELECT entry FROM identity_log WHERE ename = $1 ORDER BY index'

/** Only behind the entry it names, so that of two writers one fails. */
const insertEntry = `
  INSERT INTO identity_log (ename, index, version_id, entry)
  SELECT $1, $2::integer, $3, $4
  WHERE coalesce((SELECT version_id FROM identity_log WHERE ename = $1
    ORDER BY index DESC LIMIT 1), '') = $5
  ON CONFLICT DO NOTHING
  RETURNING 1`

/** Identity logs in the vault's database, as the canonical JSON that was signed. */
export function createIdentityLogStorage(db: Database): IdentityLogStorage {
  return {
    async read(id) {
      const rows = await ask<{ entry: string }>(db, selectEntries, [id])
      return rows.map(({ entry }) => JSON.parse(entry) as IdentityLogEntry)
    },
    async append(entry) {
      const { id, versionId, previous } = entry
      const index = Number.parseInt(versionId, 10)
      const values = [id, index, versionId, canonicalJson(entry), previous ?? '']
      const { length } = await ask(db, insertEntry, values)
      if (length === 0) {
        throw new IdentityLogError('CONFLICT', index, 'The identity log has grown meanwhile.')
      }
    },
  }
}
