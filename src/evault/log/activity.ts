import type { Grant } from '../access/authorise.ts'
import { ask, type Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'

/** How much was done on one day. */
export interface ActivityDay {
  /** YYYY-MM-DD */
  readonly day: string
  readonly reads: number
  readonly refusals: number
  readonly writes: number
}

export type ActivityReader = ReturnType<typeof createActivityReader>

export const mostDays = 366
const dayMs = 86_400_000
const minuteMs = 60_000
/** No place on Earth is further from UTC. */
const furthestMinutes = 14 * 60

const dayOf = `to_char((at AT TIME ZONE 'UTC') + make_interval(mins => $3::int), 'YYYY-MM-DD')`

const selectSeen = `SELECT ${dayOf} AS day,
    coalesce(sum(times) FILTER (WHERE allowed), 0) AS reads,
    coalesce(sum(times) FILTER (WHERE NOT allowed), 0) AS refusals
  FROM access_log WHERE ename = $1 AND at >= $2::timestamptz GROUP BY 1`

const selectWritten = `SELECT ${dayOf} AS day, count(*) AS writes
  FROM operation_log WHERE ename = $1 AND at >= $2::timestamptz GROUP BY 1`

/** Reads how much was done when. The access log forgets; the operation log does not. */
export function createActivityReader(db: Database, now: () => number) {
  return {
    /**
     * The last days up to today, oldest first, also those on which nothing was done.
     * @param offsetMinutes how far the day's clock is ahead of UTC
     * @throws RequestError `INVALID_INPUT`
     */
    async byDay(
      { ename }: Grant<'oversee'>,
      days: number,
      offsetMinutes: number,
    ): Promise<ActivityDay[]> {
      if (days < 1 || days > mostDays) {
        throw new RequestError('INVALID_INPUT', `days must be 1 to ${mostDays}.`, 'days')
      }
      if (Math.abs(offsetMinutes) > furthestMinutes) {
        const message = `offsetMinutes must be -${furthestMinutes} to ${furthestMinutes}.`
        throw new RequestError('INVALID_INPUT', message, 'offsetMinutes')
      }
      const offsetMs = offsetMinutes * minuteMs
      const today = Math.floor((now() + offsetMs) / dayMs)
      const first = today - days + 1
      const values = [ename, new Date(first * dayMs - offsetMs).toISOString(), offsetMinutes]
      const seen = await ask<Seen>(db, selectSeen, values)
      const written = await ask<Written>(db, selectWritten, values)
      return Array.from({ length: days }, (_, n) => {
        const day = new Date((first + n) * dayMs).toISOString().slice(0, 10)
        const { reads = 0, refusals = 0 } = seen.find((one) => one.day === day) ?? {}
        const { writes = 0 } = written.find((one) => one.day === day) ?? {}
        return { day, reads: Number(reads), refusals: Number(refusals), writes: Number(writes) }
      })
    },
  }
}

interface Seen {
  readonly day: string
  readonly reads: number
  readonly refusals: number
}

interface Written {
  readonly day: string
  readonly writes: number
}
