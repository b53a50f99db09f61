import { and, desc, eq, isNull, notInArray, sql } from 'drizzle-orm'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import { reachableSpans } from '../db/outside-schema.ts'
import { type Log, logUnexpected } from '../log.ts'
import type { RegistryStanding } from './registry-standing.ts'

/**
 * What whoever keeps the tunnel has found out. Times are in milliseconds since the epoch.
 * - `up`: a probe came back through the public address at `provenAt`, as it has since `since`.
 * - `down`: it does no more; `cause` is the tunnel’s, null when the owner or the app ended it.
 */
export type ReachNews =
  | {
      readonly state: 'up'
      /** Origin, perhaps with a path. */
      readonly publicUrl: string
      /** Kind of the tunnel’s provider. */
      readonly provider: string
      readonly since: number
      readonly provenAt: number
      /** How often somebody asked before, while the vault was away; null where nobody counted. */
      readonly missed: Missed | null
    }
  | { readonly state: 'down'; readonly cause: ReachCause | null }

export interface Missed {
  readonly count: number
  /** Null when nobody did. */
  readonly lastAt: number | null
}

/** As the tunnel has it: a code, and what it names. */
export interface ReachCause {
  readonly code: string
  readonly parameters: Readonly<Record<string, string | number>>
}

/** A time in which the world was seen to reach the vault. */
export type ReachableSpan = typeof reachableSpans.$inferSelect

/** How the world reaches this vault: what the registry is told of it, and when it was so. */
export interface Reach {
  /** Keeps what was found out, and has the registry told of an address that was just proven. */
  tell(news: ReachNews): void
  /** Newest first, 500 at most. */
  spans(grant: Grant<'oversee'>): Promise<ReachableSpan[]>
  /** When all that was told is kept. */
  settled(): Promise<void>
}

interface Means {
  readonly ename: string
  readonly db: Database
  readonly ids: IdClock
  readonly registryStanding: Pick<RegistryStanding, 'reached'>
  readonly onChange: () => void
  readonly log: Log
}

/** A connection that comes and goes every few seconds must not fill the database. */
const mostSpans = 500

export function createReach(means: Means): Reach {
  const { ename, db, ids, registryStanding, onChange, log } = means
  const spans = createSpans(db, ename, ids)
  let kept: Promise<unknown> = Promise.resolve()

  return {
    tell(news) {
      registryStanding.reached(news.state === 'up' ? news.publicUrl : null)
      kept = kept
        .then(() => spans.keep(news))
        .then(onChange)
        .catch((error: unknown) => void logUnexpected(log, error))
    },
    spans: () => spans.list(),
    settled: async () => void (await kept),
  }
}

function createSpans(db: Database, ename: string, ids: IdClock) {
  let open: { readonly id: string; readonly key: string } | null = null
  let left: Promise<unknown> | null = null

  /** One that was open when the process ended was last true when it was last proven. */
  function endLeft(): Promise<unknown> {
    left ??= db
      .update(reachableSpans)
      .set({ endedAt: sql`${reachableSpans.provenAt}` })
      .where(and(eq(reachableSpans.ename, ename), isNull(reachableSpans.endedAt)))
      .execute()
    return left
  }

  async function change(spanId: string, values: Partial<ReachableSpan>): Promise<void> {
    await db
      .update(reachableSpans)
      .set(values)
      .where(and(eq(reachableSpans.ename, ename), eq(reachableSpans.spanId, spanId)))
  }

  async function end(cause: ReachCause | null): Promise<void> {
    if (open === null) return
    await change(open.id, { endedAt: new Date(), cause })
    open = null
  }

  async function begin(news: Extract<ReachNews, { state: 'up' }>, key: string): Promise<void> {
    const { publicUrl, provider, missed } = news
    const lastAt = missed?.lastAt ?? null
    const spanId = ids.next()
    await db.insert(reachableSpans).values({
      ...{ ename, spanId, publicUrl, provider, cause: null, endedAt: null },
      since: new Date(news.since),
      provenAt: new Date(news.provenAt),
      missed: missed?.count ?? null,
      missedAt: lastAt === null ? null : new Date(lastAt),
    })
    open = { id: spanId, key }
    const newest = db
      .select({ spanId: reachableSpans.spanId })
      .from(reachableSpans)
      .where(eq(reachableSpans.ename, ename))
      .orderBy(desc(reachableSpans.spanId))
      .limit(mostSpans)
    await db
      .delete(reachableSpans)
      .where(and(eq(reachableSpans.ename, ename), notInArray(reachableSpans.spanId, newest)))
  }

  return {
    async keep(news: ReachNews): Promise<void> {
      await endLeft()
      if (news.state === 'down') return end(news.cause)
      const key = `${news.since} ${news.publicUrl}`
      if (open?.key === key) return change(open.id, { provenAt: new Date(news.provenAt) })
      // One way gives way to another.
      await end(null)
      await begin(news, key)
    },

    async list(): Promise<ReachableSpan[]> {
      await endLeft()
      return db
        .select()
        .from(reachableSpans)
        .where(eq(reachableSpans.ename, ename))
        .orderBy(desc(reachableSpans.spanId))
        .limit(mostSpans)
    },
  }
}
