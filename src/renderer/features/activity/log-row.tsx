import { i18n } from '@lingui/core'
import { Anchor } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { memo } from 'react'
import { Link } from 'react-router'
import { Time } from '../../components/time.tsx'
import { GridRow, type RowPlace } from '../../components/virtual-grid.tsx'
import { accessPath } from '../access/access-address.ts'
import { callerOf, callerTitle } from '../access/caller.ts'
import classes from './log-table.module.css'
import { RecordLinks } from './record-links.tsx'
import type { Trace } from './traces.ts'
import { whatWords } from './words.ts'

interface LogRowProps extends RowPlace {
  readonly trace: Trace
  /** The types concerned, or why it was refused. */
  readonly about: string
}

/** One line of a log. */
export const LogRow = memo(function LogRow({ trace, about, ...place }: LogRowProps) {
  const { id, timestamp, caller, refusal, records, times } = trace
  return (
    <GridRow id={id} {...place}>
      <td data-muted>
        <Time value={timestamp} plain />
      </td>
      <td>
        <Who line={caller} />
      </td>
      <td className={classes.what} data-refused={refusal !== null || undefined}>
        {refusal !== null && <IconBan size={14} aria-hidden="true" className={classes.ban} />}
        {whatWords(trace)}
        {times > 1 && <span className={classes.times}> {i18n.number(times)}×</span>}
      </td>
      <td title={about}>{about}</td>
      <td>
        <RecordLinks records={records} />
      </td>
    </GridRow>
  )
})

function Who({ line }: { line: string }) {
  const caller = callerOf(line)
  const title = callerTitle(caller)
  if (caller.kind === 'owner') return title
  return (
    <Anchor component={Link} to={accessPath(line)} title={caller.name || undefined}>
      {title}
    </Anchor>
  )
}
