import type { Grant } from '../access/authorise.ts'
import { normalisePlatform } from '../access/platform-name.ts'
import type { deliveries, deliveryAttempts } from '../db/awareness-schema.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import type { Courier } from './courier.ts'
import type { Platforms } from './platforms.ts'

/** What a platform was or is to be told of a record. */
export type StoredDelivery = typeof deliveries.$inferSelect & { readonly isAway: boolean }

/** One request to a platform. */
export type StoredAttempt = typeof deliveryAttempts.$inferSelect

/** A version of a record that a platform has. */
export interface Disclosure {
  readonly platform: string
  readonly sequence: number
  readonly metaEnvelopeId: string
  readonly ontology: string
  readonly envelopeHash: string
  readonly mode: 'value' | 'reference' | 'deletion'
  readonly at: Date
  readonly acknowledged: boolean
  readonly isCurrent: boolean
}

export type DeliveryStateName = 'waiting' | 'sending' | 'delivered' | 'failed' | 'withheld'

export interface DeliveryFilter {
  readonly platform: string | null
  /** One of these; null for any. */
  readonly states: readonly DeliveryStateName[] | null
  readonly record: string | null
}

interface Means {
  readonly db: Database
  readonly platforms: Platforms
  readonly courier: Pick<Courier, 'away'>
}

const mostAttempts = 100

const columns = `ename, platform, meta_envelope_id, state, reason, ontology, sequence, operation,
  changed_at, origin, due_at, attempts, delivered_sequence, delivered_at`

/** The index of few rows serves where only those are asked for. */
const ofState = (state: string | null) => (state === null ? '' : ` AND state = '${state}'`)

/** Of each platform the next ones behind the cursor, which are then put in one order. */
const selectPage = (state: string | null) => `
  SELECT found.*, found.meta_envelope_id = ANY (lane.away::text[]) AS is_away
  FROM unnest($2::text[], $3::text[]) AS lane (platform, away)
  CROSS JOIN LATERAL (
    SELECT ${columns} FROM deliveries WHERE ename = $1 AND platform = lane.platform
      AND ($4::bigint IS NULL OR sequence < $4 OR sequence = $4 AND platform > $5)
      AND ($6::text IS NULL OR meta_envelope_id = $6)${ofState(state)}
      AND ($7::text[] IS NULL OR CASE WHEN state <> 'waiting' THEN state
        WHEN meta_envelope_id = ANY (lane.away::text[]) THEN 'sending' ELSE state END = ANY ($7))
    ORDER BY sequence DESC LIMIT $8) AS found
  ORDER BY found.sequence DESC, found.platform LIMIT $8`

const selectOne = `SELECT ${columns}, false AS is_away FROM deliveries
  WHERE ename = $1 AND platform = $2 AND meta_envelope_id = $3`

const selectAttempts = `
  SELECT ename, platform, attempt_id, meta_envelope_id, sequence, number, at, status, ok,
    duration_ms, response, error, error_code, error_detail, body_hash
  FROM delivery_attempts WHERE ename = $1 AND meta_envelope_id = $2 AND platform = $3
  ORDER BY attempt_id DESC LIMIT ${mostAttempts}`

/** The hash of what a record is now (`log/chain.ts`), as the database computes it. */
const presentHash = `encode(sha256(convert_to('{"id":' || to_json(record.id)::text || ',"ontology":'
  || to_json(record.ontology)::text || ',"payload":' || record.payload::text || '}', 'UTF8')), 'hex')`

const selectDisclosures = `
  SELECT page.*, CASE WHEN mode = 'deletion' THEN record.id IS NULL
    ELSE record.id IS NOT NULL AND ${presentHash} = envelope_hash END AS is_current
  FROM (SELECT platform, sequence, meta_envelope_id, ontology, envelope_hash, mode, at,
      acknowledged FROM disclosures WHERE ename = $1 AND platform = $2
      AND ($3::bigint IS NULL OR sequence < $3) AND ($4::text IS NULL OR meta_envelope_id = $4)
    ORDER BY sequence DESC LIMIT $5) AS page
  LEFT JOIN meta_envelopes AS record ON record.ename = $1 AND record.id = page.meta_envelope_id
  ORDER BY sequence DESC`

/** Reads deliveries, attempts and disclosures for the owner. */
export function createDeliveryReader({ db, platforms, courier }: Means) {
  async function one(ename: string, id: string): Promise<StoredDelivery | null> {
    const [platform, record] = partsOf(id)
    const [row] = await ask<DeliveryRow>(db, selectOne, [ename, platform, record])
    if (row === undefined) return null
    return { ...readDelivery(row), isAway: courier.away(ename, platform).has(record) }
  }

  return {
    /**
     * Newest change first, behind a cursor.
     * @throws RequestError `INVALID_PAGE`
     */
    async page(
      { ename }: Grant<'oversee'>,
      { platform, states, record }: DeliveryFilter,
      size: number,
      after: string | null,
    ) {
      const before = after === null ? null : readCursor(after)
      const wanted = platform === null ? null : normalisePlatform(platform)
      const lanes = platforms.of(ename).filter((row) => wanted === null || row.platform === wanted)
      const only = states?.length === 1 ? states[0] : undefined
      const state = only === 'sending' ? 'waiting' : only === 'withheld' ? null : (only ?? null)
      const rows = await ask<DeliveryRow>(db, selectPage(state === 'delivered' ? null : state), [
        ename,
        arrayLiteral(lanes.map((lane) => lane.platform)),
        arrayLiteral(lanes.map((lane) => arrayLiteral([...courier.away(ename, lane.platform)]))),
        ...[before?.sequence ?? null, before?.platform ?? null, record],
        ...[states === null ? null : arrayLiteral(states), size + 1],
      ])
      const entries = rows.slice(0, size).map(readDelivery)
      const last = rows.length > size ? entries.at(-1) : undefined
      return { entries, nextCursor: last ? `${last.sequence}|${last.platform}` : null }
    },

    /** By its id; null where there is none. */
    byId: ({ ename }: Grant<'oversee' | 'administer'>, id: string) => one(ename, id),

    /** Newest first. */
    async attempts({ ename }: Grant<'oversee'>, delivery: StoredDelivery) {
      const { metaEnvelopeId, platform } = delivery
      const rows = await ask<AttemptRow>(db, selectAttempts, [ename, metaEnvelopeId, platform])
      return rows.map(readAttempt)
    },

    /**
     * What a platform has, newest first, behind a cursor.
     * @throws RequestError `INVALID_PAGE`
     */
    async disclosures(
      { ename }: Grant<'oversee'>,
      name: string,
      record: string | null,
      size: number,
      after: string | null,
    ) {
      if (after !== null && !/^\d{1,15}$/.test(after)) throw noCursor()
      const platform = normalisePlatform(name)
      const values = [ename, platform, after, record, size + 1]
      const rows = await ask<DisclosureRow>(db, selectDisclosures, values)
      const entries = rows.slice(0, size).map(readDisclosure)
      const last = rows.length > size ? entries.at(-1) : undefined
      return { entries, nextCursor: last ? String(last.sequence) : null }
    },
  }
}

/** What a delivery is called: its platform and record. */
export function deliveryIdOf(platform: string, metaEnvelopeId: string): string {
  return Buffer.from(JSON.stringify([platform, metaEnvelopeId])).toString('base64url')
}

/** @throws RequestError `INVALID_INPUT` for what is none of ours */
export function partsOf(id: string): readonly [platform: string, metaEnvelopeId: string] {
  try {
    const parts = JSON.parse(Buffer.from(id, 'base64url').toString())
    if (Array.isArray(parts) && parts.length === 2 && parts.every(isText)) {
      return parts as [string, string]
    }
  } catch {
    // Told below.
  }
  throw new RequestError('INVALID_INPUT', 'This is not an id the vault gave.', 'id')
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && !value.includes('\0') && value.isWellFormed()
}

function readCursor(cursor: string) {
  const [, sequence, platform] = /^(\d{1,15})\|(.{1,2000})$/su.exec(cursor) ?? []
  if (sequence === undefined || platform === undefined || !isText(platform)) throw noCursor()
  return { sequence: Number(sequence), platform }
}

function noCursor(): RequestError {
  return new RequestError('INVALID_PAGE', 'after: is none of this list.', 'after')
}

interface DeliveryRow {
  readonly ename: string
  readonly platform: string
  readonly meta_envelope_id: string
  readonly state: StoredDelivery['state']
  readonly reason: string | null
  readonly ontology: string
  readonly sequence: number
  readonly operation: string
  readonly changed_at: string
  readonly origin: string | null
  readonly due_at: string
  readonly attempts: number
  readonly delivered_sequence: number | null
  readonly delivered_at: string | null
  readonly is_away: boolean
}

function readDelivery(row: DeliveryRow): StoredDelivery {
  const { ename, platform, state, reason, ontology, operation, origin } = row
  return {
    ...{ ename, platform, state, reason, ontology, operation, origin },
    metaEnvelopeId: row.meta_envelope_id,
    sequence: Number(row.sequence),
    changedAt: new Date(row.changed_at),
    dueAt: new Date(row.due_at),
    attempts: Number(row.attempts),
    deliveredSequence: row.delivered_sequence === null ? null : Number(row.delivered_sequence),
    deliveredAt: row.delivered_at === null ? null : new Date(row.delivered_at),
    isAway: row.is_away && state === 'waiting',
  }
}

interface AttemptRow {
  readonly ename: string
  readonly platform: string
  readonly attempt_id: string
  readonly meta_envelope_id: string
  readonly sequence: number
  readonly number: number
  readonly at: string
  readonly status: number | null
  readonly ok: boolean
  readonly duration_ms: number
  readonly response: string | null
  readonly error: string | null
  readonly error_code: StoredAttempt['errorCode']
  readonly error_detail: string | null
  readonly body_hash: string
}

function readAttempt(row: AttemptRow): StoredAttempt {
  const { ename, platform, number, status, ok, response, error } = row
  return {
    ...{ ename, platform, number, status, ok, response, error },
    attemptId: row.attempt_id,
    metaEnvelopeId: row.meta_envelope_id,
    sequence: Number(row.sequence),
    at: new Date(row.at),
    durationMs: row.duration_ms,
    errorCode: row.error_code,
    errorDetail: row.error_detail,
    bodyHash: row.body_hash,
  }
}

interface DisclosureRow {
  readonly platform: string
  readonly sequence: number
  readonly meta_envelope_id: string
  readonly ontology: string
  readonly envelope_hash: string
  readonly mode: Disclosure['mode']
  readonly at: string
  readonly acknowledged: boolean
  readonly is_current: boolean
}

function readDisclosure(row: DisclosureRow): Disclosure {
  const { platform, ontology, mode, acknowledged } = row
  return {
    ...{ platform, ontology, mode, acknowledged },
    sequence: Number(row.sequence),
    metaEnvelopeId: row.meta_envelope_id,
    envelopeHash: row.envelope_hash,
    at: new Date(row.at),
    isCurrent: row.is_current,
  }
}
