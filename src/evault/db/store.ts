import { sql } from 'drizzle-orm'
import type { ChangeFeed, RecordChange } from '../envelopes/changes.ts'
import {
  buildCreate,
  createEnvelopeTransactor,
  type EnvelopeTransactor,
} from '../envelopes/transactor.ts'
import { diskFull } from '../errors.ts'
import type { Database } from './database.ts'
import { hasRoomFor } from './free-space.ts'
import { createIdClock, type IdClock } from './ids.ts'

/** What a write can do. It exists only inside `transact`. */
export interface Writers {
  readonly envelopes: EnvelopeTransactor
}

/**
 * Runs one unit of work: all of it is committed, or nothing. Changes are published after the
 * commit.
 * @throws RequestError `DISK_FULL` before anything is written
 */
export type Transact = <T>(work: (writers: Writers) => Promise<T>) => Promise<T>

export function createTransact(
  db: Database,
  ids: IdClock,
  feed: ChangeFeed,
  directory: string,
): Transact {
  const insertAndCount = buildCreate(db)
  return async (work) => {
    if (!hasRoomFor(directory, 0)) throw diskFull()
    const changes: RecordChange[] = []
    const result = await db.transaction((tx) =>
      work({
        envelopes: createEnvelopeTransactor(tx, insertAndCount, ids, (change) =>
          changes.push(change),
        ),
      }),
    )
    for (const change of changes) feed.publish(change)
    return result
  }
}

/** Ids go on after the newest one the database holds. */
export async function resumeIds(db: Database, now?: () => number): Promise<IdClock> {
  const result = (await db.execute(sql`
    SELECT max(newest.id::text) AS last FROM vaults CROSS JOIN LATERAL (
      (SELECT position AS id FROM meta_envelopes
        WHERE ename = vaults.ename ORDER BY position DESC LIMIT 1)
      UNION ALL
      (SELECT trash_id AS id FROM trash
        WHERE ename = vaults.ename ORDER BY trash_id DESC LIMIT 1)
    ) AS newest`)) as unknown as { rows: { last: string | null }[] }
  return createIdClock(result.rows[0]?.last ?? null, now)
}
