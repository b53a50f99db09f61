import { plural, t } from '@lingui/core/macro'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { memo, useRef, useState } from 'react'
import { useNow } from '../../components/now.ts'
import { Time } from '../../components/time.tsx'
import { durationText, exactTime } from '../../components/time-text.ts'
import { ToneMark } from '../../components/tone-mark.tsx'
import { GridRow, type RowPlace, VirtualGrid } from '../../components/virtual-grid.tsx'
import { causeWords } from './cause-words.ts'
import classes from './history-pane.module.css'
import type { Period } from './reach-history.ts'
import { kindName } from './way-words.ts'

const columns = [t`Since`, t`State`, t`How long`, t`Address or reason`, t`Tried meanwhile`]

interface HistoryTableProps {
  readonly periods: readonly Period[]
  readonly isLoading: boolean
}

/** The times in which the world reached the vault, and those in between, newest first. */
export function HistoryTable({ periods, isLoading }: HistoryTableProps) {
  const grid = useRef<HTMLTableElement>(null)
  const [activeId, setActiveId] = useState<string | null>(null)
  const now = useNow('halfMinute')
  return (
    <VirtualGrid
      {...{ grid, columns, activeId }}
      rows={periods}
      label={t`When the vault was reachable`}
      className={classes.columns}
      loading={isLoading ? 'first' : null}
      hasOlder={false}
      keys={{}}
      onMove={({ id }) => setActiveId(id)}
      onOlder={() => {}}
    >
      {(period, place) => (
        <Row {...place} period={period} lasted={durationText((period.to ?? now) - period.from)} />
      )}
    </VirtualGrid>
  )
}

interface RowProps extends RowPlace {
  readonly period: Period
  /** How long it lasted, in words. */
  readonly lasted: string
}

const Row = memo(function Row({ period, lasted, ...place }: RowProps) {
  const { id, isReachable, from, to } = period
  const about = aboutWords(period)
  return (
    <GridRow id={id} {...place}>
      <td data-muted>
        <Time value={from} plain />
      </td>
      <td>
        <ToneMark
          tone={isReachable ? 'ok' : 'warn'}
          Icon={isReachable ? IconCircleCheck : IconAlertTriangle}
        >
          {stateWords(isReachable, to === null)}
        </ToneMark>
      </td>
      <td>{lasted}</td>
      <td title={about}>{about}</td>
      <td data-muted>{isReachable ? null : <Missed missed={period.missed} />}</td>
    </GridRow>
  )
})

function Missed({ missed }: Pick<Period, 'missed'>) {
  if (missed === null) return t`Not known`
  const times = plural(missed.count, { 0: 'Nobody', one: '# time', other: '# times' })
  if (missed.at === null) return times
  return <span title={exactTime(new Date(missed.at)).local}>{times}</span>
}

function stateWords(isReachable: boolean, goesOn: boolean): string {
  if (goesOn) return isReachable ? t`Reachable now` : t`Not reachable now`
  return isReachable ? t`Was reachable` : t`Was not reachable`
}

function aboutWords({ isReachable, publicUrl, provider, cause }: Period): string {
  if (isReachable) {
    return [publicUrl, kindName(provider)].join(' · ')
  }
  if (cause !== null) return causeWords(cause).what
  return t`Switched off, or the app was closed, or the computer was off or asleep.`
}
