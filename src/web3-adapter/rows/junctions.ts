import { AdapterError } from '../errors.ts'
import type { Row } from '../mapping/types.ts'
import {
  type AdapterDatabase,
  all,
  quoted,
  run,
  type SqlValue,
  type Work,
} from '../store/database.ts'
import { columnsOfTable, foreignKey } from './columns.ts'

/** A table of pairs that belongs to the rows of another: who likes a post. */
export interface Junction {
  readonly table: string
  /** Leads to the row it belongs to. */
  readonly ownerColumn: string
  /** All others. */
  readonly columns: readonly string[]
}

/** @throws AdapterError where the table is not there or does not lead to its owner */
export function* openJunction(
  dialect: AdapterDatabase['dialect'],
  table: string,
  owner: string,
): Work<Junction> {
  const columns = yield* columnsOfTable(dialect, table)
  const ownerColumn = yield* foreignKey(dialect, table, owner)
  if (ownerColumn === null) {
    throw new AdapterError(`No foreign key leads from “${table}” to “${owner}”, which owns it.`)
  }
  const others = columns.map(({ name }) => name).filter((name) => name !== ownerColumn)
  return { table, ownerColumn, columns: others }
}

/** The rows of an owner, without the column that leads to it, always in the same order. */
export function* readJunction(junction: Junction, ownerId: string): Work<readonly Row[]> {
  const names = junction.columns.map(quoted).join(', ')
  return yield* all<Row>(
    `SELECT ${names} FROM ${quoted(junction.table)} WHERE ${quoted(junction.ownerColumn)} = ?
     ORDER BY ${names}`,
    ownerId,
  )
}

/** Adds what is wanted and not there, removes what is there and not wanted. */
export function* writeJunction(
  junction: Junction,
  ownerId: string,
  wanted: readonly Row[],
): Work<void> {
  const [keys] = wanted.map((row) => Object.keys(row).filter((k) => junction.columns.includes(k)))
  const compared = keys ?? junction.columns
  const keyOf = (row: Row) => JSON.stringify(compared.map((key) => String(row[key])))
  const present = yield* readJunction(junction, ownerId)
  const wantedKeys = new Set(wanted.map(keyOf))
  const presentKeys = new Set(present.map(keyOf))
  for (const row of present) {
    if (!wantedKeys.has(keyOf(row))) yield* removeRow(junction, ownerId, row)
  }
  for (const row of wanted) {
    if (presentKeys.has(keyOf(row))) continue
    presentKeys.add(keyOf(row))
    yield* addRow(junction, ownerId, row, compared)
  }
}

function* removeRow({ table, ownerColumn, columns }: Junction, ownerId: string, row: Row) {
  const conditions = columns.map((column) => `${quoted(column)} IS NOT DISTINCT FROM ?`)
  yield* run(
    `DELETE FROM ${quoted(table)} WHERE ${[`${quoted(ownerColumn)} = ?`, ...conditions].join(' AND ')}`,
    ownerId,
    ...columns.map((column) => row[column] as SqlValue),
  )
}

function* addRow(
  { table, ownerColumn }: Junction,
  ownerId: string,
  row: Row,
  columns: readonly string[],
) {
  const names = [ownerColumn, ...columns].map(quoted).join(', ')
  const places = [ownerColumn, ...columns].map(() => '?').join(', ')
  yield* run(
    `INSERT INTO ${quoted(table)} (${names}) VALUES (${places})`,
    ownerId,
    ...columns.map((column) => row[column] as SqlValue),
  )
}
