import {
  bigint,
  boolean,
  integer,
  json,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { MoveReport } from '../migration/report.ts'
import { moment } from './columns.ts'

/** The tables of moves from one eVault to another (`migration/`). */

/** Vaults that are not simply here. A vault without a row is. */
export const vaultStandings = pgTable('vault_standings', {
  ename: text().primaryKey(),
  /**
   * `arriving`: only its owner may use it, the registry sends nobody here. `frozen`: the last
   * changes are being taken along. `left`: it is elsewhere, and read-only here. `released`: the
   * owner has let go of what stayed here.
   */
  standing: text({ enum: ['arriving', 'frozen', 'left', 'released'] }).notNull(),
  /** Where it is, where that is not here. */
  uri: text(),
  since: moment().notNull(),
})

/** Each time a vault was moved, or is. */
export const moves = pgTable(
  'moves',
  {
    ename: text().notNull(),
    /** UUIDv7. */
    moveId: uuid().notNull(),
    direction: text({ enum: ['out', 'in'] }).notNull(),
    state: text({
      enum: [
        'copying',
        'ready',
        'switching',
        'switched',
        'returning',
        'returned',
        'released',
        'cancelled',
      ],
    }).notNull(),
    /** Base URL of the other vault, as the owner typed it. */
    url: text().notNull(),
    /** How we are let in there. A token that was typed is never kept. */
    access: text({ enum: ['owner', 'platform', 'token'] }).notNull(),
    /** Where the registry is to send those who ask; null until the other vault has said so. */
    uri: text(),
    /** Id of the other vault. */
    evaultId: text(),
    /** Whether the other vault knows how to move: hosts names, shows ACLs to the owner. */
    helps: boolean().notNull().default(false),
    /** Whether the target held no records when the move began: all that is there was brought. */
    wasEmpty: boolean().notNull().default(false),
    /**
     * Whether the target gives way in all that differs: room that was made for this vault, or an
     * older state of it.
     */
    returns: boolean().notNull().default(false),
    /** Why it stopped; null while it goes on, or has ended. */
    problem: text(),
    /** Out: of the newest entry of the operation log that was taken along. */
    sequence: bigint({ mode: 'number' }).notNull().default(0),
    /** Where the copy goes on; null for its beginning. */
    cursor: text(),
    /** What the registry said before it was switched. */
    formerUri: text(),
    formerEvaultId: text(),
    frozenMs: integer(),
    report: json().$type<MoveReport>(),
    startedAt: moment().notNull(),
    switchedAt: moment(),
    endedAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.moveId] })],
)

/** The steps of a move. Each can be done again. */
export const moveSteps = pgTable(
  'move_steps',
  {
    ename: text().notNull(),
    moveId: uuid().notNull(),
    step: text({
      enum: [
        'reach',
        'copy',
        'files',
        'logs',
        'check',
        'freeze',
        'last-changes',
        'switch',
        'settle',
      ],
    }).notNull(),
    state: text({ enum: ['waiting', 'running', 'done'] }).notNull(),
    done: integer().notNull().default(0),
    /** null where nobody knows how many there are. */
    total: integer(),
    startedAt: moment(),
    endedAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.moveId, table.step] })],
)

/** What is moved: one row for each record. */
export const moveItems = pgTable(
  'move_items',
  {
    ename: text().notNull(),
    moveId: uuid().notNull(),
    id: text().notNull(),
    ontology: text().notNull(),
    /** Of the record as it has to be on the other side (`record-hash.ts`). */
    hash: text().notNull(),
    /** The same without the ACL. */
    contentHash: text().notNull(),
    /**
     * `sending`: it may have arrived. `copied`: it has. `refused`: the target did not take it.
     * `conflict`: another record of this id is there. `gone`: it was deleted again.
     */
    state: text({ enum: ['sending', 'copied', 'refused', 'conflict', 'gone'] }).notNull(),
    /** Whether this move brought it there: only such a record is replaced or taken away again. */
    brought: boolean().notNull(),
    /** Whether it was read back as it has to be. */
    checked: boolean().notNull().default(false),
    /** The id it has there, where the target keeps no ids. */
    otherId: text(),
    /** Where its file is there, where the target gave it an address of its own. */
    otherUrl: text(),
    /** SHA-256 of the file's bytes, where it stands for one and they were brought. */
    fileHash: text(),
    problem: text(),
    /** What is wrong with its file; the record itself may be there. */
    fileProblem: text(),
  },
  // No other index: nothing tells the planner how many rows there are, and it would take that one.
  (table) => [primaryKey({ columns: [table.ename, table.moveId, table.id] })],
)

/** Operation logs of vaults that were moved here: apart from this vault's own chain. */
export const importedLogs = pgTable(
  'imported_logs',
  {
    ename: text().notNull(),
    moveId: uuid().notNull(),
    /** 1 for the newest, as the source gave them. */
    position: integer().notNull(),
    entry: json().notNull(),
  },
  (table) => [primaryKey({ columns: [table.ename, table.moveId, table.position] })],
)
