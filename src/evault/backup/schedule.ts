import type { BackupBook, BackupPlan, BackupSchedule, BackupWork, WorkState } from './plan.ts'

/** When backups and trials are due: pure reckoning in milliseconds since 1970. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const week = 7 * day

const intervals: Readonly<Record<Exclude<BackupSchedule, 'manual'>, number>> = {
  hourly: hour,
  daily: day,
  weekly: week,
}
const proofInterval = week
const clockTolerance = hour
const firstRetry = 10 * minute
const longestRetry = 6 * hour

type Book = Pick<BackupBook, 'plan' | 'of'>

/** When the next backup is due; null where there is no plan, or they are made by hand. */
export function backupDue({ plan, of }: Book): number | null {
  const interval = plan && intervalOf(plan)
  if (plan === null || interval === null) return null
  const state = of('backup')
  // Pieces that a trial found damaged are put again by the next one.
  const damaged = damagedSince(of('drill'), state)
  const due =
    damaged ?? (state?.madeAt == null ? plan.since.getTime() : state.madeAt.getTime() + interval)
  return Math.max(due, retryOf(state, interval))
}

/** When the next trial is due: after the first backup, and then once a week where there is a schedule. */
export function proofDue({ plan, of }: Book): number | null {
  const made = of('backup')
  if (plan === null || made?.doneAt == null) return null
  const interval = intervalOf(plan)
  const state = of('drill')
  if (state?.doneAt == null && state?.failedAt == null) return made.doneAt.getTime()
  // It would find the same again, until there is another backup.
  if (damagedSince(state, made) !== null) return null
  if (state.code === damagedCode) return made.doneAt.getTime()
  if (interval === null) return null
  const due = state.doneAt === null ? made.doneAt.getTime() : state.doneAt.getTime() + proofInterval
  return Math.max(due, retryOf(state, proofInterval))
}

/** Backups are planned, and the latest is older than the schedule allows, or there is none. */
export function isStale({ plan, of }: Book, now: number): boolean {
  if (plan === null) return false
  const latest = of('backup')?.madeAt?.getTime()
  if (latest === undefined) return now - plan.since.getTime() > day
  const interval = intervalOf(plan)
  if (interval === null) return false
  return latest > now + clockTolerance || now - latest > Math.max(2 * interval, day)
}

/** What is to be done now, if anything. */
export function dueWork(book: Book, now: number): BackupWork | null {
  const isDue = (at: number | null) => at !== null && at <= now
  if (isDue(backupDue(asOf(book, now)))) return 'backup'
  return isDue(proofDue(asOf(book, now))) ? 'drill' : null
}

/**
 * A clock that was ahead tells nothing of how old something is: what it noted counts as never, or
 * nothing would be due before that time comes again.
 */
function asOf({ plan, of }: Book, now: number): Book {
  const past = (at: Date | null) => (at !== null && at.getTime() > now + clockTolerance ? null : at)
  return {
    plan: plan && { ...plan, since: past(plan.since) ?? new Date(now) },
    of(work) {
      const state = of(work)
      if (state === null) return null
      const { madeAt, doneAt, failedAt } = state
      return { ...state, madeAt: past(madeAt), doneAt: past(doneAt), failedAt: past(failedAt) }
    },
  }
}

const damagedCode = 'BACKUP_DAMAGED'

/** When a trial found damage that no backup since then can have mended; null otherwise. */
function damagedSince(drill: WorkState | null, backup: WorkState | null): number | null {
  if (drill?.code !== damagedCode || drill.failedAt === null) return null
  const at = drill.failedAt.getTime()
  return backup?.doneAt != null && backup.doneAt.getTime() > at ? null : at
}

/** After a failure: soon where somebody has to connect a drive, else later each time. */
function retryOf(state: WorkState | null, interval: number): number {
  if (state?.failedAt == null) return 0
  const failedAt = state.failedAt.getTime()
  if (state.code === 'CANCELLED') return failedAt + interval
  if (state.code === 'PLACE_ABSENT') return failedAt + firstRetry
  return failedAt + Math.min(firstRetry * 2 ** (state.failures - 1), longestRetry)
}

function intervalOf({ schedule }: BackupPlan): number | null {
  return schedule === 'manual' ? null : intervals[schedule]
}
