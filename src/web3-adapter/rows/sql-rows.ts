import { AdapterError } from '../errors.ts'
import { columnsOf } from '../mapping/columns.ts'
import type { Row } from '../mapping/types.ts'
import {
  type AdapterDatabase,
  all,
  first,
  quoted,
  run,
  type SqlValue,
  type Work,
} from '../store/database.ts'
import { captureChanges, noteAllRows } from './capture.ts'
import { type Column, columnsOfTable } from './columns.ts'
import { type Junction, openJunction, readJunction, writeJunction } from './junctions.ts'
import type { RowAccess, RowAccessFactory } from './row-access.ts'

/**
 * Rows of a table with a column `id`. Columns declared as JSON hold lists and objects; junction
 * tables that the mapping owns are read as lists of objects, each with the columns of its row.
 * A new row is given a UUID, or a number by the database where `id` is a number.
 */
export const sqlRows: RowAccessFactory = (mapping, dialect) => {
  const table = mapping.tableName
  const name = quoted(table)
  const lock = dialect === 'postgres' ? ' FOR UPDATE' : ''
  let columns = new Map<string, Column>()
  let junctions: readonly Junction[] = []

  const access: RowAccess = {
    *prepare(isNew) {
      columns = yield* knownColumns(dialect, table)
      const opened: Junction[] = []
      for (const junction of mapping.ownedJunctionTables) {
        opened.push(yield* openJunction(dialect, junction, table))
      }
      junctions = opened
      refuseUnknownColumns(mapping.tableName, columnsOf(mapping), [
        ...columns.keys(),
        ...mapping.ownedJunctionTables,
      ])
      const captured = { table, mapped: table, idColumn: 'id' }
      yield* captureChanges(dialect, captured)
      for (const junction of junctions) {
        const { table: pairs, ownerColumn } = junction
        yield* captureChanges(dialect, { table: pairs, mapped: table, idColumn: ownerColumn })
      }
      if (isNew) yield* noteAllRows(captured)
    },
    *read(id) {
      const stored = yield* first<Row>(`SELECT * FROM ${name} WHERE id = ?${lock}`, id)
      if (stored === null) return null
      const row: Record<string, unknown> = {}
      for (const [column, value] of Object.entries(stored)) {
        row[column] = fromColumn(value, columns.get(column)?.type ?? '')
      }
      for (const junction of junctions) row[junction.table] = yield* readJunction(junction, id)
      return row
    },
    *insert(row) {
      const known = { ...row }
      if (isText(columns.get('id')?.type ?? '')) known.id ??= crypto.randomUUID()
      const written = ownColumns(known)
      const names = written.map(([column]) => quoted(column)).join(', ')
      const values = written.map(([, value]) => value)
      const [made] = yield* all<{ id: unknown }>(
        `INSERT INTO ${name} (${names}) VALUES (${values.map(() => '?').join(', ')}) RETURNING id`,
        ...values,
      )
      const id = String(made?.id)
      yield* writeJunctions(id, row)
      return id
    },
    *update(id, patch) {
      const written = ownColumns(patch)
      if (written.length > 0) {
        const set = written.map(([column]) => `${quoted(column)} = ?`).join(', ')
        const values = written.map(([, value]) => value)
        yield* run(`UPDATE ${name} SET ${set} WHERE id = ?`, ...values, id)
      }
      yield* writeJunctions(id, patch)
    },
    *remove(id) {
      for (const junction of junctions) yield* writeJunction(junction, id, [])
      yield* run(`DELETE FROM ${name} WHERE id = ?`, id)
    },
    *find(column, value) {
      const found = yield* first<{ id: unknown }>(
        `SELECT id FROM ${name} WHERE ${quoted(column)} = ? ORDER BY id LIMIT 1`,
        value,
      )
      return found === null ? null : String(found.id)
    },
  }

  /** The columns of the table itself, as the database takes them. */
  function ownColumns(row: Row): (readonly [string, SqlValue])[] {
    return Object.entries(row).flatMap(([column, value]) => {
      const type = columns.get(column)?.type
      return type === undefined ? [] : [[column, toColumn(value, type)] as const]
    })
  }

  function* writeJunctions(id: string, row: Row): Work<void> {
    for (const junction of junctions) {
      const wanted = row[junction.table]
      if (Array.isArray(wanted)) yield* writeJunction(junction, id, wanted as readonly Row[])
    }
  }
  return access
}

function* knownColumns(dialect: AdapterDatabase['dialect'], table: string) {
  const columns = yield* columnsOfTable(dialect, table)
  if (columns.length === 0) throw new AdapterError(`There is no table “${table}”.`)
  const known = new Map(columns.map((column) => [column.name, column]))
  if (!known.has('id')) throw new AdapterError(`The table “${table}” has no column “id”.`)
  return known
}

function refuseUnknownColumns(
  table: string,
  named: readonly string[],
  known: readonly string[],
): void {
  const missing = named.filter((column) => !known.includes(column))
  if (missing.length === 0) return
  throw new AdapterError(
    `The mapping of “${table}” names what the table does not have: ${missing.join(', ')}. ` +
      `It has ${known.join(', ')}.`,
  )
}

const isText = (type: string) => /char|text|uuid|clob|^$/.test(type)
const isJson = (type: string) => type.includes('json')

function fromColumn(value: unknown, type: string): unknown {
  if (typeof value === 'string' && isJson(type)) return parsed(value)
  // SQLite has no booleans, only columns that say they are.
  if (typeof value === 'number' && type.startsWith('bool')) return value !== 0
  return value
}

/** Text that is no JSON is what it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function toColumn(value: unknown, type: string): SqlValue {
  if (value === null || value === undefined) return null
  if (isJson(type)) return JSON.stringify(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value
  }
  return JSON.stringify(value)
}
