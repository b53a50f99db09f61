import type { Grant } from '../access/authorise.ts'
import { normalisePlatform } from '../access/platform-name.ts'
import {
  arrayLiteral,
  ask,
  type Database,
  plainArrayLiteral,
  type Transaction,
} from '../db/database.ts'

/** What one caller did in a moment. */
export interface Visit {
  readonly ename: string
  readonly caller: string
  readonly reads: number
  readonly refusals: number
  /** The code of the last refusal; null for none. */
  readonly reason: string | null
  /** A platform that its registry had made prove itself. */
  readonly verified: boolean
}

/** Who came, and what they did since; a platform in all its spellings is one. */
export interface Visitor {
  /** As in the logs; of several spellings the one that came first. */
  readonly caller: string
  readonly spellings: readonly string[]
  readonly firstSeen: Date
  readonly lastSeen: Date
  readonly reads: number
  readonly writes: number
  readonly refusals: number
  /** A platform that its registry had made prove itself when it came last. */
  readonly verified: boolean
  readonly lastRefusal: { readonly reason: string; readonly at: Date } | null
}

/** What a visitor did with records of one type. */
export interface VisitedType {
  readonly ontology: string
  /** Different records that were read, as far as the access log is kept. */
  readonly read: number
  /** Changes that were made. */
  readonly written: number
}

export type VisitorReader = ReturnType<typeof createVisitorReader>

/** Strangers are many, and must not fill the disk. */
export const mostVisitors = 2_000

const insertVisits = `
  INSERT INTO visitors AS known
    (ename, caller, first_seen, last_seen, reads, refusals, verified, refused_for, refused_at)
  SELECT ename, caller, $1::timestamptz, $1::timestamptz, reads, refusals, verified,
    nullif(reason, ''), CASE WHEN reason <> '' THEN $1::timestamptz END
  FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::boolean[])
    AS visit (ename, caller, reads, refusals, reason, verified)
  ON CONFLICT (ename, caller) DO UPDATE SET last_seen = excluded.last_seen,
    verified = excluded.verified, reads = known.reads + excluded.reads, refusals = known.refusals + excluded.refusals,
    refused_for = coalesce(excluded.refused_for, known.refused_for),
    refused_at = coalesce(excluded.refused_at, known.refused_at)
  RETURNING ename, xmax::text = '0' AS is_new`

/** Those give way who were only ever refused, then those who were not seen for longest. */
const forgetVisitors = `DELETE FROM visitors WHERE ename = $1 AND caller IN (
  SELECT caller FROM visitors WHERE ename = $1
  ORDER BY reads > 0 DESC, last_seen DESC, caller OFFSET ${mostVisitors})`

/** Keeps visits, each caller once. */
export async function keepVisits(
  tx: Transaction,
  at: string,
  visits: readonly Visit[],
): Promise<void> {
  const column = (value: (visit: Visit) => string) => arrayLiteral(visits.map(value))
  const kept = await ask<{ ename: string; is_new: boolean }>(tx, insertVisits, [
    at,
    column(({ ename }) => ename),
    column(({ caller }) => caller),
    plainArrayLiteral(visits.map(({ reads }) => reads)),
    plainArrayLiteral(visits.map(({ refusals }) => refusals)),
    column(({ reason }) => reason ?? ''),
    column(({ verified }) => String(verified)),
  ])
  const grown = new Set(kept.filter(({ is_new }) => is_new).map(({ ename }) => ename))
  for (const ename of grown) await ask(tx, forgetVisitors, [ename])
}

interface VisitorRow {
  readonly caller: string
  readonly first_seen: string
  readonly last_seen: string
  readonly reads: number
  readonly refusals: number
  readonly verified: boolean
  readonly refused_for: string | null
  readonly refused_at: string | null
}

interface Writes {
  readonly count: number
  readonly first: Date
  readonly last: Date
}

interface WritesRow {
  readonly caller: string
  readonly count: number
  readonly first: string
  readonly last: string
}

const selectVisitors = `SELECT caller, first_seen, last_seen, reads, refusals, verified,
    refused_for, refused_at
  FROM visitors WHERE ename = $1`

const selectHead =
  'SELECT coalesce(max(sequence), 0) AS sequence FROM operation_log WHERE ename = $1'

const selectWrites = `SELECT caller, count(*) AS count, min(at) AS first, max(at) AS last
  FROM operation_log WHERE ename = $1 AND sequence > $2 AND sequence <= $3 GROUP BY caller`

const selectWritten = `SELECT ontology, count(*) AS count FROM operation_log
  WHERE ename = $1 AND caller = ANY ($2::text[]) GROUP BY ontology`

/** What is no longer there has its type from the versions that are kept. */
const selectRead = `
  WITH seen AS MATERIALIZED (
    SELECT DISTINCT unnest(records) AS id FROM access_log
    WHERE ename = $1 AND caller = ANY ($2::text[]) AND allowed),
  present AS MATERIALIZED (
    SELECT id, ontology FROM meta_envelopes WHERE ename = $1 AND id IN (SELECT id FROM seen)),
  former AS (
    SELECT DISTINCT ON (id) id, ontology FROM versions
    WHERE ename = $1 AND id IN (SELECT id FROM seen EXCEPT SELECT id FROM present)
    ORDER BY id, version_id DESC)
  SELECT ontology, count(*) AS count
  FROM (SELECT * FROM present UNION ALL SELECT * FROM former) AS found GROUP BY ontology`

/** Reads who came. The owner is nobody's visitor. */
export function createVisitorReader(db: Database) {
  const writesOf = rememberWrites(db)

  async function all(grant: Grant<'oversee'>): Promise<Visitor[]> {
    const writes = await writesOf(grant.ename)
    const rows = await ask<VisitorRow>(db, selectVisitors, [grant.ename])
    const known = new Set(rows.map(({ caller }) => caller))
    const writers = [...writes].filter(([caller]) => !known.has(caller) && caller !== 'owner')
    const spelled = [
      ...rows.map((row) => visitorOf(row, writes.get(row.caller))),
      ...writers.map(([caller, { count, first, last }]) => ({
        ...{ caller, spellings: [caller], firstSeen: first, lastSeen: last, writes: count },
        ...{ reads: 0, refusals: 0, verified: false, lastRefusal: null },
      })),
    ]
    return platformsOnce(spelled).sort((a, b) => b.lastSeen.getTime() - a.lastSeen.getTime())
  }

  return {
    /** Those who were here last, first. */
    list: async (grant: Grant<'oversee'>) => (await all(grant)).slice(0, mostVisitors),

    /** One of them, a platform in any spelling; or null. */
    async get(grant: Grant<'oversee'>, caller: string): Promise<Visitor | null> {
      const wanted = oneSpelling(caller)
      return (await all(grant)).find((visitor) => oneSpelling(visitor.caller) === wanted) ?? null
    },

    /** What they read and wrote, by type. */
    async types(
      { ename }: Grant<'oversee'>,
      { spellings }: Pick<Visitor, 'spellings'>,
    ): Promise<VisitedType[]> {
      const values = [ename, arrayLiteral(spellings)]
      const read = await ask<TypeCount>(db, selectRead, values)
      const written = await ask<TypeCount>(db, selectWritten, values)
      const types = new Set([...read, ...written].map(({ ontology }) => ontology))
      return [...types].sort().map((ontology) => ({
        ...{ ontology, read: countOf(read, ontology), written: countOf(written, ontology) },
      }))
    },
  }
}

interface TypeCount {
  readonly ontology: string
  readonly count: number
}

function countOf(counts: readonly TypeCount[], ontology: string): number {
  return Number(counts.find((one) => one.ontology === ontology)?.count ?? 0)
}

/** The log only grows: what was counted once is not looked at again. */
function rememberWrites(db: Database) {
  const counted = new Map<string, { sequence: number; writes: Map<string, Writes> }>()
  return async (ename: string): Promise<ReadonlyMap<string, Writes>> => {
    const before = counted.get(ename) ?? { sequence: 0, writes: new Map() }
    const [head] = await ask<{ sequence: number }>(db, selectHead, [ename])
    const sequence = Number(head?.sequence ?? 0)
    const writes = new Map(before.writes)
    const rows = await ask<WritesRow>(db, selectWrites, [ename, before.sequence, sequence])
    for (const row of rows) {
      const known = writes.get(row.caller)
      const first = known?.first ?? new Date(row.first)
      const count = (known?.count ?? 0) + Number(row.count)
      writes.set(row.caller, { count, first, last: new Date(row.last) })
    }
    counted.set(ename, { sequence, writes })
    return writes
  }
}

function visitorOf(row: VisitorRow, writes: Writes | undefined): Visitor {
  const { caller, refused_for: reason, refused_at: at } = row
  const [first, last] = [new Date(row.first_seen), new Date(row.last_seen)]
  return {
    ...{ caller, spellings: [caller], verified: row.verified },
    ...{ reads: Number(row.reads), refusals: Number(row.refusals) },
    writes: writes?.count ?? 0,
    firstSeen: writes !== undefined && writes.first < first ? writes.first : first,
    lastSeen: writes !== undefined && writes.last > last ? writes.last : last,
    lastRefusal: reason === null || at === null ? null : { reason, at: new Date(at) },
  }
}

const platformLine = 'platform '

/** A line of the logs with its platform in the form in which platforms are compared. */
function oneSpelling(caller: string): string {
  if (!caller.startsWith(platformLine)) return caller
  return platformLine + normalisePlatform(caller.slice(platformLine.length))
}

function platformsOnce(spelled: readonly Visitor[]): Visitor[] {
  const visitors = new Map<string, Visitor>()
  for (const visitor of spelled) {
    const key = oneSpelling(visitor.caller)
    const known = visitors.get(key)
    visitors.set(key, known === undefined ? visitor : together(known, visitor))
  }
  return [...visitors.values()]
}

/** Two spellings of one platform. */
function together(a: Visitor, b: Visitor): Visitor {
  const [first, second] = cameBefore(a, b) ? [a, b] : [b, a]
  const last = a.lastSeen >= b.lastSeen ? a : b
  return {
    caller: first.caller,
    spellings: [...first.spellings, ...second.spellings],
    firstSeen: first.firstSeen,
    lastSeen: last.lastSeen,
    verified: last.verified,
    reads: a.reads + b.reads,
    writes: a.writes + b.writes,
    refusals: a.refusals + b.refusals,
    lastRefusal: laterOf(a.lastRefusal, b.lastRefusal),
  }
}

/** Of those written in the same moment, always the same one. */
function cameBefore(a: Visitor, b: Visitor): boolean {
  const apart = a.firstSeen.getTime() - b.firstSeen.getTime()
  return apart === 0 ? a.caller < b.caller : apart < 0
}

function laterOf(a: Visitor['lastRefusal'], b: Visitor['lastRefusal']): Visitor['lastRefusal'] {
  if (a === null || b === null) return a ?? b
  return a.at >= b.at ? a : b
}
