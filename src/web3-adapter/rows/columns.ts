import { type AdapterDatabase, all, literal, type Work } from '../store/database.ts'

/** What the database says of a column. */
export interface Column {
  readonly name: string
  /** As declared, in lower case. */
  readonly type: string
}

/** The columns of a table, none where there is no such table. */
export function* columnsOfTable(
  dialect: AdapterDatabase['dialect'],
  table: string,
): Work<readonly Column[]> {
  const rows =
    dialect === 'sqlite'
      ? yield* all<Column>(`SELECT name, type FROM pragma_table_info(${literal(table)})`)
      : yield* all<Column>(
          `SELECT column_name AS name, data_type AS type FROM information_schema.columns
           WHERE table_name = ? AND table_schema = ANY (current_schemas(false))`,
          table,
        )
  return rows.map(({ name, type }) => ({ name, type: type.toLowerCase() }))
}

/** The column of a junction table that leads to a row of another, null where none does. */
export function* foreignKey(
  dialect: AdapterDatabase['dialect'],
  from: string,
  to: string,
): Work<string | null> {
  const [row] =
    dialect === 'sqlite'
      ? yield* all<{ name: string }>(
          `SELECT "from" AS name FROM pragma_foreign_key_list(${literal(from)}) WHERE "table" = ?`,
          to,
        )
      : yield* all<{ name: string }>(
          `SELECT a.attname AS name FROM pg_constraint c
           JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
           WHERE c.contype = 'f' AND c.conrelid = to_regclass(?) AND c.confrelid = to_regclass(?)`,
          `"${from}"`,
          `"${to}"`,
        )
  return row?.name ?? null
}
