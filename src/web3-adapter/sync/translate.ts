import { fromGlobal } from '../mapping/from-global.ts'
import { valueAt } from '../mapping/paths.ts'
import { referencesOfPayload, referencesOfRow } from '../mapping/references.ts'
import { toGlobal } from '../mapping/to-global.ts'
import type { Mapping, Payload, Reference, Row } from '../mapping/types.ts'
import type { Work } from '../store/database.ts'
import { linkOfRecord, linkOfRow, reserveLink, saveLink } from '../store/links.ts'
import { rowIsNothingNew } from '../store/queues.ts'
import { ownerColumn, ownerOf } from './owner.ts'
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
  const owners = ownersIn(mapping, payload)
  for (const reference of referencesOfPayload(mapping, payload)) {
    const key = keyOf(reference)
    const ename = owners.has(key) ? reading.ename : null
    if (!ids.has(key)) ids.set(key, yield* localIdOf(sync, reference, { ...reading, ename }))
  }
  return fromGlobal(mapping, payload, {
    localIdOf: (table, id) => ids.get(keyOf({ table, id })) ?? null,
  })
}

/** The rows by which the mapping finds whose the record is: what stands at the paths of owners. */
function ownersIn(mapping: Mapping, payload: Payload): ReadonlySet<unknown> {
  const named = fromGlobal(mapping, payload, { localIdOf: (table, id) => keyOf({ table, id }) })
  return new Set(
    mapping.owner.map(({ kind, path }) => (kind === 'lookup' ? valueAt(named, path) : null)),
  )
}

interface Searching {
  /** Whose vault it is in, where that is known. */
  readonly ename: string | null
  readonly mayInvent: boolean
}

/** Null for what is deleted: nothing leads to it any more. */
function* localIdOf(sync: Sync, reference: Reference, searching: Searching): Work<string | null> {
  const { table, id } = reference
  const link = yield* linkOfRecord(table, id)
  if (link !== null) return link.gone ? null : link.localId
  const mapped = sync.tables.get(table)
  if (mapped === undefined) throw new MissingError(reference)
  const named = id.startsWith('@') ? yield* rowOfOwner(mapped, id) : null
  if (named !== null) return named
  const ename = searching.ename ?? (id.startsWith('@') ? id : null)
  const invented = searching.mayInvent ? yield* invent(sync, mapped, reference, ename) : null
  if (invented === null) throw new MissingError(reference)
  return invented
}

/** Records may name people by their eName. */
function* rowOfOwner(mapped: MappedTable, ename: string): Work<string | null> {
  const column = ownerColumn(mapped)
  return column === null ? null : yield* mapped.rows.find(column, ename)
}

/** A row for somebody who has none, as the platform has it. It is in no vault by that. */
function* invent(
  sync: Sync,
  mapped: MappedTable,
  { table, id }: Reference,
  ename: string | null,
): Work<string | null> {
  const row = sync.hooks.onMissing({ table, globalId: id, ename })
  if (row === undefined) return null
  const column = ownerColumn(mapped)
  const owned = ename === null || column === null ? row : { [column]: ename, ...row }
  const localId = yield* mapped.rows.insert(owned)
  const made = (yield* mapped.rows.read(localId)) ?? {}
  const view = toPayload(mapped, made, yield* globalIdsFor(sync, mapped, made))
  const link = { table, localId, globalId: id, ename: null, base: null, view, gone: false }
  yield* saveLink(link)
  yield* rowIsNothingNew(table, localId)
  return localId
}

/**
 * A new row that says whose it is: in a column of its own, or by naming the row of that person.
 * @throws MissingError
 */
export function* withOwner(
  sync: Sync,
  mapped: MappedTable,
  row: Row,
  { ename, mayInvent }: Reading,
): Work<Row> {
  for (const alternative of mapped.mapping.owner) {
    if (alternative.path.includes('.') || row[alternative.path] != null) continue
    if (alternative.kind === 'path') return { ...row, [alternative.path]: ename }
    const reference = { table: alternative.table, id: ename }
    return {
      ...row,
      [alternative.path]: yield* localIdOf(sync, reference, { ename, mayInvent }),
    }
  }
  return row
}
