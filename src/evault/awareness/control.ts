import { randomUUID } from 'node:crypto'
import type { Grant } from '../access/authorise.ts'
import { ask, type Database } from '../db/database.ts'
import { coverage, covered } from '../envelopes/covered-by.ts'
import { RequestError } from '../errors.ts'
import { parseIsoMoment } from '../iso-moment.ts'
import type { AttemptError } from './attempt-error.ts'
import type { Courier } from './courier.ts'
import { partsOf } from './delivery-reader.ts'
import type { Destinations } from './destinations.ts'
import { isFailing } from './outcome.ts'
import { packetHeaders, testPacket } from './packet.ts'
import { type DeliveryPlatform, noPlatform, type Platforms } from './platforms.ts'
import { type RightsMeans, rightsOf } from './rights.ts'
import { verdictOn } from './schedule.ts'
import type { DeliverySecrets } from './secrets.ts'
import type { Sender } from './sender.ts'
import { toldTo } from './subscription.ts'

/** What came of a test packet. */
export interface TestAttempt {
  readonly at: Date
  readonly status: number | null
  readonly ok: boolean
  readonly durationMs: number
  readonly response: string | null
  /** null where there was an answer, whatever it says. */
  readonly error: AttemptError | null
  readonly body: string
}

interface Means {
  readonly db: Database
  readonly platforms: Platforms
  readonly destinations: Destinations
  readonly rights: RightsMeans
  readonly secrets: DeliverySecrets
  readonly sender: Sender
  readonly courier: Courier
  readonly now: () => number
}

/** Entries of the log in one statement: others wait for as long as it takes. */
const chunk = 1_000

const replayOne = `
  UPDATE deliveries SET state = 'waiting', reason = NULL, attempts = 0, due_at = $4::timestamptz
  WHERE ename = $1 AND platform = $2 AND meta_envelope_id = $3 RETURNING 1`

const selectSince = `SELECT min(sequence) AS first, max(sequence) AS last FROM operation_log
  WHERE ename = $1 AND at >= $2::timestamptz`

/** Records of a part of the log that the grant covers ($1 to $4), for the platform $5. */
const replayMany = `
  INSERT INTO deliveries AS kept (ename, platform, meta_envelope_id, state, ontology, sequence,
    operation, changed_at, due_at, attempts)
  SELECT $1, $5, record.id, 'waiting', record.ontology, entry.sequence, entry.operation, entry.at,
    $8::timestamptz, 0
  FROM (SELECT DISTINCT ON (meta_envelope_id) * FROM operation_log
    WHERE ename = $1 AND sequence >= $6 AND sequence < $7 AND announce
    ORDER BY meta_envelope_id, sequence DESC) AS entry
  JOIN (SELECT id, ontology FROM meta_envelopes WHERE ${covered}) AS record
    ON record.id = entry.meta_envelope_id
  WHERE $9::text[] IS NULL OR record.ontology = ANY ($9::text[])
  ON CONFLICT (ename, platform, meta_envelope_id) DO UPDATE SET
    state = 'waiting', reason = NULL, attempts = 0, due_at = excluded.due_at,
    ontology = excluded.ontology, sequence = greatest(kept.sequence, excluded.sequence),
    operation = excluded.operation, changed_at = excluded.changed_at
  RETURNING meta_envelope_id AS id`

/** What waited for its next try, and not what is kept back to be sent for the first time. */
const tryNow = `UPDATE deliveries SET due_at = least(due_at, $3::timestamptz)
  WHERE ename = $1 AND platform = $2 AND state = 'waiting' AND attempts > 0`

const tryPlatform = `UPDATE delivery_platforms SET next_try_at = NULL
  WHERE ename = $1 AND platform = $2`

export type DeliveryControl = ReturnType<typeof createDeliveryControl>

/** What the owner does with deliveries. */
export function createDeliveryControl(means: Means) {
  const { db, platforms, destinations, rights, secrets, sender, courier, now } = means

  /** A platform may be on the registry's list before anything was changed here. */
  async function known(ename: string, name: string): Promise<DeliveryPlatform> {
    if (platforms.find(ename, name) === null) await platforms.refresh(ename)
    const platform = platforms.find(ename, name)
    if (platform === null) throw noPlatform()
    return platform
  }

  /** Whoever replays does not want to wait until a failing platform is tried again. */
  async function hurry(ename: string, platform: string): Promise<void> {
    await ask(db, tryPlatform, [ename, platform])
    platforms.note(ename, platform, { nextTryAt: null })
    courier.expect(ename, platform, now())
  }

  /** Of a failing platform that answers again, nothing need wait any longer. */
  async function answers(ename: string, name: string): Promise<void> {
    const platform = platforms.find(ename, name)
    if (platform === null || platform.paused) return
    const at = new Date(now()).toISOString()
    if (isFailing(platform)) await ask(db, tryNow, [ename, name, at])
    await hurry(ename, name)
  }

  return {
    /**
     * Sends a record once more, as it is now.
     * @throws RequestError `NOT_FOUND`, `INVALID_INPUT`
     */
    async replay({ ename }: Grant<'administer'>, id: string): Promise<void> {
      const [platform, record] = partsOf(id)
      const at = new Date(now()).toISOString()
      const rows = await ask(db, replayOne, [ename, platform, record, at])
      if (rows.length === 0) {
        throw new RequestError('NOT_FOUND', 'There is no such delivery.', 'id')
      }
      await hurry(ename, platform)
    },

    /**
     * Sends a platform once more what was changed since then, as it is now; how many records.
     * @throws RequestError `NOT_FOUND`, `INVALID_INPUT`
     */
    async replaySince({ ename }: Grant<'administer'>, name: string, since: string) {
      const from = parseIsoMoment(since)
      if (from === null) {
        throw new RequestError('INVALID_INPUT', 'since: is an ISO 8601 date and time.', 'since')
      }
      const told = await known(ename, name)
      const { platform } = told
      const { ontologies } = toldTo(told)
      const grant = rightsOf(rights, ename, platform)
      if (grant === null) {
        throw new RequestError('FORBIDDEN', 'You have not let this platform read.', 'platform')
      }
      const [bounds] = await ask<{ first: number | null; last: number | null }>(db, selectSince, [
        ...[ename, new Date(from).toISOString()],
      ])
      const records = new Set<string>()
      const last = Number(bounds?.last ?? 0)
      const at = new Date(now()).toISOString()
      for (let first = Number(bounds?.first ?? 1); first <= last; first += chunk) {
        const rows = await ask<{ id: string }>(db, replayMany, [
          ...coverage(grant),
          ...[platform, first, Math.min(first + chunk, last + 1), at, ontologies],
        ])
        for (const { id } of rows) records.add(id)
      }
      await hurry(ename, platform)
      return records.size
    },

    /** @throws RequestError `NOT_FOUND`, `INVALID_INPUT` */
    async change(
      grant: Grant<'administer'>,
      name: string,
      changes: Omit<Parameters<Platforms['change']>[2], 'hasSecret'>,
    ): Promise<DeliveryPlatform> {
      const { platform } = await known(grant.ename, name)
      return platforms.change(grant, platform, changes)
    },

    /**
     * Makes the secret that packets for a platform are signed with from now on.
     * @throws RequestError `NOT_FOUND`
     */
    async makeSecret(grant: Grant<'administer'>, name: string): Promise<string> {
      const { ename, platform } = await known(grant.ename, name)
      const secret = await secrets.make(ename, platform)
      await platforms.change(grant, platform, { hasSecret: true })
      return secret
    },

    /** @throws RequestError `NOT_FOUND` */
    async removeSecret(grant: Grant<'administer'>, name: string): Promise<void> {
      const { ename, platform } = await known(grant.ename, name)
      await platforms.change(grant, platform, { hasSecret: false })
      await secrets.remove(ename, platform)
    },

    /**
     * Sends a packet about nothing, and waits for what comes of it.
     * @throws RequestError `NOT_FOUND`
     */
    async test(grant: Grant<'administer'>, name: string): Promise<TestAttempt> {
      const row = await known(grant.ename, name)
      const { ename, platform } = row
      const evaultPublicKey = destinations.evaultPublicKey(ename)
      const id = randomUUID()
      const body = testPacket({ id, w3id: ename, schemaId: 'test', evaultPublicKey })
      const at = now()
      const shipment = { ename, platform, metaEnvelopeId: id, sequence: 0, number: 1, at }
      const secret = row.hasSecret ? await secrets.of(ename, platform) : null
      const { status, durationMs, response, error, retryAfterMs } = await sender.post({
        url: destinations.endpointOf(platform),
        headers: { ...packetHeaders(shipment, body, secret), ...destinations.headers },
        body,
        permitted: destinations.permitted(row),
      })
      const ok = status !== null && verdictOn(status) === 'delivered'
      if (ok && retryAfterMs === null) await answers(ename, platform)
      return { at: new Date(at), status, ok, durationMs, response, error, body }
    },
  }
}
