import { t } from '@lingui/core/macro'
import { writtenLocale } from '../../language/activate.ts'

const locale = writtenLocale()
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const local = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long' })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A moment as people say it: "just now", "5 min. ago", and the date when it is long ago. */
export function relativeTime(time: number, now: number): string {
  const ago = now - time
  // A clock that differs a little must not speak of the future.
  if (Math.abs(ago) < MINUTE) return t`just now`
  if (Math.abs(ago) < HOUR) return relative.format(-Math.trunc(ago / MINUTE), 'minute')
  if (Math.abs(ago) < DAY) return relative.format(-Math.trunc(ago / HOUR), 'hour')
  if (ago > 0 && ago < 7 * DAY) return relative.format(-Math.trunc(ago / DAY), 'day')
  return day.format(time)
}

/** A moment to the second, on this computer's clock and in UTC. */
export function exactTime(date: Date): { local: string; utc: string } {
  const utc = date.toISOString().replace('T', ' ').replace('Z', ' UTC')
  return { local: local.format(date), utc }
}

/** The largest unit that a span has at least one of, from minutes up to years. */
const units = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const

/** How long something has lasted, in milliseconds, as people say it: "3 days". */
export function durationText(duration: number): string {
  const [unit, length] = units.find(([, length]) => duration >= length) ?? []
  if (!unit) return t`less than a minute`
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const
  return new Intl.NumberFormat(locale, style).format(Math.floor(duration / length))
}

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', hourCycle: 'h23' })
const minute = new Intl.DateTimeFormat(locale, {
  ...{ dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' },
})

/** The time of day on this computer's clock, "14:05"; with its date when that is not today's. */
export function clockTime(time: number, now: number): string {
  const isToday = new Date(time).toDateString() === new Date(now).toDateString()
  return (isToday ? clock : minute).format(time)
}

/** From when to when, to the minute; what both have in common is said once. */
export function spanText(from: number, to: number): string {
  return minute.formatRange(from, to)
}
