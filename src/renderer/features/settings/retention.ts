import { plural, t } from '@lingui/core/macro'
import type { RetentionName } from './policies.ts'

const FEWEST_DAYS = 1
/** The vault's limit: a hundred years. */
const MOST_DAYS = 36_500

interface RetentionWords {
  readonly name: RetentionName
  readonly label: string
  readonly meaning: string
  /** What is told when the time was saved; `days` is "3 days". */
  readonly saved: (days: string) => string
  /** What is lost when the time gets shorter. */
  readonly lost: (days: number) => string
}

/** What is kept for a time, and what that is for. */
export const retentionWords: readonly RetentionWords[] = [
  {
    name: 'trashDays',
    label: t`Deleted records`,
    meaning: t`How long you can take a deleted record back.`,
    saved: (days) => t`Saved: deleted records are kept for ${days}`,
    lost: (days) =>
      plural(days, {
        one: 'Records deleted more than # day ago are deleted for good within six hours.',
        other: 'Records deleted more than # days ago are deleted for good within six hours.',
      }),
  },
  {
    name: 'historyDays',
    label: t`Earlier versions`,
    meaning: t`How long you can see what a record was before it was changed.`,
    saved: (days) => t`Saved: earlier versions are kept for ${days}`,
    lost: (days) =>
      plural(days, {
        one: 'Versions that ended more than # day ago are deleted for good within six hours.',
        other: 'Versions that ended more than # days ago are deleted for good within six hours.',
      }),
  },
  {
    name: 'accessLogDays',
    label: t`Reads and refusals`,
    meaning: t`How long you can see who read what, and who was refused. Changes are kept for ever.`,
    saved: (days) => t`Saved: reads and refusals are kept for ${days}`,
    lost: (days) =>
      plural(days, {
        one: 'Reads and refusals noted more than # day ago are deleted for good within six hours.',
        other:
          'Reads and refusals noted more than # days ago are deleted for good within six hours.',
      }),
  },
]

/** A number of days as it was typed, or what is wrong with it. */
export function readDays(
  typed: string | number,
): { readonly days: number } | { readonly problem: string } {
  const days = typeof typed === 'number' ? typed : Number(typed.trim() || Number.NaN)
  if (!Number.isInteger(days)) return { problem: t`Enter a whole number of days.` }
  if (days < FEWEST_DAYS) return { problem: t`At least one day.` }
  if (days > MOST_DAYS) return { problem: plural(MOST_DAYS, { other: 'At most # days.' }) }
  return { days }
}

/** "1 day", "1,000 days". */
export function daysText(days: number): string {
  return plural(days, { one: '# day', other: '# days' })
}
