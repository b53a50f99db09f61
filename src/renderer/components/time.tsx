import { Tooltip } from '@mantine/core'
import { useNow } from './now.ts'
import { durationText, exactTime, relativeTime } from './time-text.ts'

interface TimeProps {
  /** ISO 8601, or milliseconds since the epoch. */
  readonly value: string | number
  /** In long lists the browser's own tooltip is enough, and much cheaper. */
  readonly plain?: boolean
}

/** A moment as people say it, exact (local and UTC) on hover. */
export function Time({ value, plain = false }: TimeProps) {
  const now = useNow('halfMinute')
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) return <span>{String(value)}</span>
  const exact = exactTime(date)
  const text = relativeTime(date.getTime(), now)
  if (plain) {
    return (
      <time dateTime={date.toISOString()} title={`${exact.local}\n${exact.utc}`}>
        {text}
      </time>
    )
  }
  return <ExactOnHover date={date} text={text} />
}

/** How long something has lasted ("3 days"), since when exactly on hover. `since` is ISO 8601. */
export function Age({ since }: { since: string }) {
  const now = useNow('halfMinute')
  const date = new Date(since)
  if (Number.isNaN(date.getTime())) return <span>{since}</span>
  return <ExactOnHover date={date} text={durationText(now - date.getTime())} />
}

function ExactOnHover({ date, text }: { date: Date; text: string }) {
  const exact = exactTime(date)
  return (
    <Tooltip
      label={
        <>
          {exact.local}
          <br />
          {exact.utc}
        </>
      }
    >
      <time dateTime={date.toISOString()}>{text}</time>
    </Tooltip>
  )
}
