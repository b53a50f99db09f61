import { ask, type Database, type Transaction } from '../db/database.ts'
import { VaultStartError } from '../errors.ts'
import type { Problem } from './table-rows.ts'

/** How far an import has come. It commits together with what was taken. */
export interface ImportProgress {
  /** SHA-256 of the archive's manifest, hex: no other archive goes on from here. */
  readonly archive: string
  /** Parts of tables that were taken. */
  readonly chunks: number
  /** The key of the last file that was looked at; null before the first. */
  readonly file: string | null
  /** The vault's identity was there before, from a recovery kit. */
  readonly adopted: boolean
}

/** These tables are there only while an import is under way: a vault that has them is not whole. */
const createTables = [
  `CREATE TABLE archive_import (archive text NOT NULL, chunks integer NOT NULL, file text,
    adopted boolean NOT NULL)`,
  `CREATE TABLE archive_import_problems (number bigint GENERATED ALWAYS AS IDENTITY,
    item text NOT NULL, reason text NOT NULL)`,
]
const dropTables = ['DROP TABLE archive_import', 'DROP TABLE archive_import_problems']

const isThere = `SELECT to_regclass('archive_import') IS NOT NULL AS found`
const selectProgress = 'SELECT archive, chunks, file, adopted FROM archive_import'
const insertProgress = 'INSERT INTO archive_import (archive, chunks, adopted) VALUES ($1, 0, $2)'
const updateProgress = 'UPDATE archive_import SET chunks = $1, file = $2'
const insertProblem = 'INSERT INTO archive_import_problems (item, reason) VALUES ($1, $2)'
const selectProblems = 'SELECT item, reason FROM archive_import_problems ORDER BY number'

/** How far the import into this database has come, or null where none is under way. */
export async function readProgress(db: Database): Promise<ImportProgress | null> {
  const [table] = await ask<{ found: boolean }>(db, isThere, [])
  if (!table?.found) return null
  const [progress] = await ask<ImportProgress>(db, selectProgress, [])
  return progress ?? null
}

/** @throws VaultStartError `IMPORT_UNFINISHED` */
export async function refuseUnfinishedImport(db: Database): Promise<void> {
  if ((await readProgress(db)) === null) return
  throw new VaultStartError(
    'IMPORT_UNFINISHED',
    'An import into this vault has not ended. Run “evault import” with the same archive again: it goes on where it was.',
  )
}

export async function beginProgress(
  tx: Transaction,
  { archive, adopted }: Pick<ImportProgress, 'archive' | 'adopted'>,
): Promise<void> {
  for (const statement of createTables) await ask(tx, statement, [])
  await ask(tx, insertProgress, [archive, adopted])
}

/** @param problems that came up since it was saved last */
export async function saveProgress(
  tx: Transaction,
  { chunks, file }: Pick<ImportProgress, 'chunks' | 'file'>,
  problems: readonly Problem[],
): Promise<void> {
  await ask(tx, updateProgress, [chunks, file])
  for (const { item, reason } of problems) await ask(tx, insertProblem, [item, reason])
}

/** Everything that the import could not take, oldest first. */
export function readProblems(db: Database): Promise<Problem[]> {
  return ask<Problem>(db, selectProblems, [])
}

/** The vault is whole. */
export async function endProgress(tx: Transaction): Promise<void> {
  for (const statement of dropTables) await ask(tx, statement, [])
}
