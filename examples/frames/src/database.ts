import { PGlite } from '@electric-sql/pglite'
import { type AdapterDatabase, pgliteDatabase, postgresDatabase } from 'evault-desktop/web3-adapter'
import { Pool } from 'pg'

/** What frames asks of its database, whichever it is. */
export interface Database extends AsyncDisposable {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  /** The same database for the adapter. */
  readonly forAdapter: AdapterDatabase
}

/** Opens PostgreSQL where there is an address of one, else PGlite in the directory. */
export async function openDatabase(options: {
  databaseUrl: string | null
  dataDirectory: string
}): Promise<Database> {
  const database =
    options.databaseUrl === null
      ? await openPGlite(options.dataDirectory)
      : openPostgres(options.databaseUrl)
  for (const statement of tables) await database.query(statement)
  return database
}

const tables = [
  'CREATE TABLE IF NOT EXISTS people (id text PRIMARY KEY, doc jsonb NOT NULL)',
  'CREATE TABLE IF NOT EXISTS photos (id text PRIMARY KEY, doc jsonb NOT NULL)',
  `CREATE TABLE IF NOT EXISTS sessions
     (hash text PRIMARY KEY, person text NOT NULL, expires timestamptz NOT NULL)`,
  "CREATE INDEX IF NOT EXISTS people_ename ON people ((doc ->> 'ename'))",
  "CREATE INDEX IF NOT EXISTS photos_on ON photos ((doc ->> 'on'))",
  "CREATE INDEX IF NOT EXISTS photos_by ON photos ((doc ->> 'by'))",
  "CREATE INDEX IF NOT EXISTS photos_taken ON photos (coalesce(doc ->> 'taken', ''), id)",
]

async function openPGlite(directory: string): Promise<Database> {
  const pglite = await PGlite.create(directory)
  return {
    query: (sql, values) => pglite.query(sql, values),
    forAdapter: pgliteDatabase(pglite),
    [Symbol.asyncDispose]: () => pglite.close(),
  }
}

function openPostgres(connectionString: string): Database {
  const pool = new Pool({ connectionString })
  return {
    query: (sql, values) => pool.query(sql, values),
    forAdapter: postgresDatabase(pool),
    [Symbol.asyncDispose]: () => pool.end(),
  }
}
