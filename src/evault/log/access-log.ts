import type { Grant, Operation } from '../access/authorise.ts'
import { type Caller, describeCaller } from '../access/caller.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import type { accessLog } from '../db/schema.ts'
import type { StoredMetaEnvelope } from '../envelopes/types.ts'
import { type Log, logFailedWork } from '../log.ts'
import { type LogFilter, logFilterSql } from './filter.ts'
import { keepVisits, type Visit } from './visitors.ts'

/** What one caller did alike within a moment. */
export type AccessEntry = typeof accessLog.$inferSelect

/**
 * Who read what, and who was refused why. Entries are gathered and written twice a second, so
 * that it costs little; what a crash takes away is that last moment. The owner's own reading
 * through the window is not kept.
 */
export interface AccessLog extends AsyncDisposable {
  /** @param reason the code when it found nothing it may read; null when it read these records */
  read(
    grant: Grant<'read' | 'oversee'>,
    records: readonly (Pick<StoredMetaEnvelope, 'id' | 'ontology'> | NoRecord)[],
    reason: string | null,
  ): void
  refused(refusal: {
    readonly ename: string
    readonly caller: Caller
    readonly operation: Operation | 'identify'
    readonly reason: string
    readonly record: string | null
  }): void
  /**
   * Newest first, behind an entry.
   * @throws RequestError `INVALID_INPUT`
   */
  list(
    grant: Grant<'oversee'>,
    size: number,
    before: string | null,
    filter: LogFilter,
  ): Promise<AccessEntry[]>
  /** Once what was noted so far is written. */
  written(): Promise<void>
  /** Has a listener told of each vault that somebody came to, once that is written. */
  whenWritten(listener: (ename: string) => void): void
}

/** What was asked for and not found. */
interface NoRecord {
  readonly id: string
  readonly ontology: null
}

interface Note extends Pick<Gathered, 'ename' | 'operation' | 'reason'> {
  readonly caller: Caller
}

interface Gathered {
  readonly ename: string
  readonly caller: string
  readonly operation: string
  readonly reason: string | null
  readonly records: Set<string>
  readonly ontologies: Set<string>
  times: number
  /** Each time, its registry had made it prove itself. */
  verified: boolean
}

const everyMs = 500
/** Ids kept of one entry, and entries of one moment: a flood is counted, not copied. */
const mostRecords = 1_000
const mostOntologies = 100
const mostEntries = 500
const longestId = 200

const insertEntries = `
  INSERT INTO access_log (ename, entry_id, at, caller, operation, allowed, reason, records,
    ontologies, times)
  SELECT ename, entry_id, $1::timestamptz, caller, operation, reason = '', nullif(reason, ''),
    records::text[], ontologies::text[], times
  FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::int[]) AS entry (ename, entry_id, caller, operation, reason, records, ontologies, times)`

const columns =
  'ename, entry_id, at, caller, operation, allowed, reason, records, ontologies, times'

const filters = {
  caller: 'caller = ?',
  callers: 'caller = ANY (?::text[])',
  ontology: '?::text = ANY (ontologies)',
  operation: 'operation = ?',
  record: `left(?::text, ${longestId}) = ANY (records)`,
  since: 'at >= ?::timestamptz',
  until: 'at < ?::timestamptz',
  allowed: 'allowed = ?::boolean',
}

export function createAccessLog(db: Database, ids: IdClock, log: Log): AccessLog {
  let gathered = new Map<string, Gathered>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  const listeners: ((ename: string) => void)[] = []

  function note(
    { ename, caller: who, operation, reason }: Note,
    records: Parameters<AccessLog['read']>[1],
  ): void {
    const caller = describeCaller(who)
    const verified = who.kind === 'platform' && who.verified
    const name = `${ename}\n${caller}\n${operation}\n${reason}`
    let entry = gathered.get(name)
    if (entry === undefined) {
      if (gathered.size >= mostEntries) return
      const found = { records: new Set<string>(), ontologies: new Set<string>(), times: 0 }
      entry = { ...found, ...{ ename, caller, operation, reason, verified } }
      gathered.set(name, entry)
      timer ??= setTimeout(() => void flush(), everyMs).unref()
    }
    entry.times += 1
    entry.verified &&= verified
    for (const { id, ontology } of records) {
      if (entry.records.size >= mostRecords) break
      entry.records.add(id.slice(0, longestId))
      if (ontology !== null && entry.ontologies.size < mostOntologies) {
        entry.ontologies.add(ontology)
      }
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const entries = [...gathered.values()]
    gathered = new Map()
    if (entries.length > 0) writing = writing.then(() => write(entries))
    await writing
  }

  async function write(entries: readonly Gathered[]): Promise<void> {
    const column = (value: (entry: Gathered) => string) => arrayLiteral(entries.map(value))
    const at = new Date().toISOString()
    try {
      await db.transaction(async (tx) => {
        await ask(tx, insertEntries, [
          at,
          column(({ ename }) => ename),
          column(() => ids.next()),
          column(({ caller }) => caller),
          column(({ operation }) => operation),
          column(({ reason }) => reason ?? ''),
          column(({ records }) => arrayLiteral([...records])),
          column(({ ontologies }) => arrayLiteral([...ontologies])),
          column(({ times }) => String(times)),
        ])
        await keepVisits(tx, at, visitsIn(entries))
      })
      const visited = new Set(entries.map(({ ename }) => ename))
      for (const ename of visited) for (const tell of listeners) tell(ename)
    } catch (error) {
      // The reading itself went well; its trace could not be kept.
      logFailedWork(log, error)
    }
  }

  return {
    read({ ename, caller }, records, reason) {
      if (caller.kind === 'owner') return
      note({ ename, caller, operation: 'read', reason }, records)
    },
    refused({ ename, caller, operation, reason, record }) {
      if (caller.kind === 'owner') return
      const records = record ? [{ id: record, ontology: null } as const] : []
      note({ ename, caller, operation, reason }, records)
    },
    async list({ ename }, size, before, filter) {
      const values: unknown[] = [ename, before, size]
      const narrow = logFilterSql(filter, filters, values)
      await flush()
      const text = `SELECT ${columns} FROM access_log
        WHERE ename = $1 AND ($2::uuid IS NULL OR entry_id < $2)${narrow}
        ORDER BY entry_id DESC LIMIT $3`
      return (await ask<EntryRow>(db, text, values)).map(readEntry)
    },
    written: flush,
    whenWritten: (listener) => void listeners.push(listener),
    [Symbol.asyncDispose]: flush,
  }
}

interface EntryRow extends Omit<AccessEntry, 'entryId' | 'at'> {
  readonly entry_id: string
  readonly at: string
}

function readEntry({ entry_id: entryId, at, ...entry }: EntryRow): AccessEntry {
  return { entryId, at: new Date(at), ...entry }
}

/** What each caller did; of several refusals in a moment the last kind counts as the last. */
function visitsIn(entries: readonly Gathered[]): Visit[] {
  const visits = new Map<string, Visit>()
  for (const { ename, caller, operation, reason, times, verified } of entries) {
    const key = `${ename}\n${caller}`
    const first = { ename, caller, reads: 0, refusals: 0, reason: null, verified }
    const before = visits.get(key) ?? first
    const isRead = reason === null && operation === 'read'
    visits.set(key, {
      ...before,
      reads: before.reads + (isRead ? times : 0),
      refusals: before.refusals + (reason === null ? 0 : times),
      reason: reason ?? before.reason,
      verified: verified && before.verified,
    })
  }
  return [...visits.values()]
}
