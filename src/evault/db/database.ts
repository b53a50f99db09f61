import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/**
 * A PostgreSQL database: the embedded one or a server, same schema, same SQL (15 and newer).
 * For reading; writers get a `Transaction`.
 */
export type Database = PgDatabase<PgQueryResultHKT>

/** An open transaction. Inside it only this may be used: the database has one connection. */
export type Transaction = Pick<
  Parameters<Parameters<Database['transaction']>[0]>[0],
  '_' | 'insert' | 'update' | 'delete' | 'select' | 'execute'
>

/**
 * Runs a statement that is asked often, as text with `$1`…: building one takes drizzle longer
 * than Postgres needs to run it. Values are never part of the text.
 * @returns the rows, columns by their SQL names; timestamps as text
 */
export async function ask<Row>(
  db: Pick<Database | Transaction, '_'>,
  text: string,
  params: unknown[],
): Promise<Row[]> {
  const query = db._.session.prepareQuery({ sql: text, params }, undefined, undefined, false)
  const { rows } = (await query.execute()) as { rows: Row[] }
  return rows
}

/** Texts, without NUL, as a Postgres array literal; null for NULL. */
export function arrayLiteral(values: readonly (string | null)[]): string {
  let literal = ''
  for (const value of values) literal += value === null ? ',NULL' : `,${quoted(value)}`
  return `{${literal.slice(1)}}`
}

function quoted(value: string): string {
  if (!value.includes('"') && !value.includes('\\')) return `"${value}"`
  // JSON quotes these two alike, in half the time, but must find nothing else to quote.
  if (!/[\p{Cc}\p{Cs}]/u.test(value)) return JSON.stringify(value)
  return `"${value.replace(/[\\"]/g, '\\$&')}"`
}

/** Numbers, UUIDs, hashes and times as an array literal: nothing in them needs a quote. */
export function plainArrayLiteral(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`
}
