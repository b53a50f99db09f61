import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

export type LogName = 'changes' | 'reads'

/** What is shown of a log; all that is given has to hold. */
export interface ActivityPlace {
  readonly log: LogName
  /** A caller as the logs have it. */
  readonly who?: string
  readonly type?: string
  readonly what?: string
  /** `allowed` or `refused`; of reads only. */
  readonly result?: string
  /** Days of this computer's calendar, YYYY-MM-DD, both included. */
  readonly from?: string
  readonly to?: string
}

type ActivityFilter = Omit<ActivityPlace, 'log'>

const filterNames = ['who', 'type', 'what', 'result', 'from', 'to'] as const

/** Where the Activity screen shows this. */
export function activityPath(place: ActivityPlace): string {
  return `/activity?${searchOf(place)}`
}

/** The query string of a place; what is empty is left out. */
export function searchOf(place: ActivityPlace): URLSearchParams {
  const given = Object.entries(place).filter(([, value]) => value)
  return new URLSearchParams(given)
}

/** A place, read from a query string; what is no day is left out. */
export function placeOf(params: URLSearchParams): ActivityPlace {
  const filter: Record<string, string> = {}
  for (const name of filterNames) {
    const value = params.get(name)
    const isDay = name === 'from' || name === 'to'
    if (value && (!isDay || startOf(value) !== null)) filter[name] = value
  }
  return { log: params.get('log') === 'reads' ? 'reads' : 'changes', ...filter }
}

/** The Activity screen's place in the address. */
export function useActivityAddress() {
  const [params, setParams] = useSearchParams()
  const place = useMemo(() => placeOf(params), [params])
  const go = useCallback((next: ActivityPlace) => setParams(searchOf(next)), [setParams])
  return { place, go }
}

/** What the vault is asked for: ISO 8601 moments in place of days of this computer's calendar. */
export function timesOf({ from, to }: ActivityFilter): { since?: string; until?: string } {
  const since = from === undefined ? null : startOf(from)
  const last = to === undefined ? null : startOf(to)
  const until = last && new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1)
  return {
    ...(since && { since: since.toISOString() }),
    ...(until && { until: until.toISOString() }),
  }
}

const calendarDay = /^(\d{4})-(\d{2})-(\d{2})$/

/** When a day begins on this computer's clock; null for what is no day. */
function startOf(day: string): Date | null {
  const [, year, month, date] = (calendarDay.exec(day) ?? []).map(Number)
  if (year === undefined || month === undefined || date === undefined) return null
  const start = new Date(year, month - 1, date)
  return start.getMonth() === month - 1 ? start : null
}

/** The day of this computer's calendar, so many days before now. */
export function dayBefore(now: Date, days: number): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
}
