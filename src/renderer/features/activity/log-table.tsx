import { t } from '@lingui/core/macro'
import { type RefObject, useState } from 'react'
import { useNavigate } from 'react-router'
import { VirtualGrid } from '../../components/virtual-grid.tsx'
import { accessPath } from '../access/access-address.ts'
import { useTypeName } from '../data/record-counts.ts'
import type { LogName } from './activity-address.ts'
import { LogRow } from './log-row.tsx'
import classes from './log-table.module.css'
import { recordPath } from './record-path.ts'
import type { Trace } from './traces.ts'
import type { LogView } from './use-log.ts'
import { aboutWords } from './words.ts'

const columns: Readonly<Record<LogName, readonly string[]>> = {
  changes: [t`When`, t`Who`, t`What`, t`Type`, t`Record`],
  reads: [t`When`, t`Who`, t`What`, t`Type or reason`, t`Records`],
}

interface LogTableProps {
  readonly grid: RefObject<HTMLTableElement | null>
  readonly log: LogName
  readonly view: LogView
  readonly onOlder: () => void
}

/** The lines of a log, each of which leads to what it tells of. */
export function LogTable({ grid, log, view, onOlder }: LogTableProps) {
  const { traces, hasOlder, loading } = view
  const [activeId, setActiveId] = useState<string | null>(null)
  const navigate = useNavigate()
  const typeName = useTypeName()
  return (
    <VirtualGrid
      {...{ grid, hasOlder, loading, activeId, onOlder }}
      label={log === 'changes' ? t`Changes` : t`Reads and refusals`}
      className={classes.columns}
      columns={columns[log]}
      rows={traces}
      keys={{ Enter: (trace) => trace && void navigate(targetOf(trace)) }}
      onMove={({ id }) => setActiveId(id)}
    >
      {(trace, place) => <LogRow {...place} trace={trace} about={aboutWords(trace, typeName)} />}
    </VirtualGrid>
  )
}

/** Where a line leads: to its record, or to who did it. */
function targetOf({ records: [record, ...more], caller, refusal }: Trace): string {
  if (record !== undefined && more.length === 0 && refusal === null) return recordPath(record)
  return accessPath(caller)
}
