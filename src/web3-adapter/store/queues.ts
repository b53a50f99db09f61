import { all, first, run, type Work } from './database.ts'

/** A row that may have changed. */
export interface OutboxEntry {
  readonly table: string
  readonly localId: string
  /** Grows with each change. */
  readonly version: number
  readonly attempts: number
}

/** A record that may have changed in its vault. */
export interface InboxEntry {
  readonly globalId: string
  readonly ename: string
  readonly table: string
  readonly version: number
  readonly attempts: number
}

/** Why an entry is still there, and when it is looked at again. */
export interface Delay {
  readonly due: number
  readonly problem: string
  /** As `waitingFor` writes it. */
  readonly waitsFor: string | null
}

/** What has to be looked at by now, the longest due first. */
export function* dueInOutbox(now: number, most: number): Work<readonly OutboxEntry[]> {
  const rows = yield* all<StoredOutbox>(
    `SELECT table_name, local_id, version, attempts FROM web3_outbox
     WHERE due <= ? ORDER BY due, table_name, local_id LIMIT ${most}`,
    now,
  )
  return rows.map(asOutboxEntry)
}

export function* dueInInbox(now: number, most: number): Work<readonly InboxEntry[]> {
  const rows = yield* all<StoredInbox>(
    `SELECT global_id, ename, table_name, version, attempts FROM web3_inbox
     WHERE due <= ? ORDER BY due, global_id LIMIT ${most}`,
    now,
  )
  return rows.map((row) => ({
    globalId: row.global_id,
    ename: row.ename,
    table: row.table_name,
    version: row.version,
    attempts: row.attempts,
  }))
}

export function* outboxEntry(table: string, localId: string): Work<OutboxEntry | null> {
  const row = yield* first<StoredOutbox>(
    `SELECT table_name, local_id, version, attempts FROM web3_outbox
     WHERE table_name = ? AND local_id = ?`,
    table,
    localId,
  )
  return row === null ? null : asOutboxEntry(row)
}

/** Notes a row, as the triggers do. */
export function* noteRow(table: string, localId: string): Work<void> {
  yield* run(
    `INSERT INTO web3_outbox (table_name, local_id) VALUES (?, ?)
     ON CONFLICT (table_name, local_id) DO UPDATE
       SET version = web3_outbox.version + 1, due = 0, attempts = 0, waits_for = NULL`,
    table,
    localId,
  )
}

export function* noteRecord(globalId: string, ename: string, table: string): Work<void> {
  yield* run(
    `INSERT INTO web3_inbox (global_id, ename, table_name) VALUES (?, ?, ?)
     ON CONFLICT (global_id, ename) DO UPDATE
       SET version = web3_inbox.version + 1, due = 0, attempts = 0, waits_for = NULL`,
    globalId,
    ename,
    table,
  )
}

/** Nothing of the row is left to be told, unless it has changed since. */
export function* rowIsSent({ table, localId, version }: OutboxEntry): Work<void> {
  yield* run(
    'DELETE FROM web3_outbox WHERE table_name = ? AND local_id = ? AND version = ?',
    table,
    localId,
    version,
  )
}

/** The row says what its record says, whatever has been noted of it. */
export function* rowIsNothingNew(table: string, localId: string): Work<void> {
  yield* run('DELETE FROM web3_outbox WHERE table_name = ? AND local_id = ?', table, localId)
}

export function* recordIsRead({ globalId, ename, version }: InboxEntry): Work<void> {
  yield* run(
    'DELETE FROM web3_inbox WHERE global_id = ? AND ename = ? AND version = ?',
    globalId,
    ename,
    version,
  )
}

export function* delayRow(entry: OutboxEntry, { due, problem, waitsFor }: Delay): Work<void> {
  yield* run(
    `UPDATE web3_outbox SET due = ?, problem = ?, waits_for = ?, attempts = attempts + 1
     WHERE table_name = ? AND local_id = ? AND version = ?`,
    due,
    problem,
    waitsFor,
    entry.table,
    entry.localId,
    entry.version,
  )
}

export function* delayRecord(entry: InboxEntry, { due, problem, waitsFor }: Delay): Work<void> {
  yield* run(
    `UPDATE web3_inbox SET due = ?, problem = ?, waits_for = ?, attempts = attempts + 1
     WHERE global_id = ? AND ename = ? AND version = ?`,
    due,
    problem,
    waitsFor,
    entry.globalId,
    entry.ename,
    entry.version,
  )
}

/** All rows are tried at once that were put off: their owner has just come. */
export function* hurryOutbox(): Work<void> {
  yield* run('UPDATE web3_outbox SET due = 0')
}

/** Rows and records that wait, and why. */
export interface Waiting {
  readonly table: string
  /** Of the row; of the record where it is to come. */
  readonly id: string
  readonly direction: 'out' | 'in'
  readonly problem: string
}

const mostTold = 100

export function* waiting(): Work<readonly Waiting[]> {
  const out = yield* all<{ table_name: string; id: string; problem: string }>(
    `SELECT table_name, local_id AS id, problem FROM web3_outbox
     WHERE problem IS NOT NULL ORDER BY table_name, local_id LIMIT ${mostTold}`,
  )
  const into = yield* all<{ table_name: string; id: string; problem: string }>(
    `SELECT table_name, global_id AS id, problem FROM web3_inbox
     WHERE problem IS NOT NULL ORDER BY table_name, global_id LIMIT ${mostTold}`,
  )
  const told = (direction: 'out' | 'in', rows: typeof out) =>
    rows.map(({ table_name, id, problem }) => ({ table: table_name, id, direction, problem }))
  return [...told('out', out), ...told('in', into)]
}

export function* queueLengths(): Work<{ readonly outbox: number; readonly inbox: number }> {
  const row = yield* first<{ outbox: number | string; inbox: number | string }>(
    `SELECT (SELECT count(*) FROM web3_outbox) AS outbox, (SELECT count(*) FROM web3_inbox) AS inbox`,
  )
  return { outbox: Number(row?.outbox ?? 0), inbox: Number(row?.inbox ?? 0) }
}

interface StoredOutbox {
  readonly table_name: string
  readonly local_id: string
  readonly version: number
  readonly attempts: number
}

interface StoredInbox {
  readonly global_id: string
  readonly ename: string
  readonly table_name: string
  readonly version: number
  readonly attempts: number
}

function asOutboxEntry(row: StoredOutbox): OutboxEntry {
  return {
    table: row.table_name,
    localId: row.local_id,
    version: row.version,
    attempts: row.attempts,
  }
}
