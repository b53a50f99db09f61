import { ask, type Database } from '../db/database.ts'
import { columnText, quoteName, writeRow } from './row-format.ts'
import type { Column, Table } from './tables.ts'

/** Something that could not be read or taken: everything else was. */
export interface Problem {
  /** A row, a file or a part, in words that lead to it. */
  readonly item: string
  readonly reason: string
}

type Name = (problem: Problem) => void
type Key = readonly string[]
type Texts = Readonly<Record<string, string | null>>

/** Rows whose keys are looked at together. */
const keysOfPage = 1_000
/**
 * Bytes of a page as they are stored: Postgres may have made them smaller, up to about eighty
 * times.
 */
const storedBytes = 512 * 1024

/**
 * Reads a table in the order of its key, a few rows at a time, as lines. Rows that can't be read
 * are named, and passed over; those after the first of them come in the order of the disk.
 * @returns whether all were in the order of the key
 */
export async function* readTable(
  db: Database,
  table: Table,
  name: Name,
): AsyncGenerator<string[], boolean> {
  let after: Key | null = null
  for (;;) {
    let page: Page
    try {
      page = await readPage(db, table, after)
    } catch {
      yield* readBlocks(db, table, after, name)
      return false
    }
    if (page.last === null) return true
    after = page.last
    yield page.lines
  }
}

interface Page {
  readonly lines: string[]
  /** The key of the last row; null where there is none. */
  readonly last: Key | null
}

async function readPage(db: Database, table: Table, after: Key | null): Promise<Page> {
  const bounds = after ?? []
  const keys = await ask<Texts>(db, selectKeys(table, after !== null), [...bounds])
  const last = lastOfPage(table, keys)
  if (last === null) return { lines: [], last }
  const rows = await ask<Texts>(db, selectPage(table, after !== null), [...bounds, ...last])
  return { lines: rows.map((row) => asLine(table, row)), last }
}

/** One row at least, whatever its size. */
function lastOfPage({ key }: Table, rows: readonly Texts[]): Key | null {
  let bytes = 0
  let last = rows[0]
  if (last === undefined) return null
  for (const row of rows) {
    bytes += Number(row.size)
    if (bytes > storedBytes) break
    last = row
  }
  const found = last
  return key.map((_, at) => found[`k${at}`] as string)
}

const from = ({ name }: Table) => `FROM ${quoteName(name)}`
const names = (columns: readonly Column[]) => columns.map(({ name }) => quoteName(name)).join()

/** A row value of parameters, for comparing with a key. */
const keyAt = ({ key }: Table, first: number) =>
  `(${key.map(({ type }, at) => `$${first + at}::${type}`).join()})`

const keyTexts = ({ key }: Table) =>
  key.map(({ name }, at) => `${quoteName(name)}::text AS k${at}`).join()

/** What a person finds a row by. */
const nameTexts = ({ columns, key }: Table) =>
  columns
    .filter(({ name }) => name === 'id' || key.some((own) => own.name === name))
    .map(({ name }) => `${quoteName(name)}::text`)
    .join()

const texts = ({ columns }: Table) =>
  columns.map((column, at) => `${columnText(column)} AS c${at}`).join()

function selectKeys(table: Table, isLater: boolean): string {
  const sizes = table.columns.map(({ name }) => `coalesce(pg_column_size(${quoteName(name)}), 0)`)
  const where = isLater ? `WHERE (${names(table.key)}) > ${keyAt(table, 1)}` : ''
  return `SELECT ${keyTexts(table)}, ${sizes.join(' + ')} AS size ${from(table)} ${where}
    ORDER BY ${names(table.key)} LIMIT ${keysOfPage}`
}

function selectPage(table: Table, isLater: boolean): string {
  const lower = isLater ? `(${names(table.key)}) > ${keyAt(table, 1)} AND` : ''
  const upper = keyAt(table, isLater ? table.key.length + 1 : 1)
  return `SELECT ${texts(table)} ${from(table)}
    WHERE ${lower} (${names(table.key)}) <= ${upper} ORDER BY ${names(table.key)}`
}

function asLine(table: Table, row: Texts): string {
  return writeRow(
    table,
    table.columns.map((_, at) => row[`c${at}`] ?? null),
  )
}

const selectBlocks = `SELECT pg_relation_size(to_regclass($1::text))
  / current_setting('block_size')::int AS blocks`

/** What is behind `after`, block by block as it lies on the disk, without any index. */
async function* readBlocks(
  db: Database,
  table: Table,
  after: Key | null,
  name: Name,
): AsyncGenerator<string[]> {
  const behind = after === null ? '' : `AND (${names(table.key)}) > ${keyAt(table, 3)}`
  const inBlock = `${from(table)} WHERE ctid >= $1::tid AND ctid < $2::tid ${behind}`
  let size: { readonly blocks: number } | undefined
  try {
    // Fails at once for a table that can't be opened at all: not one block of it can be read.
    await ask(db, `SELECT ${from(table)} LIMIT 0`, [])
    size = (await ask<{ blocks: number }>(db, selectBlocks, [quoteName(table.name)]))[0]
  } catch (error) {
    const which = after === null ? 'all rows' : `all rows behind ${after.join(' ')}`
    name({ item: `${table.name}: ${which}`, reason: reasonOf(error) })
    return
  }
  for (let block = 0; block < Number(size?.blocks ?? 0); block += 1) {
    const bounds = [`(${block},0)`, `(${block + 1},0)`, ...(after ?? [])]
    const rows = await ask<Texts>(db, `SELECT ${texts(table)} ${inBlock}`, bounds).catch(() => null)
    if (rows !== null) {
      yield rows.map((row) => asLine(table, row))
      continue
    }
    let places: { place: string }[]
    try {
      places = await ask(db, `SELECT ctid::text AS place ${inBlock}`, bounds)
    } catch (error) {
      name({ item: `${table.name}: all rows of block ${block}`, reason: reasonOf(error) })
      continue
    }
    for (const { place } of places) yield* readOne(db, table, place, name)
  }
}

async function* readOne(
  db: Database,
  table: Table,
  place: string,
  name: Name,
): AsyncGenerator<string[]> {
  const atPlace = `${from(table)} WHERE ctid = $1::tid`
  try {
    const rows = await ask<Texts>(db, `SELECT ${texts(table)} ${atPlace}`, [place])
    yield rows.map((row) => asLine(table, row))
  } catch (error) {
    const named = `SELECT ${nameTexts(table)} ${atPlace}`
    const keys = await ask<Texts>(db, named, [place]).catch(() => [])
    const key = keys[0] === undefined ? place : Object.values(keys[0]).join(' ')
    name({ item: `${table.name}: ${key}`, reason: reasonOf(error) })
  }
}

/** What Postgres said: drizzle's own message quotes the query. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : reasonOf(error.cause)
}
