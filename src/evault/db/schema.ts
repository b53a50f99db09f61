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
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Json, JsonObject } from '../envelopes/types.ts'
import { moment } from './columns.ts'

/**
 * The vault's tables; others are in `identity-schema.ts`, `awareness-schema.ts` and
 * `outside-schema.ts`. `ename` leads every primary key, so that one database can hold many vaults
 * and be distributed by it. After a change run `npm run generate`: it writes the migration that
 * leads from the last version to this one.
 */

/** The vaults (eNames) this server holds. */
export const vaults = pgTable('vaults', {
  ename: text().primaryKey(),
  /** The instance's own W3ID, as `/whois` tells it. */
  evaultId: text().notNull(),
  /** Multibase of the owner's public key, so that a foreign key is noticed; none when provisioned. */
  publicKey: text(),
  /** Which keychain was given the private key; none where it is in the owner's wallet. */
  keychain: text(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
})

const recordColumns = () => ({
  ename: text().notNull(),
  id: text().notNull(),
  /** UUIDv7 the vault gave at creation: the order of records, whatever their ids are. */
  position: uuid().notNull(),
  ontology: text().notNull(),
  /** As it was given: `json` keeps the order of keys at every depth, `jsonb` does not. */
  payload: json().$type<JsonObject>().notNull(),
  acl: text().array().notNull(),
})

/** The records: one row each. */
export const metaEnvelopes = pgTable(
  'meta_envelopes',
  {
    ...recordColumns(),
    /** What the search looks at (`envelopes/search-text.ts`); null until somebody needs it. */
    search: text(),
    /** Whether the row is in the trigram index; new rows get there while the vault is idle. */
    indexed: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.id] }),
    uniqueIndex('meta_envelopes_by_position').on(table.ename, table.position),
    index('meta_envelopes_by_ontology').on(table.ename, table.ontology, table.position),
    index('meta_envelopes_by_search')
      .using('gin', table.search.op('gin_trgm_ops'))
      .where(sql`indexed`),
    // Few rows of all vaults, and each insert pays for it: the shorter the better.
    index('meta_envelopes_not_indexed').on(table.position).where(sql`NOT indexed`),
  ],
)

/** What records were before each update and deletion. */
export const versions = pgTable(
  'versions',
  {
    ...recordColumns(),
    /** UUIDv7: when the version ended, in order. */
    versionId: uuid().notNull(),
    endedBy: text({ enum: ['update', 'delete'] }).notNull(),
    endedAt: moment().notNull(),
    /** Who ended it. */
    caller: text().notNull(),
    /** True for a deletion that was undone. */
    restored: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.versionId] }),
    index('versions_by_id').on(table.ename, table.id, table.versionId),
  ],
)

/** How many records there are of each type: kept with every change, never counted. */
export const ontologyCounts = pgTable(
  'ontology_counts',
  {
    ename: text().notNull(),
    ontology: text().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.ontology] })],
)

/** One entry for each change, chained by hashes. Source: eVault seed, "/logs". */
export const operationLog = pgTable(
  'operation_log',
  {
    ename: text().notNull(),
    /** Never before the entry before it. */
    at: moment().notNull(),
    /** 1 for the vault's first entry, without gaps. */
    sequence: bigint({ mode: 'number' }).notNull(),
    id: uuid().notNull(),
    metaEnvelopeId: text().notNull(),
    envelopeHash: text().notNull(),
    operation: text({ enum: ['create', 'update', 'delete', 'update_envelope_value'] }).notNull(),
    /** The platform that wrote, as its token says it. */
    platform: text(),
    /** Who wrote: `owner`, `platform …`, `@ename` or `anonymous`. */
    caller: text().notNull(),
    ontology: text().notNull(),
    /** False for imports whose platform may keep the awareness protocol quiet. */
    announce: boolean().notNull(),
    /** SHA-256 over the entry and the hash before it (`log/chain.ts`), hex. */
    hash: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.sequence] })],
)

/** The newest entry the owner's key has signed. */
export const logHeads = pgTable('log_heads', {
  ename: text().primaryKey(),
  sequence: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
  /** Base64 of raw r‖s over the hash's UTF-8 bytes. */
  signature: text().notNull(),
  publicKey: text().notNull(),
  signedAt: moment().notNull(),
})

/** Reads and refusals, gathered: one row for what one caller did alike within a moment. */
export const accessLog = pgTable(
  'access_log',
  {
    ename: text().notNull(),
    /** UUIDv7: the order of entries. */
    entryId: uuid().notNull(),
    at: moment().notNull(),
    caller: text().notNull(),
    operation: text().notNull(),
    allowed: boolean().notNull(),
    /** The code of the refusal. */
    reason: text(),
    /** Ids of the records concerned, as far as they were kept. */
    records: text().array().notNull(),
    /** Types of the records that were read. */
    ontologies: text().array().notNull().default([]),
    times: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.entryId] })],
)

/** Who came, but for the owner: kept when their entries in the access log are forgotten. */
export const visitors = pgTable(
  'visitors',
  {
    ename: text().notNull(),
    /** As in the logs (`describeCaller`). */
    caller: text().notNull(),
    firstSeen: moment().notNull(),
    lastSeen: moment().notNull(),
    reads: bigint({ mode: 'number' }).notNull(),
    refusals: bigint({ mode: 'number' }).notNull(),
    /** When it came last, its registry had made it prove itself. */
    verified: boolean().notNull().default(false),
    /** The code of the last refusal. */
    refusedFor: text(),
    refusedAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.caller] })],
)

/** What the owner decided about platforms, and who has asked. */
export const consents = pgTable(
  'consents',
  {
    ename: text().notNull(),
    platform: text().notNull(),
    decision: text({
      enum: ['undecided', 'everything', 'read', 'ontologies', 'blocked'],
    }).notNull(),
    /** For `ontologies`: which, and whether they may be written. */
    ontologies: json().$type<{ ontology: string; write: boolean }[]>().notNull(),
    /** May suppress webhooks of bulk imports. */
    migrator: boolean().notNull(),
    /** Its registry made the platform prove itself. */
    verified: boolean().notNull(),
    /** Refused while the owner has locked the app; deliveries to it wait. */
    refusedWhileLocked: boolean().notNull().default(false),
    askedAt: moment().notNull(),
    decidedAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.platform] })],
)

/** The owner's settings, where they differ from the preset. */
export const settings = pgTable(
  'settings',
  {
    ename: text().notNull(),
    name: text().notNull(),
    value: json().$type<Json>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.name] })],
)

/** Recovery passphrases: slow hashes only. */
export const passphrases = pgTable('passphrases', {
  ename: text().primaryKey(),
  hash: text().notNull(),
  setAt: moment().notNull(),
})

/** Which bytes of the blob store belong to which record: written by uploads only. */
export const files = pgTable(
  'files',
  {
    ename: text().notNull(),
    /** The record's id. */
    id: text().notNull(),
    /** SHA-256 of the bytes, hex. */
    blobKey: text().notNull(),
    size: bigint({ mode: 'number' }).notNull(),
    contentType: text().notNull(),
    filename: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.id] }),
    index('files_by_blob').on(table.blobKey),
  ],
)

/** The owner's signatures under documents in the vaults of others. */
export const sentSignatures = pgTable(
  'sent_signatures',
  {
    ename: text().notNull(),
    /** UUIDv7. */
    sentId: uuid().notNull(),
    /** Whose vault the document is in. */
    vault: text().notNull(),
    documentId: text().notNull(),
    subject: text().notNull(),
    type: text().notNull(),
    data: json().$type<JsonObject>().notNull(),
    /** Base64 of raw r‖s. */
    signature: text().notNull(),
    /** ISO 8601, as it is under the document. */
    timestamp: text().notNull(),
    state: text({ enum: ['delivered', 'waits', 'refused', 'undelivered'] }).notNull(),
    reason: text(),
    triedAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.sentId] })],
)

/** Verified signatures that wait for the owner's approval. */
export const pendingSignatures = pgTable(
  'pending_signatures',
  {
    ename: text().notNull(),
    /** UUIDv7. */
    pendingId: uuid().notNull(),
    documentId: text().notNull(),
    signer: text().notNull(),
    signature: text().notNull(),
    /** As the signer gave it. */
    timestamp: text().notNull(),
    requestedBy: text().notNull(),
    requestedAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.pendingId] }),
    uniqueIndex('pending_signatures_by_signer').on(table.ename, table.documentId, table.signer),
  ],
)
