import type { RetentionName } from './policies.ts'

const FEWEST_DAYS = 1
/** The vault's limit: a hundred years. */
const MOST_DAYS = 36_500

interface RetentionWords {
  readonly name: RetentionName
  readonly label: string
  readonly meaning: string
  /** What is lost when the time gets shorter, with "older than 3 days" behind it. */
  readonly lost: string
}

/** What is kept for a time, and what that is for. */
export const retentionWords: readonly RetentionWords[] = [
  {
    name: 'trashDays',
    label: 'Deleted records',
    meaning: 'How long you can take a deleted record back.',
    lost: 'Records deleted',
  },
  {
    name: 'historyDays',
    label: 'Earlier versions',
    meaning: 'How long you can see what a record was before it was changed.',
    lost: 'Versions that ended',
  },
  {
    name: 'accessLogDays',
    label: 'Reads and refusals',
    meaning: 'How long you can see who read what, and who was refused. Changes are kept for ever.',
    lost: 'Reads and refusals noted',
  },
]

/** A number of days as it was typed, or what is wrong with it. */
export function readDays(
  typed: string | number,
): { readonly days: number } | { readonly problem: string } {
  const days = typeof typed === 'number' ? typed : Number(typed.trim() || Number.NaN)
  if (!Number.isInteger(days)) return { problem: 'Enter a whole number of days.' }
  if (days < FEWEST_DAYS) return { problem: 'At least one day.' }
  if (days > MOST_DAYS) return { problem: `At most ${MOST_DAYS.toLocaleString('en')} days.` }
  return { days }
}

/** "1 day", "1,000 days". */
export function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days.toLocaleString('en')} days`
}
