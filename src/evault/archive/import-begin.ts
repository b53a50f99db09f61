import { ask, type Database } from '../db/database.ts'
import { currentVersion } from '../db/migrate.ts'
import type { ArchiveFile } from './archive-file.ts'
import { ArchiveError, entryNames, VaultInTheWay } from './archive-format.ts'
import {
  type ArchivedIdentity,
  identityTables,
  isIdentityTable,
  type TablePair,
} from './identity-parts.ts'
import { beginProgress, type ImportProgress } from './import-progress.ts'
import { insertMissing } from './insert-rows.ts'
import { quoteName } from './row-format.ts'
import { listTables } from './tables.ts'

/**
 * The tables of the archive beside those of this database: only names that it has get into
 * statements.
 * @throws ArchiveError for one that this version does not know
 */
export async function pairTables(db: Database, { manifest }: ArchiveFile): Promise<TablePair[]> {
  if (manifest.vault.schema > (await currentVersion(db))) throw newer()
  const tables = await listTables(db)
  const seen = new Set<string>()
  return manifest.tables.map((archived) => {
    const { name, chunks } = archived
    const table = tables.find((own) => own.name === name)
    if (table === undefined || seen.has(name)) throw unknown(name)
    seen.add(name)
    const columns = table.columns.filter((column) => archived.columns[column.name] !== undefined)
    const isKnown = columns.every(({ name: own, type }) => archived.columns[own] === type)
    if (!isKnown || columns.length !== Object.keys(archived.columns).length) throw unknown(name)
    const isNamed = chunks.every(({ file }, at) => file === entryNames.chunk(name, at + 1))
    if (!isNamed) throw new ArchiveError(`The manifest names parts of ${name} that can’t be.`)
    return { table, columns, archived }
  })
}

/** What is known of an archive before anything of it is taken. */
interface Beginning {
  readonly pairs: readonly TablePair[]
  readonly identity: ArchivedIdentity
  readonly digest: string
}

/**
 * Takes the identity, which commits together with the mark that an import is under way.
 * @throws ArchiveError where the vault is not empty
 */
export async function beginImport(db: Database, it: Beginning): Promise<ImportProgress> {
  const { owner, parts } = it.identity
  const adopted = await requireEmpty(db, it.identity)
  await db.transaction(async (tx) => {
    await beginProgress(tx, { archive: it.digest, adopted })
    for (const name of identityTables) {
      const table = it.pairs.find((pair) => pair.table.name === name)?.table
      if (table === undefined) throw unknown(name)
      const { columns, rows } = parts[name]
      const inserted = await insertMissing(tx, table, columns, rows)
      if (!adopted && inserted !== rows.length) {
        throw new ArchiveError(`The archive has two rows with one key in ${name}.`)
      }
    }
    const { ename, createdAt } = owner
    await ask(tx, 'UPDATE vaults SET created_at = $2::timestamptz WHERE ename = $1', [
      ename,
      createdAt,
    ])
  })
  return { archive: it.digest, chunks: 0, file: null, adopted }
}

/** @returns whether there is the vault of the archive, as a recovery kit has brought it */
async function requireEmpty(db: Database, { owner, log }: ArchivedIdentity): Promise<boolean> {
  for (const { name } of await listTables(db)) {
    if (isIdentityTable(name)) continue
    const rows = await ask(db, `SELECT 1 FROM ${quoteName(name)} LIMIT 1`, [])
    if (rows.length > 0) {
      throw new VaultInTheWay(
        'There is a vault in this directory already. An archive is imported into an empty one.',
      )
    }
  }
  const held = await ask<{ ename: string; evault_id: string }>(
    db,
    'SELECT ename, evault_id FROM vaults',
    [],
  )
  if (held.length === 0) return false
  const [own] = held
  if (held.length > 1 || own?.ename !== owner.ename || own.evault_id !== owner.evaultId) {
    throw new ArchiveError(`The vault in this directory is of ${own?.ename}, not ${owner.ename}.`)
  }
  const entries = await ask<{ entry: string }>(
    db,
    'SELECT entry FROM identity_log WHERE ename = $1 ORDER BY index',
    [owner.ename],
  )
  const shared = Math.min(entries.length, log.length)
  if (entries.slice(0, shared).some(({ entry }, at) => entry !== log[at])) {
    throw new ArchiveError(
      'The identity log in the archive is another one than that of the recovery kit.',
    )
  }
  return true
}

const newer = () =>
  new ArchiveError('This archive was made by a newer version of the app. Import it with that one.')
const unknown = (table: string) =>
  new ArchiveError(
    `This app knows no table ${JSON.stringify(table)} like that in the archive: it was made by another version, or is damaged.`,
  )
