import { randomUUID } from 'node:crypto'
import type { Payload, Reference } from '../mapping/types.ts'
import { all, first, run, type Work } from './database.ts'

/** Which record a row is (`schema.ts`). */
export interface Link {
  readonly table: string
  readonly localId: string
  readonly globalId: string
  /** The vault it is in; null while nobody knows, and for ids that the platform told. */
  readonly ename: string | null
  /** The record's payload when row and record last agreed; null until it is in its vault. */
  readonly base: Payload | null
  /**
   * What the mapping made of the row then. Without a base: of a row that was made up for whom a
   * record names; null for a row of the platform's own.
   */
  readonly view: Payload | null
  readonly gone: boolean
}

interface StoredLink {
  readonly table_name: string
  readonly local_id: string
  readonly global_id: string
  readonly ename: string | null
  readonly base: string | null
  readonly view: string | null
  readonly gone: number
}

const columns = 'table_name, local_id, global_id, ename, base, view, gone'

export function* linkOfRow(table: string, localId: string): Work<Link | null> {
  const row = yield* first<StoredLink>(
    `SELECT ${columns} FROM web3_links WHERE table_name = ? AND local_id = ?`,
    table,
    localId,
  )
  return row === null ? null : asLink(row)
}

export function* linkOfRecord(table: string, globalId: string): Work<Link | null> {
  const row = yield* first<StoredLink>(
    `SELECT ${columns} FROM web3_links WHERE table_name = ? AND global_id = ?`,
    table,
    globalId,
  )
  return row === null ? null : asLink(row)
}

/** The records of a vault in a table that were there when last seen. */
export function* recordsOfVault(table: string, ename: string): Work<readonly string[]> {
  const rows = yield* all<{ global_id: string }>(
    `SELECT global_id FROM web3_links
     WHERE table_name = ? AND ename = ? AND gone = 0 AND base IS NOT NULL`,
    table,
    ename,
  )
  return rows.map(({ global_id }) => global_id)
}

/** All vaults that rows here are records of. */
export function* knownVaults(): Work<readonly string[]> {
  const rows = yield* all<{ ename: string }>(
    'SELECT DISTINCT ename FROM web3_links WHERE ename IS NOT NULL AND base IS NOT NULL ORDER BY ename',
  )
  return rows.map(({ ename }) => ename)
}

/** The link of a row; one with an id of our making where there is none, or only one that is gone. */
export function* reserveLink(table: string, localId: string, ename: string | null): Work<Link> {
  const known = yield* linkOfRow(table, localId)
  if (known !== null && !known.gone) {
    if (known.ename !== null || ename === null) return known
    // An eName stands for a person, and is no id of a record.
    const globalId = known.globalId.startsWith('@') ? randomUUID() : known.globalId
    const named = { ...known, ename, globalId }
    yield* saveLink(named)
    return named
  }
  const link: Link = {
    table,
    localId,
    globalId: randomUUID(),
    ename,
    base: null,
    view: null,
    gone: false,
  }
  yield* saveLink(link)
  return link
}

export function* saveLink(link: Link): Work<void> {
  const { table, localId, globalId, ename, base, view, gone } = link
  yield* run(
    `INSERT INTO web3_links (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (table_name, local_id) DO UPDATE SET global_id = excluded.global_id,
       ename = excluded.ename, base = excluded.base, view = excluded.view, gone = excluded.gone`,
    table,
    localId,
    globalId,
    ename,
    base === null ? null : JSON.stringify(base),
    view === null ? null : JSON.stringify(view),
    Number(gone),
  )
  yield* wake('web3_inbox', { table, id: globalId })
  yield* wake('web3_outbox', { table, id: localId })
}

/** What has waited for this record or row goes on. */
function* wake(queue: 'web3_inbox' | 'web3_outbox', reference: Reference): Work<void> {
  yield* run(
    `UPDATE ${queue} SET due = 0, waits_for = NULL WHERE waits_for = ?`,
    waitingFor(reference),
  )
}

/** How it is written down what somebody waits for. */
export function waitingFor({ table, id }: Reference): string {
  return `${table} ${id}`
}

function asLink(row: StoredLink): Link {
  return {
    table: row.table_name,
    localId: row.local_id,
    globalId: row.global_id,
    ename: row.ename,
    base: row.base === null ? null : (JSON.parse(row.base) as Payload),
    view: row.view === null ? null : (JSON.parse(row.view) as Payload),
    gone: row.gone === 1,
  }
}
