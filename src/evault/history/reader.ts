import { and, desc, eq, lt, type SQL } from 'drizzle-orm'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import { versions } from '../db/schema.ts'

/** What a record was until an update or a deletion ended it. */
export type RecordVersion = typeof versions.$inferSelect

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

  return {
    /** The versions of one record. */
    ofRecord: (grant: Grant<'oversee'>, id: string, size: number, after: string | null) =>
      select(grant, size, after, [eq(versions.id, id)]),

    /** Deleted records that can be restored. */
    trash: (grant: Grant<'oversee'>, size: number, after: string | null) =>
      select(grant, size, after, [eq(versions.endedBy, 'delete'), eq(versions.restored, false)]),
  }
}
