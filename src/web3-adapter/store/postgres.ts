import type { Row } from '../mapping/types.ts'
import type { AdapterDatabase, Statement, Work } from './database.ts'

type Query = (sql: string, values: unknown[]) => Promise<{ readonly rows: unknown[] }>

/** What the adapter needs of a `Pool` of the library `pg`. */
export interface PostgresPool {
  connect(): Promise<{
    query(sql: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>
    release(broken?: boolean): void
  }>
}

/** What the adapter needs of PGlite. */
export interface PGliteConnection {
  transaction<T>(
    work: (tx: {
      // biome-ignore lint/suspicious/noExplicitAny: as PGlite has it
      query(sql: string, values?: any[]): Promise<{ readonly rows: unknown[] }>
    }) => Promise<T>,
  ): Promise<T>
}

const mostTries = 5
/** Serialisation failure and deadlock: nothing was done, and it may be done again. */
const passing = new Set(['40001', '40P01'])

/** A platform's PostgreSQL database (15 or newer), through its pool. */
export function postgresDatabase(pool: PostgresPool): AdapterDatabase {
  return {
    dialect: 'postgres',
    async transact(work) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await inTransaction(pool, work)
        } catch (error) {
          if (tries === mostTries || !passing.has(codeOf(error))) throw error
        }
      }
    },
  }
}

/** A platform's PGlite database. */
export function pgliteDatabase(connection: PGliteConnection): AdapterDatabase {
  return {
    dialect: 'postgres',
    transact: (work) =>
      connection.transaction((tx) => runToEnd((sql, values) => tx.query(sql, values), work())),
  }
}

async function inTransaction<T>(pool: PostgresPool, work: () => Work<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('BEGIN')
    const result = await runToEnd((sql, values) => client.query(sql, values), work())
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function runToEnd<T>(query: Query, work: Work<T>): Promise<T> {
  let step = work.next()
  while (!step.done) {
    const { sql, values }: Statement = step.value
    let rows: readonly Row[]
    try {
      rows = (await query(numbered(sql), [...values])).rows as readonly Row[]
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(rows)
  }
  return step.value
}

/** Postgres numbers its places: `$1`. A question mark in a quoted name is none. */
function numbered(sql: string): string {
  let count = 0
  return sql.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'|\?/g, (part) => {
    if (part !== '?') return part
    count += 1
    return `$${count}`
  })
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
