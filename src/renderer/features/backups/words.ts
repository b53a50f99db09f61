import { t } from '@lingui/core/macro'
import type { BackupFailure, BackupPlan, Backups } from './use-backups.ts'

type Schedule = BackupPlan['schedule']

/** When backups are made, in the order of the list. */
export const schedules: readonly { readonly value: Schedule; readonly name: string }[] = [
  { value: 'hourly', name: t`Every hour` },
  { value: 'daily', name: t`Every day` },
  { value: 'weekly', name: t`Every week` },
  { value: 'manual', name: t`Only when you say so` },
]

/** What is told when another schedule is kept. */
export const scheduleSaved: Readonly<Record<Schedule, string>> = {
  hourly: t`A backup is made every hour`,
  daily: t`A backup is made every day`,
  weekly: t`A backup is made every week`,
  manual: t`Backups are made when you say so`,
}

type Work = NonNullable<Backups['running']>['work']

/** What is under way. */
export const runningWords: Readonly<Record<Work, string>> = {
  backup: t`Your vault is being backed up`,
  drill: t`The latest backup is being restored as a trial`,
}

/** What failed, and what was cancelled. */
export const failureTitles: Readonly<Record<Work, string>> = {
  backup: t`The last backup was not made`,
  drill: t`The last trial did not succeed`,
}
export const cancelledWords: Readonly<Record<Work, string>> = {
  backup: t`The last backup was cancelled.`,
  drill: t`The last trial was cancelled.`,
}

type Difference = BackupFailure['differences'][number]

/** What a part of the vault is called where it differs. */
const parts: Readonly<Record<Difference['part'], string>> = {
  records: t`Records`,
  versions: t`Earlier versions of records`,
  files: t`Files`,
  documents: t`Signatures of binding documents`,
  activity: t`Entries of the activity log`,
  access: t`Your decisions about access`,
  deliveries: t`Deliveries to platforms`,
  identity: t`Your identity and its keys`,
  settings: t`Settings`,
  database: t`The database, in which all but your files is`,
  registry: t`What your registry knows`,
  owner: t`The eName`,
}

/** What a trial did not find as it was backed up. */
export function differenceText({ part, expected, found }: Difference): string {
  const name = parts[part]
  if (part === 'database') return t`${name}: it is damaged, so the rest could not be compared`
  if (expected === found) return t`${name}: not as it was`
  return t`${name}: ${found} of ${expected} can be restored`
}

/** How much of it is done, in whole percent; null while nobody knows how much there is. */
export function percentOf({ done, total }: { done: number; total: number | null }): number | null {
  if (total === null) return null
  return total === 0 ? 100 : Math.min(100, Math.floor((100 * done) / total))
}
