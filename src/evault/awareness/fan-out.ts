import {
  arrayLiteral,
  ask,
  type Database,
  plainArrayLiteral,
  type Transaction,
} from '../db/database.ts'
import type { Pace } from './pace.ts'
import { type LoggedChange, type Plan, planFor } from './plan.ts'
import type { Platforms } from './platforms.ts'
import { type RightsMeans, rightsOf } from './rights.ts'
import { toldTo } from './subscription.ts'

/** Turns the operation log into deliveries, which commit with how far it has come. */
export interface FanOut {
  /**
   * One batch of a vault's log.
   * @returns `more` of it is left; `unknown` where nobody knows who is to be told
   */
  run(ename: string): Promise<'more' | 'done' | 'unknown'>
  /** The last entry of the log that was turned into deliveries. */
  reached(ename: string): number
}

interface Means extends RightsMeans {
  readonly db: Database
  readonly platforms: Platforms
  readonly pace: Pick<Pace, 'isBusy'>
  /** Told of what is to be sent when, once it is committed. */
  readonly expect: (ename: string, platform: string, dueAt: number) => void
}

/** Rows of one transaction: others wait for as long as it takes. */
const mostRows = 1_000
const mostRowsWhileBusy = 100
const mostEntries = 200

const selectCursor = 'SELECT sequence FROM awareness_cursors WHERE ename = $1'
const selectHead =
  'SELECT coalesce(max(sequence), 0) AS sequence FROM operation_log WHERE ename = $1'

const moveCursor = `INSERT INTO awareness_cursors (ename, sequence) VALUES ($1, $2)
  ON CONFLICT (ename) DO UPDATE SET sequence = excluded.sequence`

/** Entries behind $2, with what their records are now, or were when they were deleted. */
const selectChanges = `
  SELECT entry.sequence, entry.at, entry.meta_envelope_id, entry.operation, entry.platform,
    entry.ontology, entry.announce, coalesce(record.ontology, former.ontology) AS now_ontology,
    coalesce(record.acl, former.acl) AS now_acl
  FROM (SELECT * FROM operation_log WHERE ename = $1 AND sequence > $2
    ORDER BY sequence LIMIT $3) AS entry
  LEFT JOIN meta_envelopes AS record
    ON record.ename = $1 AND record.id = entry.meta_envelope_id
  LEFT JOIN LATERAL (SELECT ontology, acl FROM versions
    WHERE entry.operation = 'delete' AND record.id IS NULL AND versions.ename = $1
      AND versions.id = entry.meta_envelope_id AND ended_by = 'delete'
    ORDER BY version_id DESC LIMIT 1) AS former ON true
  ORDER BY entry.sequence`

const items = `unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
  $7::timestamptz[], $8::text[], $9::timestamptz[], $10::text[])
  AS item (platform, id, ontology, sequence, operation, changed_at, origin, due_at, reason)`

/** What is newer than what the platform has is sent, unless it is on the way already. */
const queue = `
  INSERT INTO deliveries AS kept (ename, platform, meta_envelope_id, state, ontology, sequence,
    operation, changed_at, origin, due_at, attempts)
  SELECT $1, platform, id, 'waiting', ontology, sequence, operation, changed_at,
    nullif(origin, ''), due_at, 0
  FROM ${items} ORDER BY sequence, platform
  ON CONFLICT (ename, platform, meta_envelope_id) DO UPDATE SET
    ontology = excluded.ontology, sequence = excluded.sequence, operation = excluded.operation,
    changed_at = excluded.changed_at,
    state = CASE WHEN excluded.sequence <= kept.delivered_sequence THEN kept.state
      ELSE 'waiting' END,
    reason = CASE WHEN excluded.sequence <= kept.delivered_sequence THEN kept.reason END,
    origin = CASE WHEN kept.state = 'waiting' AND kept.origin IS DISTINCT FROM excluded.origin
      THEN NULL ELSE excluded.origin END,
    due_at = CASE WHEN kept.state <> 'waiting' THEN excluded.due_at
      WHEN kept.attempts > 0 THEN kept.due_at ELSE least(kept.due_at, excluded.due_at) END,
    attempts = CASE WHEN kept.state = 'waiting' THEN kept.attempts ELSE 0 END
  WHERE excluded.sequence > kept.sequence`

const touchOrClose = `
  UPDATE deliveries AS kept SET sequence = item.sequence, operation = item.operation,
    changed_at = item.changed_at, origin = NULL,
    state = CASE WHEN item.reason = '' THEN kept.state ELSE 'withheld' END,
    reason = nullif(item.reason, '')
  FROM ${items}
  WHERE kept.ename = $1 AND kept.platform = item.platform AND kept.meta_envelope_id = item.id
    AND item.sequence > kept.sequence AND (kept.state = 'waiting'
      OR kept.state = 'failed' AND item.reason <> '')`

export function createFanOut(means: Means): FanOut {
  const { db, platforms, pace, expect } = means
  const cursors = new Map<string, number>()

  async function cursorOf(ename: string): Promise<number> {
    const known = cursors.get(ename)
    if (known !== undefined) return known
    const [row] = await ask<{ sequence: number }>(db, selectCursor, [ename])
    const sequence = Number(row?.sequence ?? 0)
    cursors.set(ename, sequence)
    return sequence
  }

  async function move(tx: Transaction, ename: string, sequence: number): Promise<void> {
    await ask(tx, moveCursor, [ename, sequence])
  }

  async function skipAll(ename: string): Promise<'done'> {
    const [head] = await ask<{ sequence: number }>(db, selectHead, [ename])
    const sequence = Number(head?.sequence ?? 0)
    if (sequence > (await cursorOf(ename))) {
      await db.transaction((tx) => move(tx, ename, sequence))
      cursors.set(ename, sequence)
    }
    return 'done'
  }

  return {
    reached: (ename) => cursors.get(ename) ?? 0,
    async run(ename) {
      const cursor = await cursorOf(ename)
      const candidates = await platforms.refresh(ename)
      if (candidates === null) return 'unknown'
      if (candidates.length === 0) return skipAll(ename)
      const rows = pace.isBusy() ? mostRowsWhileBusy : mostRows
      const size = Math.min(mostEntries, Math.max(1, Math.floor(rows / candidates.length)))
      const planned: Plan[] = []
      const last = await db.transaction(async (tx) => {
        const rows = await ask<ChangeRow>(tx, selectChanges, [ename, cursor, size])
        const reached = Number(rows.at(-1)?.sequence ?? cursor)
        if (rows.length === 0) return { reached, more: false }
        const changes = rows.filter(({ announce }) => announce).map(readChange)
        for (const one of candidates) {
          const grant = rightsOf(means, ename, one.platform)
          planned.push(...planFor({ ...one, ...toldTo(one), grant }, changes))
        }
        const queued = planned.filter(({ kind }) => kind === 'queue')
        const others = planned.filter(({ kind }) => kind !== 'queue')
        if (queued.length > 0) await ask(tx, queue, columns(ename, queued))
        if (others.length > 0) await ask(tx, touchOrClose, columns(ename, others))
        await move(tx, ename, reached)
        return { reached, more: rows.length === size }
      })
      cursors.set(ename, last.reached)
      for (const { kind, platform, dueAt } of planned) {
        if (kind === 'queue') expect(ename, platform, dueAt)
      }
      return last.more ? 'more' : 'done'
    },
  }
}

interface ChangeRow {
  readonly sequence: number
  readonly at: string
  readonly meta_envelope_id: string
  readonly operation: string
  readonly platform: string | null
  readonly ontology: string
  readonly announce: boolean
  readonly now_ontology: string | null
  readonly now_acl: string[] | null
}

function readChange(row: ChangeRow): LoggedChange {
  const { operation, platform, ontology, now_ontology: present, now_acl: acl } = row
  return {
    sequence: Number(row.sequence),
    at: Date.parse(row.at),
    metaEnvelopeId: row.meta_envelope_id,
    ...{ operation, platform, ontology },
    record: present === null || acl === null ? null : { ontology: present, acl },
  }
}

function columns(ename: string, plans: readonly Plan[]): unknown[] {
  const texts = (value: (plan: Plan) => string) => arrayLiteral(plans.map(value))
  const plain = (value: (plan: Plan) => string | number) => plainArrayLiteral(plans.map(value))
  return [
    ename,
    texts(({ platform }) => platform),
    texts(({ change }) => change.metaEnvelopeId),
    texts(({ change }) => change.record?.ontology ?? change.ontology),
    plain(({ change }) => change.sequence),
    texts(({ change }) => change.operation),
    plain(({ change }) => new Date(change.at).toISOString()),
    texts(({ origin }) => origin ?? ''),
    plain(({ dueAt }) => new Date(dueAt).toISOString()),
    texts(({ reason }) => reason ?? ''),
  ]
}
