import type { ExtractTablesWithRelations, Query } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core'
import type * as schema from './schema.ts'

type Schema = typeof schema

/**
 * A PostgreSQL database: the embedded one or a server, same schema, same SQL (15 and newer).
 * For reading; writers get a `Transaction`.
 */
export type Database = PgDatabase<PgQueryResultHKT, Schema>

/** An open transaction. Inside it only this may be used: the database has one connection. */
export type Transaction = Pick<
  PgTransaction<PgQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>,
  '_' | 'insert' | 'update' | 'delete' | 'select' | 'execute'
>

/** A statement built once, with placeholders: building one takes longer than running it. */
export interface BuiltStatement {
  getQuery(): Query
}

/** Runs a built statement that returns nothing, inside a transaction. */
export async function run(
  tx: Transaction,
  statement: BuiltStatement,
  values: Record<string, unknown>,
): Promise<void> {
  await tx._.session.prepareQuery(statement.getQuery(), undefined, undefined, false).execute(values)
}
