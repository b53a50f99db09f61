import type { VaultRecord } from '../client/types.ts'
import type { Payload, Row } from '../mapping/types.ts'
import type { Work } from '../store/database.ts'
import { type Link, linkOfRecord, saveLink } from '../store/links.ts'
import { noteRow, outboxEntry, rowIsNothingNew, rowIsSent } from '../store/queues.ts'
import { isSame, mergeField } from './merge.ts'
import { ownerOf } from './owner.ts'
import { RefusedError } from './problems.ts'
import type { Applied, MappedTable, Sync } from './sync.ts'
import { globalIdsFor, type Reading, toColumns, toPayload, withOwner } from './translate.ts'

/** A record as its vault has it now; null where it has none that this platform may see. */
export interface Arrival {
  readonly globalId: string
  readonly record: VaultRecord | null
}

/**
 * Makes a row say what its record says, and keeps what the platform has changed meanwhile: that
 * stays in the outbox. The row's record is merged field by field with what both had before.
 * @returns null where the row said it already
 * @throws MissingError, RefusedError, MappingError
 */
export function* applyRecord(
  sync: Sync,
  mapped: MappedTable,
  { globalId, record }: Arrival,
  reading: Reading,
): Work<Applied | null> {
  const table = mapped.mapping.tableName
  const link = yield* ownLink(sync, mapped, globalId, reading.ename)
  if (record === null) return link === null ? null : yield* removeRow(mapped, link)
  if (link === null || link.gone) return yield* createRow(sync, mapped, record, reading, link)
  const row = yield* mapped.rows.read(link.localId)
  if (row === null) {
    // It was deleted here, and its vault is about to be told.
    yield* saveLink({ ...link, ename: reading.ename, base: record.payload })
    return null
  }
  const changed = yield* updateRow(sync, mapped, { link, row, record }, reading)
  return changed ? { table, id: link.localId, kind: 'updated' } : null
}

/** The link of a record. One that stood for somebody else's until it came is given up. */
function* ownLink(sync: Sync, mapped: MappedTable, globalId: string, ename: string) {
  const table = mapped.mapping.tableName
  const link = (yield* linkOfRecord(table, globalId)) ?? (yield* awaitedOwner(table, ename))
  if (link === null) return null
  if (link.ename !== null && link.ename !== ename) {
    throw new RefusedError(`The record ${globalId} is in the vault of ${link.ename}.`)
  }
  if (link.base !== null || link.gone) return link
  const row = yield* mapped.rows.read(link.localId)
  const owner = row === null ? null : yield* ownerOf(sync, mapped, row)
  if (owner === null || owner === ename) {
    return link.globalId === globalId ? link : { ...link, globalId }
  }
  yield* saveLink({ ...link, globalId: owner })
  return null
}

/** A row that was made for an eName which a record named, before its own record came. */
function* awaitedOwner(table: string, ename: string): Work<Link | null> {
  const link = yield* linkOfRecord(table, ename)
  return link?.base === null ? link : null
}

function* removeRow(mapped: MappedTable, link: Link): Work<Applied | null> {
  if (link.gone || link.base === null) return null
  const { tableName: table } = mapped.mapping
  yield* saveLink({ ...link, base: null, view: null, gone: true })
  const row = yield* mapped.rows.read(link.localId)
  if (row !== null) yield* mapped.rows.remove(link.localId)
  yield* rowIsNothingNew(table, link.localId)
  return row === null ? null : { table, id: link.localId, kind: 'deleted' }
}

function* createRow(
  sync: Sync,
  mapped: MappedTable,
  { id: globalId, payload }: VaultRecord,
  reading: Reading,
  gone: Link | null,
): Work<Applied> {
  const { tableName: table } = mapped.mapping
  const columns = yield* toColumns(sync, mapped, payload, reading)
  const named = gone === null ? columns : { ...columns, id: gone.localId }
  const localId = yield* mapped.rows.insert(yield* withOwner(sync, mapped, named, reading))
  const row = (yield* mapped.rows.read(localId)) ?? {}
  yield* refuseForeign(sync, mapped, row, reading.ename)
  const view = toPayload(mapped, row, yield* globalIdsFor(sync, mapped, row))
  const { ename } = reading
  yield* saveLink({ table, localId, globalId, ename, base: payload, view, gone: false })
  yield* rowIsNothingNew(table, localId)
  return { table, id: localId, kind: 'created' }
}

/** @throws RefusedError where the row would be another's than the vault's that speaks of it */
function* refuseForeign(sync: Sync, mapped: MappedTable, row: Row, ename: string): Work<void> {
  const owner = yield* ownerOf(sync, mapped, row)
  if (owner === ename) return
  const whose = owner === null ? 'nobody' : owner
  throw new RefusedError(
    `By the mapping this belongs to ${whose}, and it is in the vault of ${ename}.`,
  )
}

interface Known {
  readonly link: Link
  readonly row: Row
  readonly record: VaultRecord
}

/** @returns whether the row was written */
function* updateRow(
  sync: Sync,
  mapped: MappedTable,
  { link, row, record }: Known,
  reading: Reading,
): Work<boolean> {
  const { payload } = record
  const local = toPayload(mapped, row, yield* globalIdsFor(sync, mapped, row))
  const merged = mergeRecord(sync, { link, local, payload })
  const wanted = Object.fromEntries(
    Object.entries(merged).filter(
      ([field, value]) =>
        !isSame(value, local[field]) && !isSame(payload[field], link.base?.[field]),
    ),
  )
  const patch = nested(row, yield* toColumns(sync, mapped, wanted, reading))
  const isStub = link.base === null && link.view !== null
  const columns = isStub ? yield* withOwner(sync, mapped, { ...row, ...patch }, reading) : patch
  const writes = Object.keys(columns).some((column) => !isSame(columns[column], row[column]))
  if (writes) yield* mapped.rows.update(link.localId, columns)
  yield* settle(sync, mapped, { link, payload, local }, reading.ename)
  return writes
}

interface Sides {
  readonly link: Link
  readonly local: Payload
  readonly payload: Payload
}

/** What each mapped field is to hold. */
function mergeRecord(sync: Sync, { link, local, payload }: Sides): Payload {
  const { table, localId: id, base } = link
  const fields = Object.keys(local).map((field): [string, unknown] => {
    const remote = payload[field]
    if (!isOurs(link, local, field)) return [field, remote]
    // What was sent and never known to have come is what we sent.
    if (base === null || isSame(remote, base[field])) return [field, local[field]]
    const conflict = { field, base: base[field], local: local[field], remote }
    const decide = () => sync.hooks.onConflict({ table, id, ...conflict })
    return [field, mergeField(conflict, decide)]
  })
  return Object.fromEntries(fields)
}

/** Whether the platform has changed a field since row and record agreed, if they ever did. */
function isOurs({ view }: Link, local: Payload, field: string): boolean {
  return view === null || !isSame(local[field], view[field])
}

/** Keeps what both sides say now, and whether the row has more to say. */
function* settle(sync: Sync, mapped: MappedTable, sides: Sides, ename: string): Work<void> {
  const { link, local, payload } = sides
  // Read first: what is noted from here on is not in the row that is read next.
  const noted = yield* outboxEntry(link.table, link.localId)
  const row = (yield* mapped.rows.read(link.localId)) ?? {}
  yield* refuseForeign(sync, mapped, row, ename)
  const now = toPayload(mapped, row, yield* globalIdsFor(sync, mapped, row))
  const view: Record<string, unknown> = { ...now }
  for (const field of Object.keys(now)) {
    if (isOurs(link, local, field) && !isSame(now[field], payload[field]))
      view[field] = payload[field] ?? null
  }
  yield* saveLink({ ...link, ename, base: payload, view, gone: false })
  const isUnsent = Object.keys(now).some((field) => !isSame(now[field], view[field]))
  if (!isUnsent && noted !== null) yield* rowIsSent(noted)
  if (isUnsent && noted === null) yield* noteRow(link.table, link.localId)
}

/** Columns that hold objects keep what the patch says nothing about. */
function nested(row: Row, patch: Row): Row {
  const columns = Object.entries(patch).map(([column, value]): [string, unknown] => {
    const before = row[column]
    return [
      column,
      isPlain(before) && isPlain(value) ? { ...before, ...nested(before, value) } : value,
    ]
  })
  return Object.fromEntries(columns)
}

function isPlain(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
