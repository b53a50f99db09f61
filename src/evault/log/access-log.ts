import { and, desc, eq, lt } from 'drizzle-orm'
import type { Grant, Operation } from '../access/authorise.ts'
import { type Caller, describeCaller } from '../access/caller.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import { accessLog } from '../db/schema.ts'
import { type Log, logFailedWork } from '../log.ts'

/** What one caller did alike within a moment. */
export type AccessEntry = typeof accessLog.$inferSelect

/**
 * Who read what, and who was refused why. Entries are gathered and written twice a second, so
 * that it costs little; what a crash takes away is that last moment. The owner's own reading
 * through the window is not kept.
 */
export interface AccessLog extends AsyncDisposable {
  /** @param reason the code when it found nothing it may read; null when it read these records */
  read(grant: Grant<'read'>, records: readonly string[], reason: string | null): void
  refused(refusal: {
    readonly ename: string
    readonly caller: Caller
    readonly operation: Operation | 'identify'
    readonly reason: string
    readonly record: string | null
  }): void
  /** Newest first, behind an entry. */
  list(grant: Grant<'oversee'>, size: number, before: string | null): Promise<AccessEntry[]>
}

interface Gathered {
  readonly ename: string
  readonly caller: string
  readonly operation: string
  readonly reason: string | null
  readonly records: Set<string>
  times: number
}

const everyMs = 500
/** Ids kept of one entry, and entries of one moment: a flood is counted, not copied. */
const mostRecords = 1_000
const mostEntries = 500
const longestId = 200

const insertEntries = `
  INSERT INTO access_log (ename, entry_id, at, caller, operation, allowed, reason, records, times)
  SELECT ename, entry_id, $1::timestamptz, caller, operation, reason = '', nullif(reason, ''),
    records::text[], times
  FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[])
    AS entry (ename, entry_id, caller, operation, reason, records, times)`

export function createAccessLog(db: Database, ids: IdClock, log: Log): AccessLog {
  let gathered = new Map<string, Gathered>()
  let timer: NodeJS.Timeout | undefined

  function note(key: Omit<Gathered, 'records' | 'times'>, records: readonly string[]): void {
    const { ename, caller, operation, reason } = key
    const name = `${ename}\n${caller}\n${operation}\n${reason}`
    let entry = gathered.get(name)
    if (entry === undefined) {
      if (gathered.size >= mostEntries) return
      entry = { ...key, records: new Set(), times: 0 }
      gathered.set(name, entry)
      timer ??= setTimeout(() => void flush(), everyMs).unref()
    }
    entry.times += 1
    for (const id of records) {
      if (entry.records.size >= mostRecords) break
      entry.records.add(id.slice(0, longestId))
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const entries = [...gathered.values()]
    gathered = new Map()
    if (entries.length === 0) return
    const column = (value: (entry: Gathered) => string) => arrayLiteral(entries.map(value))
    try {
      await ask(db, insertEntries, [
        new Date().toISOString(),
        column(({ ename }) => ename),
        column(() => ids.next()),
        column(({ caller }) => caller),
        column(({ operation }) => operation),
        column(({ reason }) => reason ?? ''),
        column(({ records }) => arrayLiteral([...records])),
        column(({ times }) => String(times)),
      ])
    } catch (error) {
      // The reading itself went well; its trace could not be kept.
      logFailedWork(log, error)
    }
  }

  return {
    read({ ename, caller }, records, reason) {
      if (caller.kind === 'owner') return
      note({ ename, caller: describeCaller(caller), operation: 'read', reason }, records)
    },
    refused({ ename, caller, operation, reason, record }) {
      if (caller.kind === 'owner') return
      note({ ename, caller: describeCaller(caller), operation, reason }, record ? [record] : [])
    },
    async list({ ename }, size, before) {
      await flush()
      return db
        .select()
        .from(accessLog)
        .where(and(eq(accessLog.ename, ename), before ? lt(accessLog.entryId, before) : undefined))
        .orderBy(desc(accessLog.entryId))
        .limit(size)
    },
    [Symbol.asyncDispose]: flush,
  }
}
