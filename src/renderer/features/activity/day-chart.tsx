import { useQuery } from '@apollo/client/react'
import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Skeleton, VisuallyHidden } from '@mantine/core'
import { useId } from 'react'
import { ActivityByDayDocument } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { useWhenVisited } from '../access/use-visit-news.ts'
import { type Chart, chartOf, type Day, dayName } from './chart-scale.ts'
import classes from './day-chart.module.css'

const DAYS = 30
/** A month is counted anew each time. */
const COUNTED_EVERY_MS = 15_000
const WIDTH = 600
const HEIGHT = 56
/** Of a day's place; the rest keeps days apart. */
const COLUMN = 0.7

/** Reads and writes of the last days: a picture, and a table for those who don't see it. */
export function DayChart() {
  const { data, error, refetch } = useQuery(ActivityByDayDocument, {
    variables: { days: DAYS, offsetMinutes: -new Date().getTimezoneOffset() },
    fetchPolicy: 'cache-and-network',
  })
  useWhenVisited(refetch, COUNTED_EVERY_MS)
  if (data) return <DayFigure days={data.activityByDay} />
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

function DayFigure({ days }: { days: readonly Day[] }) {
  const id = useId()
  const chart = chartOf(days, WIDTH, HEIGHT)
  const top = i18n.number(chart.top)
  const sum = (name: 'reads' | 'writes' | 'refusals') =>
    days.reduce((total, day) => total + day[name], 0)
  const hasBars = sum('reads') + sum('writes') > 0
  return (
    <figure className={classes.chart} aria-labelledby={id}>
      <figcaption id={id} className={classes.caption}>
        <span>
          <Trans>Last {DAYS} days</Trans>
        </span>
        <span className={classes.key} data-kind="reads">
          {readsText(sum('reads'))}
        </span>
        <span className={classes.key} data-kind="writes">
          {writesText(sum('writes'))}
        </span>
        <span>{refusalsText(sum('refusals'))}</span>
        {hasBars && (
          <span className={classes.top}>
            <Trans>up to {top} a day</Trans>
          </span>
        )}
      </figcaption>
      <Bars {...chart} />
      <div className={classes.axis} aria-hidden="true">
        <span>{days[0] && dayName(days[0].day)}</span>
        <span>
          <Trans>Today</Trans>
        </span>
      </div>
      <Table days={days} />
    </figure>
  )
}

function Bars({ bars, step }: Pick<Chart, 'bars' | 'step'>) {
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
          <title>{wordsOf(day)}</title>
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

function wordsOf(counts: Day): string {
  const day = dayName(counts.day)
  const reads = readsText(counts.reads)
  const writes = writesText(counts.writes)
  const refusals = refusalsText(counts.refusals)
  return t`${day}: ${reads}, ${writes}, ${refusals}`
}

const readsText = (count: number) => plural(count, { one: '# read', other: '# reads' })
const writesText = (count: number) => plural(count, { one: '# write', other: '# writes' })
const refusalsText = (count: number) => plural(count, { one: '# refusal', other: '# refusals' })

/** Days on which nothing was done say nothing. */
function Table({ days }: { days: readonly Day[] }) {
  const busy = days.filter(({ reads, writes, refusals }) => reads + writes + refusals > 0)
  return (
    <VisuallyHidden>
      <table>
        <caption>
          <Trans>Reads, writes and refusals a day, of the last {DAYS} days</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Day</Trans>
            </th>
            <th scope="col">
              <Trans>Reads</Trans>
            </th>
            <th scope="col">
              <Trans>Writes</Trans>
            </th>
            <th scope="col">
              <Trans>Refusals</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {busy.map(({ day, reads, writes, refusals }) => (
            <tr key={day}>
              <th scope="row">{dayName(day)}</th>
              <td>{i18n.number(reads)}</td>
              <td>{i18n.number(writes)}</td>
              <td>{i18n.number(refusals)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  )
}
