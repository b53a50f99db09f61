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
  PgTransaction<PgQueryResultHKT, Schema>,
  'insert' | 'update' | 'delete' | 'select' | 'execute'
>
