import { arrayLiteral, ask, type Database, plainArrayLiteral } from '../db/database.ts'

/** A packet whose time has come. */
export interface Due {
  readonly ename: string
  readonly platform: string
  readonly metaEnvelopeId: string
  readonly sequence: number
  readonly operation: string
  readonly ontology: string
  /** Who made what the platform was not told of; null for several, or no platform. */
  readonly origin: string | null
  /** Failed so far. */
  readonly attempts: number
  readonly deliveredSequence: number | null
  /** Milliseconds since the epoch. */
  readonly dueAt: number
  /** Bytes of the record as it is stored; 0 where it is gone. */
  readonly size: number
}

/** Packets of one platform that can be taken. */
export interface Room {
  readonly ename: string
  readonly platform: string
  /** How many. */
  readonly room: number
  /** Records that are on the way, and left alone. */
  readonly away: readonly string[]
}

/** A record as it is now, or as it was when it was deleted. */
export interface Content {
  readonly ontology: string
  readonly acl: readonly string[]
  /** JSON; null for a deleted record. */
  readonly payloadText: string | null
  /** The newest change of it that is not yet turned into deliveries; null where there is none. */
  readonly newer: number | null
}

const dueColumns = `meta_envelope_id, sequence, operation, delivery.ontology, origin, attempts,
  delivered_sequence, due_at, coalesce((SELECT pg_column_size(payload) FROM meta_envelopes AS record
    WHERE record.ename = delivery.ename AND record.id = delivery.meta_envelope_id), 0) AS size`

/** How far the next packets are looked at to see when one is due; later ones are due later. */
const lookAhead = 64

/** Of each of several platforms: what is due, in the order of changes, and when more will be. */
const selectDue = `
  SELECT lane.place, lane.ename, lane.platform, due.*, later.at AS later
  FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) WITH ORDINALITY
    AS lane (ename, platform, room, away, place)
  LEFT JOIN LATERAL (
    SELECT min(due_at) AS at FROM (SELECT due_at FROM deliveries AS delivery
      WHERE delivery.ename = lane.ename AND delivery.platform = lane.platform
        AND state = 'waiting' AND meta_envelope_id <> ALL (lane.away::text[])
        AND due_at > $5::timestamptz
      ORDER BY sequence LIMIT ${lookAhead}) AS next) AS later ON true
  LEFT JOIN LATERAL (
    SELECT ${dueColumns} FROM deliveries AS delivery
    WHERE delivery.ename = lane.ename AND delivery.platform = lane.platform
      AND state = 'waiting' AND due_at <= $5::timestamptz
      AND meta_envelope_id <> ALL (lane.away::text[])
    ORDER BY sequence LIMIT lane.room) AS due ON true
  ORDER BY lane.place, due.sequence`

/**
 * The packet a failing platform is tried with: the least tried first, so that one which always
 * fails stands in nobody's way; at last one that was given up because nobody answered.
 */
const selectProbe = `
  SELECT ename, platform, ${dueColumns} FROM deliveries AS delivery
  WHERE ename = $1 AND platform = $2 AND (state = 'waiting' AND due_at <= $3::timestamptz
    OR state = 'failed' AND reason = 'UNREACHABLE' AND NOT EXISTS (SELECT 1 FROM deliveries
      WHERE ename = $1 AND platform = $2 AND state = 'waiting'))
  ORDER BY attempts, sequence LIMIT 1`

const selectNext = `SELECT min(due_at) AS later FROM deliveries
  WHERE ename = $1 AND platform = $2 AND state = 'waiting'`

/**
 * Records with what was changed since the log was last looked at, all at one moment. The log, which
 * may have grown long since, is only read where one of them has changed.
 */
const selectContents = `
  WITH changed AS MATERIALIZED (
    SELECT id FROM versions WHERE ename = $1 AND id = ANY ($2::text[]) AND ended_at >=
      (SELECT at FROM operation_log WHERE ename = $1 AND sequence = $3)),
  newer AS MATERIALIZED (
    SELECT meta_envelope_id AS id, max(sequence) AS sequence FROM operation_log
    WHERE ename = $1 AND sequence > $3 AND (SELECT count(*) FROM changed) > 0
      AND meta_envelope_id IN (SELECT id FROM changed) GROUP BY 1)
  SELECT record.id, record.ontology, record.acl, record.payload::text AS payload, newer.sequence
  FROM meta_envelopes AS record LEFT JOIN newer ON newer.id = record.id
  WHERE record.ename = $1 AND record.id = ANY ($2::text[])`

const selectDeleted = `
  SELECT DISTINCT ON (id) id, ontology, acl, NULL AS payload, NULL AS sequence FROM versions
  WHERE ename = $1 AND id = ANY ($2::text[]) AND ended_by = 'delete'
  ORDER BY id, version_id DESC`

/** What is due now, by platform, and when more of it will be (milliseconds; null for never). */
export interface Claim {
  readonly due: readonly Due[]
  readonly later: number | null
}

/** Reads what is due. Which packets are on the way only `courier.ts` knows. */
export function createQueue(db: Database) {
  return {
    /** @param now milliseconds since the epoch */
    async due(rooms: readonly Room[], now: number): Promise<Claim[]> {
      const claims = rooms.map(() => ({ due: [] as Due[], later: null as number | null }))
      if (rooms.length === 0) return claims
      const rows = await ask<DueRow & LaneRow>(db, selectDue, [
        arrayLiteral(rooms.map(({ ename }) => ename)),
        arrayLiteral(rooms.map(({ platform }) => platform)),
        plainArrayLiteral(rooms.map(({ room }) => room)),
        arrayLiteral(rooms.map(({ away }) => arrayLiteral(away))),
        new Date(now).toISOString(),
      ])
      for (const row of rows) {
        const claim = claims[Number(row.place) - 1]
        if (claim === undefined) continue
        claim.later = row.later === null ? null : Date.parse(row.later)
        if (row.meta_envelope_id !== null) claim.due.push(readDue(row))
      }
      return claims
    },

    /** What a failing platform is tried with, one packet at most. */
    async probe(ename: string, platform: string, now: number): Promise<Claim> {
      const at = new Date(now).toISOString()
      const [row] = await ask<DueRow>(db, selectProbe, [ename, platform, at])
      if (row !== undefined) return { due: [readDue(row)], later: null }
      const [next] = await ask<{ later: string | null }>(db, selectNext, [ename, platform])
      return { due: [], later: next?.later == null ? null : Date.parse(next.later) }
    },

    /**
     * Records by id, those that were deleted as they were; others are missing.
     * @param reached how far the log is turned into deliveries
     */
    async contents(
      ename: string,
      ids: readonly string[],
      reached: number,
    ): Promise<Map<string, Content>> {
      const wanted = arrayLiteral(ids)
      const rows = await ask<ContentRow>(db, selectContents, [ename, wanted, reached])
      const found = new Map(rows.map((row) => [row.id, readContent(row)]))
      const gone = ids.filter((id) => !found.has(id))
      if (gone.length === 0) return found
      const deleted = await ask<ContentRow>(db, selectDeleted, [ename, arrayLiteral(gone)])
      for (const row of deleted) found.set(row.id, readContent(row))
      return found
    },
  }
}

interface LaneRow {
  readonly place: number
  readonly later: string | null
}

interface DueRow {
  readonly ename: string
  readonly platform: string
  readonly meta_envelope_id: string
  readonly sequence: number
  readonly operation: string
  readonly ontology: string
  readonly origin: string | null
  readonly attempts: number
  readonly delivered_sequence: number | null
  readonly due_at: string
  readonly size: number
}

function readDue(row: DueRow): Due {
  const { ename, platform, operation, ontology, origin } = row
  return {
    ...{ ename, platform, operation, ontology, origin },
    metaEnvelopeId: row.meta_envelope_id,
    sequence: Number(row.sequence),
    attempts: Number(row.attempts),
    deliveredSequence: row.delivered_sequence === null ? null : Number(row.delivered_sequence),
    dueAt: Date.parse(row.due_at),
    size: Number(row.size),
  }
}

interface ContentRow {
  readonly id: string
  readonly ontology: string
  readonly acl: string[]
  readonly payload: string | null
  readonly sequence: number | null
}

function readContent({ ontology, acl, payload, sequence }: ContentRow): Content {
  const newer = sequence === null ? null : Number(sequence)
  return { ontology, acl, payloadText: payload, newer }
}
