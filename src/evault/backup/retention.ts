import type { BackupName } from './backup-index.ts'

/** Which backups stay: all, or fewer the older they are. */
export type Retention = 'thinned' | 'everything'

const dayMs = 24 * 60 * 60 * 1000
/** The first day of the epoch was a Thursday; weeks begin on Mondays. */
const daysToMonday = 3

const rules: readonly { readonly count: number; periodOf(at: number): string | number }[] = [
  { count: 7, periodOf: (at) => Math.floor(at / dayMs) },
  { count: 4, periodOf: (at) => Math.floor((Math.floor(at / dayMs) + daysToMonday) / 7) },
  { count: 12, periodOf: (at) => new Date(at).toISOString().slice(0, 7) },
]

/**
 * Which backups go: all but the newest of each of the last 7 days, 4 weeks and 12 months (UTC)
 * that have one, the newest of all, and the newest that a trial restored whole. Days without a
 * backup don't count, so that a computer that was off for a year keeps what it had.
 * @param backups oldest first
 */
export function backupsToRemove(
  backups: readonly BackupName[],
  proven: ReadonlySet<string>,
  retention: Retention,
): BackupName[] {
  if (retention === 'everything') return []
  const kept = new Set<string>()
  const newestFirst = [...backups].reverse()
  for (const { count, periodOf } of rules) {
    const periods = new Set<string | number>()
    for (const { id, at } of newestFirst) {
      const period = periodOf(at)
      if (periods.has(period)) continue
      if (periods.size === count) break
      periods.add(period)
      kept.add(id)
    }
  }
  const lastProven = newestFirst.find(({ id }) => proven.has(id))
  if (lastProven) kept.add(lastProven.id)
  return backups.filter(({ id }) => !kept.has(id))
}
