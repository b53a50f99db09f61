import { t } from '@lingui/core/macro'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Since when changes can be sent again. */
export const sinceChoices = [
  { value: 'hour', label: t`In the last hour` },
  { value: 'day', label: t`In the last 24 hours` },
  { value: 'week', label: t`In the last 7 days` },
  { value: 'month', label: t`In the last 30 days` },
  { value: 'all', label: t({ message: 'Ever', context: 'when records were changed' }) },
  { value: 'custom', label: t`Since a chosen time` },
] as const
export type SinceChoice = (typeof sinceChoices)[number]['value']

const spans: Readonly<Record<Exclude<SinceChoice, 'custom'>, number>> = {
  ...{ hour: HOUR, day: DAY, week: 7 * DAY, month: 30 * DAY, all: Number.POSITIVE_INFINITY },
}

/**
 * The moment that was chosen, as ISO 8601.
 * @param typed a date and time on this computer's clock, `YYYY-MM-DDTHH:MM`, for `custom`
 * @returns null where nothing that makes sense was typed
 */
export function sinceOf(choice: SinceChoice, typed: string, now: number): string | null {
  if (choice !== 'custom') return new Date(Math.max(0, now - spans[choice])).toISOString()
  // Without a time zone a date and time is of this computer's clock.
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(typed) ? Date.parse(typed) : Number.NaN
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
