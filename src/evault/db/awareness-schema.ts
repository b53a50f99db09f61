import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { AttemptErrorCode } from '../awareness/attempt-error.ts'
import type { PlatformSubscription } from '../awareness/subscription.ts'
import { moment } from './columns.ts'

/** The tables of the awareness protocol: who is told of changes, and what became of it. */

/** How far each vault's operation log has been turned into deliveries. */
export const awarenessCursors = pgTable('awareness_cursors', {
  ename: text().primaryKey(),
  /** Of the last entry that was. */
  sequence: bigint({ mode: 'number' }).notNull(),
})

/** Those who are told of changes, or were: what the owner set, and how they answer. */
export const deliveryPlatforms = pgTable(
  'delivery_platforms',
  {
    ename: text().notNull(),
    /** Its base URL in the form in which platforms are compared (`access/platform-name.ts`). */
    platform: text().notNull(),
    /** Whether the registry listed it when it was last asked. */
    listed: boolean().notNull(),
    paused: boolean().notNull().default(false),
    /** Types it is told of; null for all. */
    ontologies: text().array(),
    mode: text({ enum: ['value', 'reference'] })
      .notNull()
      .default('value'),
    deletes: boolean().notNull().default(false),
    privateAddresses: boolean().notNull().default(false),
    /** Whether the keychain has a secret that packets are signed with. */
    hasSecret: boolean().notNull().default(false),
    /** How the platform itself wants to be told; null where it has not said. */
    subscription: json().$type<PlatformSubscription>(),
    /** Failed attempts since the last that went well. */
    failures: integer().notNull().default(0),
    failingSince: moment(),
    /** Of a failing platform: when one packet is tried. */
    nextTryAt: moment(),
    lastSuccessAt: moment(),
    lastFailureAt: moment(),
    lastError: text(),
    /** None for what was written before there were codes. */
    lastErrorCode: text().$type<AttemptErrorCode>(),
    lastErrorDetail: text(),
    /** Different records in its disclosures. */
    disclosed: bigint({ mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.ename, table.platform] })],
)

/** The newest packet for each platform and record. A newer change takes the place of an older. */
export const deliveries = pgTable(
  'deliveries',
  {
    ename: text().notNull(),
    platform: text().notNull(),
    metaEnvelopeId: text().notNull(),
    state: text({ enum: ['waiting', 'delivered', 'failed', 'withheld'] }).notNull(),
    /** Why it failed or was withheld. */
    reason: text(),
    ontology: text().notNull(),
    /** The newest change, by its entry in the operation log. */
    sequence: bigint({ mode: 'number' }).notNull(),
    operation: text().notNull(),
    changedAt: moment().notNull(),
    /** The platform that made what is not yet delivered; null where that is several, or none. */
    origin: text(),
    /** Not to be sent earlier; of one that failed: when it was given up. */
    dueAt: moment().notNull(),
    /** Failed ones since it was last delivered or replayed. */
    attempts: integer().notNull(),
    /** The newest change the platform has. */
    deliveredSequence: bigint({ mode: 'number' }),
    deliveredAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.platform, table.metaEnvelopeId] }),
    index('deliveries_by_sequence').on(table.ename, table.platform, table.sequence),
    index('deliveries_waiting')
      .on(table.ename, table.platform, table.sequence)
      .where(sql`state = 'waiting'`),
    index('deliveries_failed')
      .on(table.ename, table.platform, table.sequence)
      .where(sql`state = 'failed'`),
  ],
)

/** Each request to a platform, and what it answered. */
export const deliveryAttempts = pgTable(
  'delivery_attempts',
  {
    ename: text().notNull(),
    platform: text().notNull(),
    /** UUIDv7: the order of attempts. */
    attemptId: uuid().notNull(),
    metaEnvelopeId: text().notNull(),
    sequence: bigint({ mode: 'number' }).notNull(),
    /** 1 for the first. */
    number: integer().notNull(),
    at: moment().notNull(),
    /** Of HTTP; none where there was no answer. */
    status: integer(),
    ok: boolean().notNull(),
    durationMs: integer().notNull(),
    /** Beginning of the answer. */
    response: text(),
    error: text(),
    /** None for what was written before there were codes. */
    errorCode: text().$type<AttemptErrorCode>(),
    errorDetail: text(),
    /** SHA-256 of what was sent, hex: a body that is put together again is known by it. */
    bodyHash: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.platform, table.attemptId] }),
    index('delivery_attempts_by_record').on(table.ename, table.metaEnvelopeId, table.platform),
  ],
)

/** Which versions of which records each platform was sent. Never forgotten. */
export const disclosures = pgTable(
  'disclosures',
  {
    ename: text().notNull(),
    platform: text().notNull(),
    /** The change, by its entry in the operation log. */
    sequence: bigint({ mode: 'number' }).notNull(),
    metaEnvelopeId: text().notNull(),
    ontology: text().notNull(),
    envelopeHash: text().notNull(),
    mode: text({ enum: ['value', 'reference', 'deletion'] }).notNull(),
    at: moment().notNull(),
    /** False where the platform never said that it received it; it may have. */
    acknowledged: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.platform, table.sequence] }),
    index('disclosures_by_record').on(table.ename, table.platform, table.metaEnvelopeId),
  ],
)
