import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { SegmentedControl } from '@mantine/core'
import { useId, useState } from 'react'
import { writtenLocale } from '../../../language/activate.ts'
import { useNow } from '../../components/now.ts'
import classes from './history-pane.module.css'
import { barOf, type Period } from './reach-history.ts'

const HOUR = 3_600_000
/** Wider than the widest window draws it. */
const WIDTH = 2_000
/** What is there is seen, however short it was. */
const THIN = 4

const lengths = { day: 24 * HOUR, week: 7 * 24 * HOUR } as const
type Length = keyof typeof lengths

const choices = [
  { value: 'day', label: t`24 hours` },
  { value: 'week', label: t`7 days` },
] as const

const percent = new Intl.NumberFormat(writtenLocale(), { style: 'percent' })

/** How much of the last time the vault was proven to be reachable in; the table below has it all. */
export function HistoryBar({ periods }: { periods: readonly Period[] }) {
  const [length, setLength] = useState<Length>('day')
  const id = useId()
  const now = useNow('halfMinute')
  const { parts, share } = barOf(periods, now - lengths[length], now)
  const isLittle = parts.length > 0 && share < 0.01
  const part = isLittle ? t`less than 1%` : percent.format(roundDown(share))
  return (
    <figure className={classes.bar} aria-labelledby={id}>
      <figcaption className={classes.caption}>
        <SegmentedControl
          size="xs"
          aria-label={t`How far back`}
          data={[...choices]}
          value={length}
          onChange={(value) => setLength(value as Length)}
        />
        <span id={id}>
          {length === 'day'
            ? t`Proven to be reachable for ${part} of the last 24 hours`
            : t`Proven to be reachable for ${part} of the last 7 days`}
        </span>
      </figcaption>
      <svg
        className={classes.strip}
        viewBox={`0 0 ${WIDTH} 10`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {parts.map(({ id: key, x, width }) => (
          <rect
            key={key}
            className={classes.proven}
            {...{ x: Math.min(x * WIDTH, WIDTH - THIN), width: Math.max(width * WIDTH, THIN) }}
            {...{ y: 0, height: 10 }}
          />
        ))}
      </svg>
      <div className={classes.axis} aria-hidden="true">
        <span>{length === 'day' ? t`24 hours ago` : t`7 days ago`}</span>
        <span>
          <Trans>now</Trans>
        </span>
      </div>
    </figure>
  )
}

/** All of it is said of all of it alone. */
function roundDown(share: number): number {
  return Math.floor(share * 100) / 100
}
