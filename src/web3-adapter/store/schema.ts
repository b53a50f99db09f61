import { all, run, type Work } from './database.ts'

/**
 * The adapter's own tables, beside the platform's:
 * - `web3_tables`: the type each mapped table was opened with;
 * - `web3_links`: which record a row is. `base` is the record's payload when both were last the
 *   same, `view` what the mapping made of the row then; both null until the record is in its vault.
 *   `gone` for what was deleted: its id stays, for those that name it;
 * - `web3_outbox`: rows that may have changed, noted by triggers in the platform's transactions;
 * - `web3_inbox`: records that may have changed in their vaults.
 */
const tables = [
  'CREATE TABLE IF NOT EXISTS web3_tables (name TEXT PRIMARY KEY, schema_id TEXT NOT NULL)',
  `CREATE TABLE IF NOT EXISTS web3_links (
     table_name TEXT NOT NULL, local_id TEXT NOT NULL, global_id TEXT NOT NULL, ename TEXT,
     base TEXT, view TEXT, gone INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (table_name, local_id))`,
  'CREATE UNIQUE INDEX IF NOT EXISTS web3_links_global ON web3_links (global_id, table_name)',
  'CREATE INDEX IF NOT EXISTS web3_links_ename ON web3_links (ename)',
  `CREATE TABLE IF NOT EXISTS web3_outbox (
     table_name TEXT NOT NULL, local_id TEXT NOT NULL, version INTEGER NOT NULL DEFAULT 1,
     due BIGINT NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, problem TEXT, waits_for TEXT,
     PRIMARY KEY (table_name, local_id))`,
  `CREATE TABLE IF NOT EXISTS web3_inbox (
     global_id TEXT NOT NULL, ename TEXT NOT NULL, table_name TEXT NOT NULL,
     version INTEGER NOT NULL DEFAULT 1, due BIGINT NOT NULL DEFAULT 0,
     attempts INTEGER NOT NULL DEFAULT 0, problem TEXT, waits_for TEXT,
     PRIMARY KEY (global_id, ename))`,
]

export function* createTables(): Work<void> {
  for (const sql of tables) yield* run(sql)
}

/** The type a table was opened with before; null for never. */
export function* schemaOf(table: string): Work<string | null> {
  const [row] = yield* all<{ schema_id: string }>(
    'SELECT schema_id FROM web3_tables WHERE name = ?',
    table,
  )
  return row?.schema_id ?? null
}

export function* keepSchema(table: string, schemaId: string): Work<void> {
  yield* run('INSERT INTO web3_tables (name, schema_id) VALUES (?, ?)', table, schemaId)
}
