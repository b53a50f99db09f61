import { arrayLiteral, ask, type Transaction } from '../db/database.ts'
import { quoteName, RowFormatError, readRow } from './row-format.ts'
import { type Problem, reasonOf } from './table-rows.ts'
import { type Column, filledIn, type Table } from './tables.ts'

type Values = readonly (string | null)[]

/** Lines of one table that are to be taken. */
export interface Lines {
  readonly table: Table
  /** Those that the archive has: the others get their defaults. */
  readonly columns: readonly Column[]
  readonly lines: readonly string[]
  /** What the lines are called in messages. */
  readonly part: string
  /** The vaults that rows may belong to. */
  readonly enames: ReadonlySet<string | null>
}

/**
 * Inserts the rows of these lines. A line that is none, a row that belongs to no vault of the
 * archive, that the database refuses, or that is there already, is named and passed over.
 */
export async function insertLines(
  tx: Transaction,
  lines: Lines,
  name: (problem: Problem) => void,
): Promise<void> {
  const { table, columns, part } = lines
  const rows: { values: Values; item: string }[] = []
  const ename = columns.findIndex((column) => column.name === 'ename')
  for (const [at, line] of lines.lines.entries()) {
    const item = `${part}, line ${at + 1}`
    const values = readLine(columns, line)
    if (typeof values === 'string') name({ item, reason: values })
    else if (ename !== -1 && !lines.enames.has(values[ename] ?? null)) {
      name({ item, reason: 'it belongs to a vault that is not in this archive' })
    } else rows.push({ values, item })
  }
  if (rows.length === 0) return
  const all = rows.map(({ values }) => values)
  const failure = await tryInsert(tx, table, columns, all)
  if (failure === null) return
  for (const { values, item } of rows) {
    const reason = await tryInsert(tx, table, columns, [values])
    if (reason !== null) name({ item, reason })
  }
}

/** Inserts rows that may be there already, as a recovery kit has brought them. */
export async function insertMissing(
  tx: Transaction,
  table: Table,
  columns: readonly Column[],
  rows: readonly Values[],
): Promise<number> {
  const inserted = await ask(tx, insertStatement(table, columns), parameters(columns, rows))
  return inserted.length
}

function readLine(columns: readonly Column[], line: string): Values | string {
  try {
    return readRow(columns, line)
  } catch (error) {
    if (error instanceof RowFormatError) return error.message
    throw error
  }
}

/** All rows, or none: then it says why. */
async function tryInsert(
  tx: Transaction,
  table: Table,
  columns: readonly Column[],
  rows: readonly Values[],
): Promise<string | null> {
  await ask(tx, 'SAVEPOINT lines', [])
  try {
    const inserted = await insertMissing(tx, table, columns, rows)
    if (inserted === rows.length) {
      await ask(tx, 'RELEASE SAVEPOINT lines', [])
      return null
    }
    await ask(tx, 'ROLLBACK TO SAVEPOINT lines', [])
    return 'another row has its key'
  } catch (error) {
    await ask(tx, 'ROLLBACK TO SAVEPOINT lines', [])
    if (!isRefusedRow(error)) throw error
    return reasonOf(error)
  }
}

/**
 * Postgres refused the data (class 22), their integrity (class 23) or their size (class 54): it was
 * not the disk, for example.
 */
function isRefusedRow(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && /^(22|23|54)...$/.test(code)) return true
  return isRefusedRow(error.cause)
}

function insertStatement({ name }: Table, columns: readonly Column[]): string {
  const refilled = Object.entries(filledIn[name] ?? {})
  const names = [...columns.map((column) => column.name), ...refilled.map(([column]) => column)]
  const values = columns.map(({ type }, at) => `c${at}::${type}`)
  const arrays = columns.map((_, at) => `$${at + 1}::text[]`)
  const aliases = columns.map((_, at) => `c${at}`)
  return `INSERT INTO ${quoteName(name)} (${names.map(quoteName).join()})
    SELECT ${[...values, ...refilled.map(([, value]) => value)].join()}
    FROM unnest(${arrays.join()}) AS line(${aliases.join()})
    ON CONFLICT DO NOTHING RETURNING 1`
}

function parameters(columns: readonly Column[], rows: readonly Values[]): string[] {
  return columns.map((_, at) => arrayLiteral(rows.map((values) => values[at] ?? null)))
}
