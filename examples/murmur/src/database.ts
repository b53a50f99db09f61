import Database from 'libsql'

/** Opens the SQLite file, which is made if there is none. */
export function openDatabase(file: string): Database.Database {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('foreign_keys = ON')
  database.exec(tables)
  return database
}

/**
 * Only stars refer to what must be there: a murmur outlives the account it is of and what it
 * answers, for it is in somebody's vault, and what goes here would go there, too. Murmurs that come
 * from vaults may be without words. Times are unix seconds.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS accounts (
    id TEXT PRIMARY KEY, handle TEXT, shown_name TEXT, about TEXT, picture TEXT, ename TEXT,
    joined INTEGER);
  CREATE TABLE IF NOT EXISTS murmurs (
    id TEXT PRIMARY KEY, account_id TEXT, words TEXT, pictures JSON, answers_to TEXT,
    written_at INTEGER, edited_at INTEGER);
  CREATE TABLE IF NOT EXISTS stars (
    murmur_id TEXT NOT NULL REFERENCES murmurs ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES accounts ON DELETE CASCADE,
    PRIMARY KEY (murmur_id, account_id));
  CREATE TABLE IF NOT EXISTS sessions (
    hash TEXT PRIMARY KEY, account_id TEXT NOT NULL, expires INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS accounts_ename ON accounts (ename);
  CREATE INDEX IF NOT EXISTS murmurs_account ON murmurs (account_id);
  CREATE INDEX IF NOT EXISTS murmurs_answers ON murmurs (answers_to);
  CREATE INDEX IF NOT EXISTS murmurs_written ON murmurs (coalesce(written_at, 0), id);
  CREATE INDEX IF NOT EXISTS stars_account ON stars (account_id);`
