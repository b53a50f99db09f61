import { bigint, boolean, integer, json, pgTable, text } from 'drizzle-orm/pg-core'
import type { Difference } from '../backup/differences.ts'
import type { PlannedPlace } from '../backup/plan.ts'
import { moment } from './columns.ts'

/** The tables of backups that the vault makes by itself (`backup/`). */

/** Where backups are put and when; one row, or none. */
export const backupPlans = pgTable('backup_plans', {
  /** Always 1. */
  id: integer().primaryKey().default(1),
  /** Without the secret of an access key, which is with the vault's keys. */
  place: json().$type<PlannedPlace>().notNull(),
  schedule: text({ enum: ['manual', 'hourly', 'daily', 'weekly'] }).notNull(),
  keepsEverything: boolean().notNull(),
  /** Whether a passphrase opens them, too, as far as is known here. */
  hasPassphrase: boolean().notNull(),
  since: moment().notNull(),
})

/** What came of each kind of work last. */
export const backupWorks = pgTable('backup_works', {
  work: text({ enum: ['backup', 'drill'] }).primaryKey(),
  /** The backup that was made, or proven, last; null where none was. */
  backupId: text(),
  /** When that backup was made. */
  madeAt: moment(),
  /** When the work succeeded. */
  doneAt: moment(),
  /** Of the vault, and of what was new at the place. */
  bytes: bigint({ mode: 'number' }),
  added: bigint({ mode: 'number' }),
  /** The last attempt where it failed; null since one succeeded. */
  failedAt: moment(),
  /** Attempts that failed since one succeeded. */
  failures: integer().notNull().default(0),
  code: text(),
  message: text(),
  /** What was not as it was backed up. */
  differences: json().$type<readonly Difference[]>(),
})
