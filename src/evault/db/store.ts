import { sql } from 'drizzle-orm'
import type { ChangeFeed, RecordChange } from '../envelopes/changes.ts'
import type { SearchIndexer } from '../envelopes/search-indexer.ts'
import { createEnvelopeTransactor, type EnvelopeTransactor } from '../envelopes/transactor.ts'
import type { HeadSigner } from '../log/head-signer.ts'
import { createLogWriter, type LogHeads } from '../log/writer.ts'
import type { Standings } from '../migration/standings.ts'
import { commitsOf } from './commits.ts'
import { createCountWriter } from './counts.ts'
import type { Database, Transaction } from './database.ts'
import { createIdClock, type IdClock } from './ids.ts'

/** What a write can do. It exists only inside `transact`. */
export interface Writers {
  readonly envelopes: EnvelopeTransactor
  /** For rows that commit together with a record. */
  readonly tx: Transaction
}

/**
 * Runs one unit of work: all of it is committed, or nothing; records, counts and log entries
 * together. Changes are published after the commit.
 */
export type Transact = <T>(work: (writers: Writers) => Promise<T>) => Promise<T>

interface StoreMeans {
  readonly db: Database
  readonly ids: IdClock
  readonly feed: ChangeFeed
  readonly signer: Pick<HeadSigner, 'grown'>
  readonly indexer: Pick<SearchIndexer, 'written'>
  /** Refuses changes of a vault that is on its way, or gone. */
  readonly standings: Pick<Standings, 'refuseWrite'>
}

export function createTransact({
  db,
  ids,
  feed,
  signer,
  indexer,
  standings,
}: StoreMeans): Transact {
  const heads: LogHeads = new Map()
  const commits = commitsOf(db)
  let last: Promise<unknown> = Promise.resolve()

  // One after the other: the next must find the end of the log that this one leaves. It need
  // not wait until the disk holds this one: those that wait share what that costs.
  return async (work) => {
    const unit = last.then(() => commit(work))
    last = unit.catch(() => {})
    const { result, changes, written } = await unit
    await commits.durable()
    for (const [ename, head] of written) signer.grown(ename, head)
    for (const change of changes) {
      if (change.record !== null) indexer.written()
      feed.publish(change)
    }
    return result
  }

  async function commit<T>(work: (writers: Writers) => Promise<T>) {
    const changes: RecordChange[] = []
    const written: LogHeads = new Map()
    const result = await commits.db.transaction(async (tx) => {
      const log = createLogWriter(tx, heads, standings)
      const counts = createCountWriter(tx)
      const announce = (change: RecordChange) => changes.push(change)
      const envelopes = createEnvelopeTransactor({ tx, ids, log, counts, announce })
      const done = await work({ envelopes, tx })
      await counts.flush()
      await log.flush()
      for (const [ename, head] of log.heads) written.set(ename, head)
      return done
    })
    for (const [ename, head] of written) heads.set(ename, head)
    return { result, changes, written }
  }
}

/** Ids go on after the newest one the database holds. */
export async function resumeIds(db: Database, now?: () => number): Promise<IdClock> {
  const result = (await db.execute(sql`
    SELECT max(newest.id::text) AS last FROM vaults CROSS JOIN LATERAL (
      (SELECT position AS id FROM meta_envelopes
        WHERE ename = vaults.ename ORDER BY position DESC LIMIT 1)
      UNION ALL
      (SELECT version_id AS id FROM versions
        WHERE ename = vaults.ename ORDER BY version_id DESC LIMIT 1)
      UNION ALL
      (SELECT entry_id AS id FROM access_log
        WHERE ename = vaults.ename ORDER BY entry_id DESC LIMIT 1)
    ) AS newest`)) as unknown as { rows: { last: string | null }[] }
  return createIdClock(result.rows[0]?.last ?? null, now)
}
