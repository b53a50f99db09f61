import { setTimeout as sleep } from 'node:timers/promises'
import type { Row } from '../mapping/types.ts'
import type { AdapterDatabase, SqlValue, Statement, Work } from './database.ts'

/** What the adapter needs of SQLite: `libsql`, `better-sqlite3` and `node:sqlite` have it. */
export interface SqliteConnection {
  exec(sql: string): unknown
  prepare(sql: string): {
    // biome-ignore lint/suspicious/noExplicitAny: the libraries disagree about what a value is
    all(...values: any[]): unknown[]
    // biome-ignore lint/suspicious/noExplicitAny: as above
    run(...values: any[]): unknown
  }
}

const mostTries = 50
const pauseMs = 20

/**
 * A platform's SQLite database, through the platform's own connection: a transaction of the adapter
 * begins and ends without a pause, so that nobody else's statements get into it.
 */
export function sqliteDatabase(connection: SqliteConnection): AdapterDatabase {
  return {
    dialect: 'sqlite',
    async transact(work) {
      await begin(connection)
      try {
        const result = runToEnd(connection, work())
        connection.exec('COMMIT')
        return result
      } catch (error) {
        rollBack(connection)
        throw error
      }
    },
  }
}

/** A transaction that the platform keeps open over a pause of its own is waited for. */
async function begin(connection: SqliteConnection): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      connection.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (tries === mostTries) throw error
      await sleep(pauseMs)
    }
  }
}

function runToEnd<T>(connection: SqliteConnection, work: Work<T>): T {
  let step = work.next()
  while (!step.done) {
    let rows: readonly Row[]
    try {
      rows = execute(connection, step.value)
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(rows)
  }
  return step.value
}

function execute(connection: SqliteConnection, { sql, values, returnsRows }: Statement) {
  const statement = connection.prepare(sql)
  const bound = values.map(bindable)
  if (returnsRows) return statement.all(...bound) as readonly Row[]
  statement.run(...bound)
  return []
}

/** SQLite has no booleans. */
function bindable(value: SqlValue): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value
}

/** Some errors have undone the transaction already. */
function rollBack(connection: SqliteConnection): void {
  try {
    connection.exec('ROLLBACK')
  } catch {
    // There was none left.
  }
}
