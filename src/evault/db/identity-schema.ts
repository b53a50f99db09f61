import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { moment } from './columns.ts'

/** The tables of a vault's identity: its keys, its log, and how lost keys are replaced. */

/** Public keys that were added beside the one the vault was made with. */
export const publicKeys = pgTable(
  'public_keys',
  {
    ename: text().notNull(),
    /** Multibase. */
    publicKey: text().notNull(),
    addedBy: text().notNull(),
    addedAt: moment().notNull(),
    /** How the owner calls the device that holds it. */
    device: text(),
    /** From then on it speaks for the eName no more. */
    revokedAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.publicKey] })],
)

/** Where the keychain keeps the owner's keys: those in use, the one that comes next, old ones. */
export const ownerKeys = pgTable(
  'owner_keys',
  {
    ename: text().notNull(),
    /** Multibase. */
    publicKey: text().notNull(),
    keyName: text().notNull(),
    createdAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.publicKey] })],
)

/** When a key last signed something that was found good. */
export const keyUses = pgTable(
  'key_uses',
  {
    ename: text().notNull(),
    /** Multibase. */
    publicKey: text().notNull(),
    usedAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.publicKey] })],
)

/** The identity log (`src/w3id/README.md`): which keys were the eName's when. */
export const identityLog = pgTable(
  'identity_log',
  {
    ename: text().notNull(),
    /** 0 for the genesis. */
    index: integer().notNull(),
    versionId: text().notNull(),
    /** Canonical JSON, as it was signed. */
    entry: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.index] })],
)

/** The owner's request to be given new keys by their friends: the newest one of each eName. */
export const recoveries = pgTable('recoveries', {
  ename: text().primaryKey(),
  /** Canonical JSON of the request (`src/w3id/identity-log/entry.ts`). */
  request: text().notNull(),
  state: text({ enum: ['open', 'vetoed', 'cancelled', 'done'] }).notNull(),
})

/** What those on the trust list answered to it. */
export const recoveryAnswers = pgTable(
  'recovery_answers',
  {
    ename: text().notNull(),
    friend: text().notNull(),
    /** Under which id the friend's vault keeps the request; null until it has it. */
    requestId: text(),
    answer: text({ enum: ['pending', 'approved', 'declined'] }).notNull(),
    /** The approval, whose signature and certificate were found good when it came; JSON. */
    approval: text(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.friend] })],
)

/** Requests of others to approve that they get new keys: the newest one of each. */
export const recoveryRequests = pgTable(
  'recovery_requests',
  {
    /** Who is asked. */
    ename: text().notNull(),
    /** Whose keys were lost. */
    asker: text().notNull(),
    id: uuid().notNull(),
    /** Canonical JSON. */
    request: text().notNull(),
    /** How long the asker's trust list makes a recovery wait. */
    waitSeconds: integer().notNull(),
    receivedAt: moment().notNull(),
    status: text({ enum: ['pending', 'approved', 'declined'] }).notNull(),
    /** The key that approved, multibase, and its signature: base64 of raw r‖s. */
    publicKey: text(),
    signature: text(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.asker] })],
)
