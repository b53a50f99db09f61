import { t } from '@lingui/core/macro'
import { Anchor } from '@mantine/core'
import { memo, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { exactTime } from '../../components/time-text.ts'
import { ToneMark } from '../../components/tone-mark.tsx'
import { GridRow, type RowPlace, VirtualGrid } from '../../components/virtual-grid.tsx'
import { accessPath } from '../access/access-address.ts'
import { tookText } from '../deliveries/delivery-words.ts'
import type { InboundRow } from './inbound-list.ts'
import { addressWords, callerWords, operationWords, secondText, verdicts } from './inbound-words.ts'
import classes from './requests-pane.module.css'

const columns = [t`When`, t`From`, t`Who`, t`What`, t`Verdict`, t`Status`, t`Took`]

interface RequestsTableProps {
  readonly rows: readonly InboundRow[]
  readonly isLoading: boolean
}

/** Requests from outside, each of which leads to who sent it. */
export function RequestsTable({ rows, isLoading }: RequestsTableProps) {
  const grid = useRef<HTMLTableElement>(null)
  const [activeId, setActiveId] = useState<string | null>(null)
  const navigate = useNavigate()
  return (
    <VirtualGrid
      {...{ grid, rows, columns, activeId }}
      label={t`Requests from outside`}
      className={classes.columns}
      loading={isLoading ? 'first' : null}
      hasOlder={false}
      keys={{ Enter: (row) => row?.caller && void navigate(accessPath(row.caller)) }}
      onMove={({ id }) => setActiveId(id)}
      onOlder={() => {}}
    >
      {(row, place) => <Row {...place} row={row} />}
    </VirtualGrid>
  )
}

const Row = memo(function Row({ row, ...place }: RowPlace & { readonly row: InboundRow }) {
  const { id, timestamp, address, verdict, status, durationMs } = row
  const from = addressWords(address)
  const what = operationWords(row)
  const { word, tone, Icon } = verdicts[verdict]
  return (
    <GridRow id={id} {...place}>
      <td data-muted>
        <Moment value={timestamp} />
      </td>
      <td title={from}>{from}</td>
      <td>
        <Who row={row} />
      </td>
      <td title={what}>{what}</td>
      <td>
        <ToneMark tone={tone} Icon={Icon}>
          {word}
        </ToneMark>
      </td>
      <td className={classes.number}>{status ?? '–'}</td>
      <td className={classes.number}>{tookText(durationMs)}</td>
    </GridRow>
  )
})

/** To the second: several come in one minute. */
function Moment({ value }: { value: string }) {
  const exact = exactTime(new Date(value))
  return (
    <time dateTime={value} title={`${exact.local}\n${exact.utc}`}>
      {secondText(Date.parse(value))}
    </time>
  )
}

function Who({ row }: { row: InboundRow }) {
  const { caller, callerKind, callerName } = row
  const words = callerWords(row)
  if (caller === null || callerKind === 'owner' || callerKind === 'refusedToken') return words
  return (
    <Anchor component={Link} to={accessPath(caller)} title={callerName || undefined}>
      {words}
    </Anchor>
  )
}
