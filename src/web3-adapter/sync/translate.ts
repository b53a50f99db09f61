import { fromGlobal } from '../mapping/from-global.ts'
import { referencesOfPayload, referencesOfRow } from '../mapping/references.ts'
import { toGlobal } from '../mapping/to-global.ts'
import type { Payload, Reference, Row } from '../mapping/types.ts'
import type { Work } from '../store/database.ts'
import { linkOfRecord, linkOfRow, reserveLink, saveLink } from '../store/links.ts'
import { rowIsNothingNew } from '../store/queues.ts'
import { ownerColumn, ownerOf, withOwner } from './owner.ts'
import { MissingError } from './problems.ts'
import type { MappedTable, Sync } from './sync.ts'

/** Global ids of the rows that a row names. */
export type GlobalIds = ReadonlyMap<string, string | null>

const keyOf = ({ table, id }: Reference) => `${table} ${id}`

/** What the mapping makes of a row. @param fileUriOf where a file is that the row holds itself */
export function toPayload(
  { mapping }: MappedTable,
  row: Row,
  ids: GlobalIds,
  fileUriOf: (dataUri: string) => string = (dataUri) => dataUri,
): Payload {
  return toGlobal(mapping, row, {
    globalIdOf: (table, id) => ids.get(keyOf({ table, id })) ?? null,
    fileUriOf,
  })
}

/**
 * Finds the global ids of all rows that a row names. One that is in no vault yet is given the id
 * it will have there; null for one that never will be in any.
 * @throws MissingError for a row of a table without a mapping that nobody has identified
 */
export function* globalIdsFor(sync: Sync, { mapping }: MappedTable, row: Row): Work<GlobalIds> {
  const ids = new Map<string, string | null>()
  for (const reference of referencesOfRow(mapping, row)) {
    const key = keyOf(reference)
    if (!ids.has(key)) ids.set(key, yield* globalIdOf(sync, reference))
  }
  return ids
}

function* globalIdOf(sync: Sync, { table, id }: Reference): Work<string | null> {
  const link = yield* linkOfRow(table, id)
  if (link !== null) return link.globalId
  const mapped = sync.tables.get(table)
  if (mapped === undefined) throw new MissingError({ table, id })
  const row = yield* mapped.rows.read(id)
  const ename = row === null ? null : yield* ownerOf(sync, mapped, row)
  return ename === null ? null : (yield* reserveLink(table, id, ename)).globalId
}

/** How references in a payload are read. */
export interface Reading {
  /** The vault that the payload is from. */
  readonly ename: string
  /** Whether who is missing is made up (`onMissing`), or waited for. */
  readonly mayInvent: boolean
}

/**
 * The columns that a payload says something about.
 * @throws MissingError
 */
export function* toColumns(
  sync: Sync,
  { mapping }: MappedTable,
  payload: Payload,
  reading: Reading,
): Work<Row> {
  const ids = new Map<string, string | null>()
  for (const reference of referencesOfPayload(mapping, payload)) {
    const key = keyOf(reference)
    if (!ids.has(key)) ids.set(key, yield* localIdOf(sync, reference, reading))
  }
  return fromGlobal(mapping, payload, {
    localIdOf: (table, id) => ids.get(keyOf({ table, id })) ?? null,
  })
}

/** Null for what is deleted: nothing leads to it any more. */
function* localIdOf(sync: Sync, reference: Reference, reading: Reading): Work<string | null> {
  const { table, id } = reference
  const link = yield* linkOfRecord(table, id)
  if (link !== null) return link.gone ? null : link.localId
  const mapped = sync.tables.get(table)
  if (mapped === undefined) throw new MissingError(reference)
  const named = id.startsWith('@') ? yield* rowOfOwner(mapped, id) : null
  if (named !== null) return named
  const invented = reading.mayInvent ? yield* invent(sync, mapped, reference) : null
  if (invented === null) throw new MissingError(reference)
  return invented
}

/** Records may name people by their eName. */
export function* rowOfOwner(mapped: MappedTable, ename: string): Work<string | null> {
  const column = ownerColumn(mapped)
  return column === null ? null : yield* mapped.rows.find(column, ename)
}

/** A row for somebody who has none, as the platform has it. It is in no vault by that. */
export function* invent(
  sync: Sync,
  mapped: MappedTable,
  { table, id }: Reference,
  ename: string | null = id.startsWith('@') ? id : null,
): Work<string | null> {
  const row = sync.hooks.onMissing({ table, globalId: id, ename })
  if (row === undefined) return null
  const localId = yield* mapped.rows.insert(ename === null ? row : withOwner(mapped, row, ename))
  yield* saveLink({
    table,
    localId,
    globalId: id,
    ename: null,
    base: null,
    view: null,
    gone: false,
  })
  yield* rowIsNothingNew(table, localId)
  return localId
}
