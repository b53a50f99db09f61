import {
  bigint,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { StoredEnvelope } from '../envelopes/types.ts'

/**
 * The vault's tables. `ename` leads every primary key, so that one database can hold many
 * vaults and be distributed by it. After a change run `npm run generate`: it writes the
 * migration that leads from the last version to this one.
 */

/** The vaults (eNames) this server holds. */
export const vaults = pgTable('vaults', {
  ename: text().primaryKey(),
  /** The instance's own W3ID, as `/whois` tells it. */
  evaultId: text().notNull(),
  /** Multibase of the owner's public key, so that a foreign key is noticed. */
  publicKey: text().notNull(),
  /** Which keychain was given the private key. */
  keychain: text().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
})

const recordColumns = () => ({
  ename: text().notNull(),
  id: text().notNull(),
  /** UUIDv7 the vault gave at creation: the order of records, whatever their ids are. */
  position: uuid().notNull(),
  ontology: text().notNull(),
  envelopes: jsonb().$type<StoredEnvelope[]>().notNull(),
  acl: text().array().notNull(),
  createdAt: timestamp({ withTimezone: true }).notNull(),
})

/** The records: one row each, with its envelopes inside. */
export const metaEnvelopes = pgTable('meta_envelopes', recordColumns(), (table) => [
  primaryKey({ columns: [table.ename, table.id] }),
  uniqueIndex('meta_envelopes_by_position').on(table.ename, table.position),
  index('meta_envelopes_by_ontology').on(table.ename, table.ontology, table.position),
])

/** Deleted records as they were, until they are restored. */
export const trash = pgTable(
  'trash',
  {
    ...recordColumns(),
    /** UUIDv7: the order of deletion; one id may have been deleted more than once. */
    trashId: uuid().notNull(),
    deletedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ename, table.trashId] }),
    index('trash_by_id').on(table.ename, table.id, table.trashId),
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
