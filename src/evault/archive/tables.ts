import { ask, type Database } from '../db/database.ts'

/** A column as Postgres calls it, and its type. */
export interface Column {
  readonly name: string
  readonly type: ColumnType
}

/** A table of the vault, by its names in the database: nothing else is written into statements. */
export interface Table {
  readonly name: string
  /** In the order of the table, without those that are left out. */
  readonly columns: readonly Column[]
  /** The columns that rows are read in the order of: unique together, none is ever null. */
  readonly key: readonly Column[]
}

const columnTypes = [
  'text',
  'uuid',
  'integer',
  'bigint',
  'boolean',
  'json',
  'text[]',
  'timestamp with time zone',
] as const
export type ColumnType = (typeof columnTypes)[number]

/** What no archive holds, as `table` or `table.column`, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  schema_migrations: 'says how this database came about; the manifest names the schema',
  backup_plans: 'where this computer puts its backups',
  backup_works: 'what came of them on this computer',
  ontology_counts: 'counted from the records again',
  'meta_envelopes.search': 'derived from the payload again when somebody searches',
  'meta_envelopes.indexed': 'says whether this database has the record in its index',
}

/** What columns that are left out hold after an import, where they have no default. */
export const filledIn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  meta_envelopes: { indexed: 'false' },
}

/** Tables of an import that is under way (`import-progress.ts`). */
export const importTables = ['archive_import', 'archive_import_problems']

/**
 * Records are read in the order they came in, which is how they lie on the disk; their primary
 * key is by chance.
 */
const orders: Readonly<Record<string, readonly string[]>> = {
  meta_envelopes: ['ename', 'position'],
}

interface CatalogRow {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly is_key: boolean
}

const selectColumns = `
  SELECT c.relname::text AS table, a.attname::text AS column,
    format_type(a.atttypid, NULL) AS type,
    EXISTS (SELECT 1 FROM pg_index i
      WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS is_key
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE n.nspname = 'public' AND c.relkind = 'r'
  ORDER BY c.relname, a.attnum`

/**
 * All tables that hold what is the owner's, or of others whose vaults this server has, by name.
 * A table that comes with a later schema is among them by itself.
 */
export async function listTables(db: Database): Promise<Table[]> {
  const rows = await ask<CatalogRow>(db, selectColumns, [])
  const names = [...new Set(rows.map(({ table }) => table))]
  return names
    .filter((name) => leftOut[name] === undefined && !importTables.includes(name))
    .map((name) => {
      const own = rows.filter(({ table }) => table === name)
      const columns = own.map((row) => ({ name: row.column, type: columnType(row) }))
      const isKey = (column: string) =>
        orders[name]?.includes(column) ?? own.some((row) => row.is_key && row.column === column)
      return {
        name,
        columns: columns.filter((column) => leftOut[`${name}.${column.name}`] === undefined),
        key: columns.filter((column) => isKey(column.name)),
      }
    })
}

function columnType({ table, column, type }: CatalogRow): ColumnType {
  const known = columnTypes.find((name) => name === type)
  if (known === undefined) throw new Error(`no archive can hold ${table}.${column} of type ${type}`)
  return known
}
