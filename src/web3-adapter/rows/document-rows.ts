import { AdapterError } from '../errors.ts'
import { columnsOf } from '../mapping/columns.ts'
import type { Row } from '../mapping/types.ts'
import { all, first, literal, quoted, run } from '../store/database.ts'
import { captureChanges, noteAllRows } from './capture.ts'
import { columnsOfTable } from './columns.ts'
import type { RowAccess, RowAccessFactory } from './row-access.ts'

/** A table of documents. */
export interface DocumentTable {
  readonly table: string
  /** Holds the document: `jsonb`, in SQLite text. */
  readonly column: string
}

/** Documents in a column of a table with a column `id`: a row is the document with its id. */
export function documentRows({ table, column }: DocumentTable): RowAccessFactory {
  return (mapping, dialect) => {
    // Documents need not have every field.
    const empty = Object.fromEntries(columnsOf(mapping).map((name) => [name, null]))
    const name = quoted(table)
    const content = quoted(column)
    const lock = dialect === 'postgres' ? ' FOR UPDATE' : ''
    const cast = dialect === 'postgres' ? '::jsonb' : ''
    const access: RowAccess = {
      *prepare(isNew) {
        const known = (yield* columnsOfTable(dialect, table)).map((each) => each.name)
        for (const needed of ['id', column]) {
          if (!known.includes(needed)) {
            throw new AdapterError(`The table “${table}” has no column “${needed}”.`)
          }
        }
        const captured = { table, mapped: mapping.tableName, idColumn: 'id' }
        yield* captureChanges(dialect, captured)
        if (isNew) yield* noteAllRows(captured)
      },
      *read(id) {
        const stored = yield* first<{ doc: unknown }>(
          `SELECT ${content} AS doc FROM ${name} WHERE id = ?${lock}`,
          id,
        )
        if (stored === null) return null
        const { doc } = stored
        return { ...empty, ...((typeof doc === 'string' ? JSON.parse(doc) : doc) as Row), id }
      },
      *insert({ id = crypto.randomUUID(), ...doc }) {
        yield* all(
          `INSERT INTO ${name} (id, ${content}) VALUES (?, ?${cast}) RETURNING id`,
          String(id),
          JSON.stringify(doc),
        )
        return String(id)
      },
      *update(id, patch) {
        const row = yield* access.read(id)
        if (row === null) return
        const { id: _id, ...doc } = { ...row, ...patch }
        yield* run(`UPDATE ${name} SET ${content} = ?${cast} WHERE id = ?`, JSON.stringify(doc), id)
      },
      *remove(id) {
        yield* run(`DELETE FROM ${name} WHERE id = ?`, id)
      },
      *find(field, value) {
        const found = yield* first<{ id: unknown }>(
          `SELECT id FROM ${name} WHERE ${content} ->> ${literal(field)} = ? ORDER BY id LIMIT 1`,
          value,
        )
        return found === null ? null : String(found.id)
      },
    }
    return access
  }
}
