import { and, desc, eq, lt, type SQL } from 'drizzle-orm'
import type { Grant } from '../access/authorise.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import { versions } from '../db/schema.ts'
import { gather } from '../envelopes/gather.ts'

/** What a record was until an update or a deletion ended it. */
export type RecordVersion = typeof versions.$inferSelect

/** Who brought a version about, and when. */
export interface Making {
  readonly caller: string
  readonly at: Date
}

interface Change {
  readonly id: string
  readonly at: string
  readonly operation: string
  readonly caller: string
}

const selectChanges = `SELECT meta_envelope_id AS id, at, operation, caller FROM operation_log
  WHERE ename = $1 AND meta_envelope_id = ANY ($2::text[]) ORDER BY sequence`

export type HistoryReader = ReturnType<typeof createHistoryReader>

/** Reads what records were before. Newest first; `after` is the version to begin behind. */
export function createHistoryReader(db: Database) {
  const select = (grant: Grant<'oversee'>, size: number, after: string | null, more: SQL[]) =>
    db
      .select()
      .from(versions)
      .where(
        and(
          eq(versions.ename, grant.ename),
          after === null ? undefined : lt(versions.versionId, after),
          ...more,
        ),
      )
      .orderBy(desc(versions.versionId))
      .limit(size)

  const makings = gather(
    (ename: string) => ename,
    async (ename, asked: readonly RecordVersion[]) => {
      const ids = arrayLiteral([...new Set(asked.map(({ id }) => id))])
      return makingsOf(asked, await ask<Change>(db, selectChanges, [ename, ids]))
    },
  )

  return {
    /** Who made a version; null where the log does not say. Asked together, it is one statement. */
    making: ({ ename }: Grant<'oversee'>, version: RecordVersion) => makings(ename, version),

    /** The versions of one record. */
    ofRecord: (grant: Grant<'oversee'>, id: string, size: number, after: string | null) =>
      select(grant, size, after, [eq(versions.id, id)]),

    /** Deleted records that can be restored. */
    trash: (grant: Grant<'oversee'>, size: number, after: string | null) =>
      select(grant, size, after, [eq(versions.endedBy, 'delete'), eq(versions.restored, false)]),
  }
}

/**
 * Finds for each version the change that ended it, and so the one before that, which made it.
 * A version's end is noted before its change is logged, in the same transaction; changes within a
 * millisecond are told apart by their order.
 */
function makingsOf(asked: readonly RecordVersion[], changes: readonly Change[]): (Making | null)[] {
  const found = new Map<RecordVersion, Making | null>()
  const oldestFirst = [...new Set(asked)].sort((a, b) => (a.versionId < b.versionId ? -1 : 1))
  for (const id of new Set(asked.map((version) => version.id))) {
    const own = changes.filter((change) => change.id === id)
    let behind = 0
    for (const version of oldestFirst.filter((one) => one.id === id)) {
      const end = own.findIndex((change, at) => at >= behind && ends(change, version))
      const made = end > 0 ? own[end - 1] : undefined
      found.set(version, made ? { caller: made.caller, at: new Date(made.at) } : null)
      if (end >= 0) behind = end + 1
    }
  }
  return asked.map((version) => found.get(version) ?? null)
}

function ends({ operation, caller, at }: Change, version: RecordVersion): boolean {
  if (caller !== version.caller || operation === 'create') return false
  const isSameKind = (operation === 'delete') === (version.endedBy === 'delete')
  return isSameKind && new Date(at) >= version.endedAt
}
