import type { Mapping, Row } from '../mapping/types.ts'
import type { AdapterDatabase, Work } from '../store/database.ts'

/** How the adapter reads and writes what a platform keeps under one name. */
export interface RowAccess {
  /**
   * Looks whether all is there that the mapping names, and sets up what notes changes.
   * @param isNew the mapping is opened for the first time: all there is has to be told
   * @throws AdapterError
   */
  prepare(isNew: boolean): Work<void>
  /** All columns; null where there is no such row. Nobody changes it until the transaction ends. */
  read(id: string): Work<Row | null>
  /** @returns the id of the new row */
  insert(row: Row): Work<string>
  /** Changes these columns. */
  update(id: string, columns: Row): Work<void>
  remove(id: string): Work<void>
  /** The first row that holds this in a column, null for none. */
  find(column: string, value: string): Work<string | null>
}

export type RowAccessFactory = (mapping: Mapping, dialect: AdapterDatabase['dialect']) => RowAccess
