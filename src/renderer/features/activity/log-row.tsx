import { Anchor } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { memo } from 'react'
import { Link } from 'react-router'
import { Time } from '../../components/time.tsx'
import { accessPath } from '../access/access-address.ts'
import { callerOf, callerTitle } from '../access/caller.ts'
import { useTypeName } from '../data/record-counts.ts'
import classes from './log-table.module.css'
import { RecordLinks } from './record-links.tsx'
import type { Trace } from './traces.ts'
import { operationWords, refusalWords, wantedWords } from './words.ts'

interface LogRowProps {
  readonly trace: Trace
  readonly index: number
  readonly top: number
  readonly active: boolean
}

/** The element by which the grid tells which line the keys act on. */
export function rowElementId(id: string | null): string {
  return `trace-${id}`
}

/** One line of a log. */
export const LogRow = memo(function LogRow({ trace, index, top, active }: LogRowProps) {
  const typeName = useTypeName()
  const { id, timestamp, operation, refusal, ontologies, records, times } = trace
  const about = refusal === null ? ontologies.map(typeName).join(', ') : refusalWords(refusal)
  return (
    <tr
      id={rowElementId(id)}
      className={classes.row}
      aria-rowindex={index + 2}
      data-active={active || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <td data-muted>
        <Time value={timestamp} plain />
      </td>
      <td>
        <Who line={trace.caller} />
      </td>
      <td data-refused={refusal !== null || undefined}>
        {refusal !== null && <IconBan size={14} aria-hidden="true" className={classes.ban} />}
        {refusal === null ? operationWords(operation) : `Refused: ${wantedWords(operation)}`}
        {times > 1 && <span className={classes.times}> {times.toLocaleString('en')}×</span>}
      </td>
      <td title={about}>{about}</td>
      <td>
        <RecordLinks records={records} />
      </td>
    </tr>
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
