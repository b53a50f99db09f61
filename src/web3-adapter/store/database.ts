import type { Row } from '../mapping/types.ts'

/** What the adapter hands to a database; anything else is JSON text by then. */
export type SqlValue = string | number | boolean | null

/** One statement: `?` stands for a value. */
export interface Statement {
  readonly sql: string
  readonly values: readonly SqlValue[]
  readonly returnsRows: boolean
}

/**
 * What happens in one transaction: it yields statements and is given their rows. A generator, and
 * no async function, so that SQLite runs it to its end without anybody else's statements between.
 */
export type Work<T> = Generator<Statement, T, readonly Row[]>

/** A database in which a platform keeps its rows, and the adapter what it has to remember. */
export interface AdapterDatabase {
  readonly dialect: 'sqlite' | 'postgres'
  /** Runs the work in one transaction. What it throws undoes all of it. */
  transact<T>(work: () => Work<T>): Promise<T>
}

export function* all<T extends object>(sql: string, ...values: SqlValue[]): Work<readonly T[]> {
  return (yield { sql, values, returnsRows: true }) as readonly T[]
}

/** The first row, null for none. */
export function* first<T extends object>(sql: string, ...values: SqlValue[]): Work<T | null> {
  const [row] = yield* all<T>(sql, ...values)
  return row ?? null
}

export function* run(sql: string, ...values: SqlValue[]): Work<void> {
  yield { sql, values, returnsRows: false }
}

/** A name of a table or column as SQL. Mappings are read from files, so names are looked at. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as SQL, where no value can stand for it: in triggers. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
