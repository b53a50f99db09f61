import { hash } from 'node:crypto'
import {
  arrayLiteral,
  ask,
  type Database,
  plainArrayLiteral,
  type Transaction,
} from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import type { Load, Withheld } from './load.ts'
import type { Outcome } from './outcome.ts'
import type { DeliveryPlatform } from './platforms.ts'
import type { Due } from './queue.ts'
import type { Answer } from './sender.ts'

/** What became of a packet: it was sent, or it was not to be. */
export type Result = { readonly due: Due } & (
  | Withheld
  | {
      readonly load: Load
      readonly answer: Answer
      readonly outcome: Outcome
      /** When it was sent, in milliseconds since the epoch. */
      readonly at: number
    }
)

type Sent = Extract<Result, { load: Load }>

const columns = (types: readonly string[]) => types.map((type, at) => `$${at + 1}::${type}[]`)

/** A newer change that came meanwhile still waits, whatever became of the one before. */
const settle = `
  UPDATE deliveries AS kept SET
    state = CASE WHEN item.sequence < kept.sequence OR kept.state = 'withheld'
        OR kept.state = 'failed' AND item.state = 'waiting' THEN kept.state ELSE item.state END,
    reason = CASE WHEN item.sequence < kept.sequence OR kept.state = 'withheld'
        OR kept.state = 'failed' AND item.state = 'waiting'
      THEN kept.reason ELSE nullif(item.reason, '') END,
    attempts = item.attempts,
    due_at = CASE WHEN item.sequence < kept.sequence AND item.state = 'delivered'
        OR kept.state = 'failed' AND item.state <> 'delivered' THEN kept.due_at
      ELSE item.due_at END,
    origin = CASE WHEN item.state = 'delivered' AND kept.sequence <= item.sequence THEN NULL
      ELSE kept.origin END,
    delivered_sequence = CASE WHEN item.state = 'delivered'
      THEN greatest(kept.delivered_sequence, item.sequence) ELSE kept.delivered_sequence END,
    delivered_at = CASE WHEN item.state = 'delivered' THEN item.at ELSE kept.delivered_at END
  FROM unnest(${columns(['text', 'text', 'text', 'bigint', 'text', 'text', 'int', 'timestamptz', 'timestamptz'])})
    AS item (ename, platform, id, sequence, state, reason, attempts, due_at, at)
  WHERE kept.ename = item.ename AND kept.platform = item.platform
    AND kept.meta_envelope_id = item.id`

const keepAttempts = `
  INSERT INTO delivery_attempts (ename, platform, attempt_id, meta_envelope_id, sequence, number,
    at, status, ok, duration_ms, response, error, error_code, error_detail, body_hash)
  SELECT ename, platform, attempt_id, id, sequence, number, at, nullif(status, 0), ok, duration_ms,
    nullif(response, ''), nullif(error, ''), nullif(error_code, ''), nullif(error_detail, ''),
    body_hash
  FROM unnest(${columns(['text', 'text', 'uuid', 'text', 'bigint', 'int', 'timestamptz', 'int', 'boolean', 'int', 'text', 'text', 'text', 'text', 'text'])})
    AS item (ename, platform, attempt_id, id, sequence, number, at, status, ok, duration_ms,
      response, error, error_code, error_detail, body_hash)`

/** @returns how many records a platform had nothing of before */
const disclose = `
  WITH item AS MATERIALIZED (
    SELECT * FROM unnest(${columns(['text', 'text', 'text', 'bigint', 'text', 'text', 'text', 'timestamptz', 'boolean'])})
      AS item (ename, platform, id, sequence, ontology, envelope_hash, mode, at, acknowledged)),
  fresh AS MATERIALIZED (
    SELECT ename, platform, count(DISTINCT id) AS records FROM item
    WHERE NOT EXISTS (SELECT 1 FROM disclosures AS before WHERE before.ename = item.ename
      AND before.platform = item.platform AND before.meta_envelope_id = item.id)
    GROUP BY 1, 2),
  kept AS (
    INSERT INTO disclosures AS before (ename, platform, sequence, meta_envelope_id, ontology,
      envelope_hash, mode, at, acknowledged)
    SELECT DISTINCT ON (ename, platform, sequence) ename, platform, sequence, id, ontology,
      envelope_hash, mode, at, acknowledged FROM item
    ORDER BY ename, platform, sequence, acknowledged DESC
    ON CONFLICT (ename, platform, sequence) DO UPDATE SET
      mode = CASE WHEN before.mode = 'value' THEN before.mode ELSE excluded.mode END,
      acknowledged = before.acknowledged OR excluded.acknowledged)
  UPDATE delivery_platforms AS platform SET disclosed = disclosed + fresh.records FROM fresh
  WHERE platform.ename = fresh.ename AND platform.platform = fresh.platform
  RETURNING platform.ename, platform.platform, fresh.records`

const keepHealth = `
  UPDATE delivery_platforms AS platform SET failures = item.failures,
    failing_since = nullif(item.failing_since, '')::timestamptz,
    next_try_at = nullif(item.next_try_at, '')::timestamptz,
    last_success_at = nullif(item.last_success_at, '')::timestamptz,
    last_failure_at = nullif(item.last_failure_at, '')::timestamptz,
    last_error = nullif(item.last_error, ''),
    last_error_code = nullif(item.last_error_code, ''),
    last_error_detail = nullif(item.last_error_detail, '')
  FROM unnest(${columns(['text', 'text', 'int', 'text', 'text', 'text', 'text', 'text', 'text', 'text'])}) AS item
    (ename, platform, failures, failing_since, next_try_at, last_success_at, last_failure_at,
      last_error, last_error_code, last_error_detail)
  WHERE platform.ename = item.ename AND platform.platform = item.platform`

/** What waited because the platform was away is a backlog now, in its old order. */
const revive = `
  UPDATE deliveries SET state = 'waiting', reason = NULL, due_at = least(due_at, changed_at),
    attempts = CASE WHEN state = 'failed' THEN 0 ELSE attempts END
  WHERE ename = $1 AND platform = $2 AND (state = 'waiting' AND attempts > 0
    OR state = 'failed' AND reason = 'UNREACHABLE')`

/** What is written about a moment, in one transaction. */
export interface Books {
  readonly results: readonly Result[]
  /** Those whose health has changed. */
  readonly platforms: readonly DeliveryPlatform[]
  /** Those that answer again after they had failed. */
  readonly back: readonly DeliveryPlatform[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

/**
 * Writes what became of packets: deliveries, attempts, disclosures and health commit together.
 * @returns how many records each platform had nothing of before
 */
export async function keepBooks(db: Database, ids: IdClock, books: Books) {
  const { results, platforms, back, now } = books
  const sent = results.filter((result): result is Sent => 'load' in result)
  const received = sent.filter(({ answer }) => answer.mayHaveIt)
  return db.transaction(async (tx) => {
    if (results.length > 0) await ask(tx, settle, settledColumns(results, now))
    if (sent.length > 0) await ask(tx, keepAttempts, attemptColumns(sent, ids))
    if (platforms.length > 0) await ask(tx, keepHealth, healthColumns(platforms))
    for (const { ename, platform } of back) await ask(tx, revive, [ename, platform])
    return received.length === 0 ? [] : await keepDisclosures(tx, received)
  })
}

async function keepDisclosures(tx: Transaction, received: readonly Sent[]) {
  const { texts, plain } = columnsOf(received)
  const rows = await ask<{ ename: string; platform: string; records: number }>(tx, disclose, [
    texts(({ due }) => due.ename),
    texts(({ due }) => due.platform),
    texts(({ due }) => due.metaEnvelopeId),
    plain(({ load }) => load.sequence),
    texts(({ load }) => load.ontology),
    plain(({ load }) => load.envelopeHash),
    plain(({ load }) => load.mode),
    plain(({ at }) => iso(at)),
    plain(({ outcome }) => String(outcome.state === 'delivered')),
  ])
  return rows.map(({ records, ...row }) => ({ ...row, records: Number(records) }))
}

function settledColumns(results: readonly Result[], now: number): unknown[] {
  const { texts, plain } = columnsOf(results)
  return [
    texts(({ due }) => due.ename),
    texts(({ due }) => due.platform),
    texts(({ due }) => due.metaEnvelopeId),
    plain((result) => ('load' in result ? result.load.sequence : result.due.sequence)),
    plain((result) => ('load' in result ? result.outcome.state : 'withheld')),
    texts((result) => ('load' in result ? (result.outcome.reason ?? '') : result.withheld)),
    plain((result) => ('load' in result ? result.outcome.attempts : 0)),
    plain((result) => iso('load' in result ? result.outcome.dueAt : now)),
    plain((result) => iso('load' in result ? result.at : now)),
  ]
}

function attemptColumns(sent: readonly Sent[], ids: IdClock): unknown[] {
  const { texts, plain } = columnsOf(sent)
  return [
    texts(({ due }) => due.ename),
    texts(({ due }) => due.platform),
    plain(() => ids.next()),
    texts(({ due }) => due.metaEnvelopeId),
    plain(({ load }) => load.sequence),
    plain(({ due }) => due.attempts + 1),
    plain(({ at }) => iso(at)),
    plain(({ answer }) => answer.status ?? 0),
    plain(({ outcome }) => String(outcome.state === 'delivered')),
    plain(({ answer }) => answer.durationMs),
    texts(({ answer }) => answer.response ?? ''),
    texts(({ outcome }) => outcome.error?.text ?? ''),
    texts(({ outcome }) => outcome.error?.code ?? ''),
    texts(({ outcome }) => outcome.error?.detail ?? ''),
    plain(({ load }) => hash('sha256', load.body)),
  ]
}

function healthColumns(platforms: readonly DeliveryPlatform[]): unknown[] {
  const { texts, plain } = columnsOf(platforms)
  const moment = (at: Date | null) => at?.toISOString() ?? ''
  return [
    texts(({ ename }) => ename),
    texts(({ platform }) => platform),
    plain(({ failures }) => failures),
    texts(({ failingSince }) => moment(failingSince)),
    texts(({ nextTryAt }) => moment(nextTryAt)),
    texts(({ lastSuccessAt }) => moment(lastSuccessAt)),
    texts(({ lastFailureAt }) => moment(lastFailureAt)),
    texts(({ lastError }) => lastError ?? ''),
    texts(({ lastErrorCode }) => lastErrorCode ?? ''),
    texts(({ lastErrorDetail }) => lastErrorDetail ?? ''),
  ]
}

function columnsOf<T>(rows: readonly T[]) {
  return {
    texts: (value: (row: T) => string) => arrayLiteral(rows.map(value)),
    plain: (value: (row: T) => string | number) => plainArrayLiteral(rows.map(value)),
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
