import { integer, json, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ReachCause } from '../reach/reach.ts'
import { moment } from './columns.ts'

/** The tables of the vault among others: where its owner logged in, and when it was reached. */

/** Sessions of platforms that the owner was asked to sign: each is signed or refused once. */
export const platformSessions = pgTable(
  'platform_sessions',
  {
    ename: text().notNull(),
    /** UUIDv7. */
    askId: uuid().notNull(),
    action: text({ enum: ['auth', 'sign'] }).notNull(),
    /** As the link claimed it; a link of `sign` claims none. */
    platform: text(),
    /** Where the answer goes, verbatim. */
    redirect: text().notNull(),
    /** What was signed. */
    session: text().notNull(),
    /** What a link of `sign` said it was for. */
    message: text(),
    /** What the registry said of the redirect's host. */
    listing: text({ enum: ['listed', 'unlisted', 'unknown'] }).notNull(),
    /** Until it is signed it counts as declined, whatever becomes of the process. */
    state: text({ enum: ['declined', 'undelivered', 'delivered', 'refused'] }).notNull(),
    /** Multibase; null where nothing was signed. */
    publicKey: text(),
    /** Base64 of raw r‖s. */
    signature: text(),
    askedAt: moment().notNull(),
    /** When the answer was last sent. */
    triedAt: moment(),
    /** Of HTTP. */
    status: integer(),
    /** The beginning of what the platform answered. */
    response: text(),
    /** Why it did not arrive: `AttemptErrorCode`, and what that names. */
    errorCode: text(),
    errorDetail: text(),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.askId] }),
    uniqueIndex('platform_sessions_once').on(table.ename, table.session),
  ],
)

/** When the world was seen to reach this server, and through what. */
export const reachableSpans = pgTable(
  'reachable_spans',
  {
    /** Of the server's owner. */
    ename: text().notNull(),
    /** UUIDv7. */
    spanId: uuid().notNull(),
    publicUrl: text().notNull(),
    /** Kind of the tunnel's provider. */
    provider: text().notNull(),
    since: moment().notNull(),
    /** When a probe last came back. */
    provenAt: moment().notNull(),
    /** Null for one that goes on. */
    endedAt: moment(),
    /** Why it ended, where that was no wish of the owner's. */
    cause: json().$type<ReachCause>(),
    /** How often somebody had asked while the vault was away, and when last; where that is known. */
    missed: integer(),
    missedAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.spanId] })],
)
