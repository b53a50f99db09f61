import { useQuery } from '@apollo/client/react'
import { Skeleton, VisuallyHidden } from '@mantine/core'
import { useId } from 'react'
import { ActivityByDayDocument } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { chartOf, type Day, dayName } from './chart-scale.ts'
import classes from './day-chart.module.css'
import { counted } from './words.ts'

const DAYS = 30
const POLL_MS = 15_000
const WIDTH = 600
const HEIGHT = 56
/** Of a day's place; the rest keeps days apart. */
const COLUMN = 0.7

/** Reads and writes of the last days: a picture, and a table for those who don't see it. */
export function DayChart() {
  const { data, error } = useQuery(ActivityByDayDocument, {
    variables: { days: DAYS, offsetMinutes: -new Date().getTimezoneOffset() },
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
  })
  if (data) return <Chart days={data.activityByDay} />
  return (
    <div className={classes.chart}>
      {error ? (
        <p className={classes.error} role="alert">
          {errorCause(error)}
        </p>
      ) : (
        <Skeleton height={100} className={classes.placeholder ?? ''} />
      )}
    </div>
  )
}

function Chart({ days }: { days: readonly Day[] }) {
  const id = useId()
  const { top } = chartOf(days, WIDTH, HEIGHT)
  const sum = (name: 'reads' | 'writes' | 'refusals') =>
    days.reduce((total, day) => total + day[name], 0)
  return (
    <figure className={classes.chart} aria-labelledby={id}>
      <figcaption id={id} className={classes.caption}>
        <span>Last {DAYS} days</span>
        <span className={classes.key} data-kind="reads">
          {counted(sum('reads'), 'read')}
        </span>
        <span className={classes.key} data-kind="writes">
          {counted(sum('writes'), 'write')}
        </span>
        <span>{counted(sum('refusals'), 'refusal')}</span>
        <span className={classes.top}>up to {top.toLocaleString('en')} a day</span>
      </figcaption>
      <Bars days={days} />
      <div className={classes.axis} aria-hidden="true">
        <span>{dayName(days[0]?.day ?? '')}</span>
        <span>Today</span>
      </div>
      <Table days={days} />
    </figure>
  )
}

function Bars({ days }: { days: readonly Day[] }) {
  const { bars, step } = chartOf(days, WIDTH, HEIGHT)
  return (
    <svg
      className={classes.bars}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line x1={0} x2={WIDTH} y1={0.5} y2={0.5} className={classes.grid} />
      {bars.map(({ day, x, reads, writes }) => (
        <g key={day.day}>
          <title>{`${dayName(day.day)}: ${wordsOf(day)}`}</title>
          <rect className={classes.place} x={x} y={0} width={step} height={HEIGHT} />
          <rect
            className={classes.reads}
            {...{ x: x + (step * (1 - COLUMN)) / 2, width: step * COLUMN }}
            {...{ y: HEIGHT - reads, height: reads }}
          />
          <rect
            className={classes.writes}
            {...{ x: x + (step * (1 - COLUMN)) / 2, width: step * COLUMN }}
            {...{ y: HEIGHT - reads - writes, height: writes }}
          />
        </g>
      ))}
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={classes.grid} />
    </svg>
  )
}

function wordsOf({ reads, writes, refusals }: Day): string {
  return `${counted(reads, 'read')}, ${counted(writes, 'write')}, ${counted(refusals, 'refusal')}`
}

/** Days on which nothing was done say nothing. */
function Table({ days }: { days: readonly Day[] }) {
  const busy = days.filter(({ reads, writes, refusals }) => reads + writes + refusals > 0)
  return (
    <VisuallyHidden>
      <table>
        <caption>Reads, writes and refusals a day, of the last {DAYS} days</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Reads</th>
            <th scope="col">Writes</th>
            <th scope="col">Refusals</th>
          </tr>
        </thead>
        <tbody>
          {busy.map(({ day, reads, writes, refusals }) => (
            <tr key={day}>
              <th scope="row">{dayName(day)}</th>
              <td>{reads}</td>
              <td>{writes}</td>
              <td>{refusals}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  )
}
