import type { VaultClient } from '../client/types.ts'
import type { Mapping, Row } from '../mapping/types.ts'
import type { RowAccess } from '../rows/row-access.ts'
import type { AdapterDatabase } from '../store/database.ts'
import type { FieldConflict } from './merge.ts'
import { noMapping } from './problems.ts'

/** Somebody or something that a record names and that has no row here. */
export interface Missing {
  readonly table: string
  readonly globalId: string
  /** The vault of it, where that is known. */
  readonly ename: string | null
}

/** A field that row and record have both changed. */
export interface Conflict extends FieldConflict {
  readonly table: string
  readonly id: string
}

/** A row that the adapter has written. */
export interface Applied {
  readonly table: string
  readonly id: string
  readonly kind: 'created' | 'updated' | 'deleted'
}

/** What a platform decides. */
export interface Hooks {
  /** Who may read the record of a new row. */
  acl(table: string, row: Row): readonly string[]
  /** A row for whom a record names; without one the record waits until they are here. */
  onMissing(missing: Missing): Row | undefined
  /** What the field is to hold. */
  onConflict(conflict: Conflict): unknown
  /** After it is committed. */
  onApplied(applied: Applied): void
}

/** A mapping and the rows it is of. */
export interface MappedTable {
  readonly mapping: Mapping
  readonly rows: RowAccess
}

/** What pushing and pulling work with. */
export interface Sync {
  readonly database: AdapterDatabase
  readonly client: VaultClient
  readonly tables: ReadonlyMap<string, MappedTable>
  readonly hooks: Hooks
}

/** @throws AdapterError where the table has no mapping */
export function mappedTable(sync: Pick<Sync, 'tables'>, table: string): MappedTable {
  const mapped = sync.tables.get(table)
  if (mapped === undefined) throw noMapping(table)
  return mapped
}
