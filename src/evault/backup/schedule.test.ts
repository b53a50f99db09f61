import { describe, expect, test } from 'vitest'
import type { BackupPlan, BackupWork, WorkState } from './plan.ts'
import { backupDue, dueWork, isStale, proofDue } from './schedule.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const began = Date.parse('2026-03-01T12:00:00Z')

const plan = (schedule: BackupPlan['schedule'] = 'daily'): BackupPlan => ({
  ...{ place: { kind: 'folder', folder: '/drive' }, schedule, keepsEverything: false },
  ...{ hasPassphrase: false, since: new Date(began) },
})

function state(work: BackupWork, changes: Partial<WorkState>): WorkState {
  return {
    ...{ work, backupId: null, madeAt: null, doneAt: null, bytes: null, added: null },
    ...{ failedAt: null, failures: 0, code: null, message: null, differences: null, ...changes },
  }
}

const done = (work: BackupWork, at: number) =>
  state(work, { backupId: 'x', madeAt: new Date(at), doneAt: new Date(at) })
const failed = (work: BackupWork, at: number, code: string, failures = 1) => ({
  failedAt: new Date(at),
  ...{ work, code, failures },
})

function book(planned: BackupPlan | null, ...states: WorkState[]) {
  return {
    plan: planned,
    of: (work: BackupWork) => states.find((one) => one.work === work) ?? null,
  }
}

describe('a backup', () => {
  test('is due at once, and then as the schedule says, also after the app was off', () => {
    expect(backupDue(book(plan()))).toBe(began)
    const intervals = { hourly: hour, daily: day, weekly: 7 * day } as const
    for (const schedule of ['hourly', 'daily', 'weekly'] as const) {
      const interval = intervals[schedule]
      const made = book(plan(schedule), done('backup', began), done('drill', began))
      expect(backupDue(made)).toBe(began + interval)
      expect(dueWork(made, began + interval - 1)).toBeNull()
      expect(dueWork(made, began + 300 * day)).toBe('backup')
    }
  })

  test('made while the clock was ahead is made again, and out of date meanwhile', () => {
    const ahead = began + 300 * day
    const made = book(plan(), done('backup', ahead), done('drill', ahead))
    expect([dueWork(made, began), isStale(made, began)]).toEqual(['backup', true])
    expect(dueWork(book({ ...plan(), since: new Date(ahead) }), began)).toBe('backup')
    // Tried just now, it is not tried each minute.
    const tried = { ...done('backup', ahead), ...failed('backup', began, 'PLACE_ABSENT') }
    expect(dueWork(book(plan(), tried, done('drill', ahead)), began + minute)).toBeNull()
    expect(dueWork(book(plan(), tried, done('drill', ahead)), began + 10 * minute)).toBe('backup')
  })

  test('made by hand is never due', () => {
    const byHand = book(plan('manual'), done('backup', began), done('drill', began))
    expect([backupDue(byHand), proofDue(byHand)]).toEqual([null, null])
    expect(dueWork(byHand, began + 300 * day)).toBeNull()
    expect(backupDue(book(null))).toBeNull()
  })

  test('that failed is tried again, later each time; a drive that is away is looked for', () => {
    const minutesAfter = (code: string, failures: number) => {
      const before = done('backup', began - 2 * day)
      const states = { ...before, ...failed('backup', began, code, failures) }
      return ((backupDue(book(plan(), states)) ?? 0) - began) / minute
    }
    expect([1, 2, 3, 20].map((count) => minutesAfter('PLACE_FULL', count))).toEqual([
      10, 20, 40, 360,
    ])
    expect([1, 20].map((count) => minutesAfter('PLACE_ABSENT', count))).toEqual([10, 10])
    // Somebody did not want it.
    expect(minutesAfter('CANCELLED', 1)).toBe(24 * 60)
  })
})

describe('a trial', () => {
  test('follows the first backup, also one that is made by hand, and then each week', () => {
    for (const schedule of ['daily', 'manual'] as const) {
      expect(proofDue(book(plan(schedule)))).toBeNull()
      expect(proofDue(book(plan(schedule), done('backup', began)))).toBe(began)
    }
    const proven = book(plan(), done('backup', began + 6 * day), done('drill', began))
    expect(proofDue(proven)).toBe(began + 7 * day)
  })

  test('that finds damage makes a backup due at once, and is repeated after it', () => {
    const damaged = state('drill', failed('drill', began + hour, 'BACKUP_DAMAGED'))
    const before = book(plan('weekly'), done('backup', began), damaged)
    expect(backupDue(before)).toBe(began + hour)
    expect(proofDue(before)).toBeNull()
    const mended = book(plan('weekly'), done('backup', began + 2 * hour), damaged)
    expect(backupDue(mended)).toBe(began + 2 * hour + 7 * day)
    expect(proofDue(mended)).toBe(began + 2 * hour)
  })
})

test('a plan is stale when nothing was made for two intervals, or for a day from its beginning', () => {
  expect(isStale(book(null), began + 300 * day)).toBe(false)
  for (const schedule of ['manual', 'hourly', 'daily', 'weekly'] as const) {
    const never = book(plan(schedule), state('backup', failed('backup', began, 'PLACE_ABSENT')))
    expect([isStale(never, began + day), isStale(never, began + day + 1)]).toEqual([false, true])
  }
  const longest = { hourly: day, daily: 2 * day, weekly: 14 * day }
  for (const schedule of ['hourly', 'daily', 'weekly'] as const) {
    const made = book(plan(schedule), done('backup', began))
    expect(isStale(made, began + longest[schedule])).toBe(false)
    expect(isStale(made, began + longest[schedule] + 1)).toBe(true)
  }
  expect(isStale(book(plan('manual'), done('backup', began)), began + 300 * day)).toBe(false)
})
