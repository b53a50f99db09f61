import { writtenLocale } from '../../../language/activate.ts'
/** How much was done on one day. */
export interface Day {
  /** YYYY-MM-DD */
  readonly day: string
  readonly reads: number
  readonly writes: number
  readonly refusals: number
}

interface Bar {
  readonly day: Day
  readonly x: number
  /** Heights, from the line up. */
  readonly reads: number
  readonly writes: number
}

export interface Chart {
  readonly bars: readonly Bar[]
  /** Of one day's place. */
  readonly step: number
  /** What the full height stands for: at least the most of any day. */
  readonly top: number
}

/** Places a column for each day: writes stand on reads. One unit at least shows what is there. */
export function chartOf(days: readonly Day[], width: number, height: number): Chart {
  const top = roundUp(Math.max(1, ...days.map(({ reads, writes }) => reads + writes)))
  const step = days.length === 0 ? 0 : width / days.length
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1, (count / top) * height))
  const bars = days.map((day, at) => ({
    ...{ day, x: at * step, reads: tall(day.reads), writes: tall(day.writes) },
  }))
  return { bars, step, top }
}

/** 1, 2, 5, 10, 20, …: what is easy to read on an axis. */
function roundUp(count: number): number {
  const power = 10 ** Math.floor(Math.log10(count))
  return ([1, 2, 5].find((factor) => factor * power >= count) ?? 10) * power
}

const date = new Intl.DateTimeFormat(writtenLocale(), {
  ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
})

/** "Nov 3" for a day of the calendar, YYYY-MM-DD. */
export function dayName(day: string): string {
  return date.format(new Date(`${day}T00:00:00Z`))
}
