const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })
const local = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' })

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A moment as people say it: "just now", "5 min. ago", and the date when it is long ago. */
export function relativeTime(time: number, now: number): string {
  const ago = now - time
  // A clock that differs a little must not speak of the future.
  if (Math.abs(ago) < MINUTE) return 'just now'
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
