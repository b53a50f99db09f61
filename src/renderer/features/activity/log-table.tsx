import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { accessPath } from '../access/access-address.ts'
import type { LogName } from './activity-address.ts'
import { LogRow, rowElementId } from './log-row.tsx'
import classes from './log-table.module.css'
import { recordPath } from './record-path.ts'
import type { Trace } from './traces.ts'
import type { LogView } from './use-log.ts'

const ROW_HEIGHT = 36
const HEADER_HEIGHT = 32
/** How far ahead of the last visible row older lines are asked for. */
const AHEAD = 25
const PLACEHOLDERS = 8

const columns: Readonly<Record<LogName, readonly string[]>> = {
  changes: ['When', 'Who', 'What', 'Type', 'Record'],
  reads: ['When', 'Who', 'What', 'Type or reason', 'Records'],
}

interface LogTableProps {
  readonly grid: RefObject<HTMLTableElement | null>
  readonly log: LogName
  readonly view: LogView
  readonly onMore: () => void
}

/** The lines, of which only those in sight are drawn. */
export function LogTable({ grid, log, view, onMore }: LogTableProps) {
  const { traces, hasMore, loading } = view
  const [activeId, setActiveId] = useState<string | null>(null)
  const navigate = useNavigate()
  const activeIndex = traces.findIndex(({ id }) => id === activeId)
  const placeholders = hasMore || loading === 'first' ? PLACEHOLDERS : 0
  const virtual = useVirtualizer({
    count: traces.length + placeholders,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const lastDrawn = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastDrawn >= traces.length - AHEAD) onMore()
  })
  const open = (trace: Trace | undefined) => trace && void navigate(targetOf(trace))
  const onKeyDown = useGridKeys({ grid, traces, activeIndex, open }, (index) => {
    setActiveId(traces[index]?.id ?? null)
    virtual.scrollToIndex(index)
  })
  return (
    <table
      ref={grid}
      className={classes.grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table worked by keys is a grid
      role="grid"
      aria-label={log === 'changes' ? 'Changes' : 'Reads and refusals'}
      aria-rowcount={hasMore || loading ? -1 : traces.length + 1}
      aria-busy={loading === 'first'}
      aria-activedescendant={activeIndex >= 0 ? rowElementId(activeId) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <thead className={classes.head}>
        <tr className={classes.header} aria-rowindex={1}>
          {columns[log].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const trace = traces[index]
          const top = start - HEADER_HEIGHT
          if (!trace) return <Placeholder key={`placeholder ${index}`} log={log} top={top} />
          return (
            <LogRow
              key={trace.id}
              trace={trace}
              index={index}
              top={top}
              active={trace.id === activeId}
            />
          )
        })}
      </tbody>
    </table>
  )
}

/** Where a line leads: to its record, or to who did it. */
function targetOf({ records: [record, ...more], caller, refusal }: Trace): string {
  if (record !== undefined && more.length === 0 && refusal === null) return recordPath(record)
  return accessPath(caller)
}

function Placeholder({ log, top }: { log: LogName; top: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: this row takes no focus
    <tr
      className={classes.placeholder}
      style={{ transform: `translateY(${top}px)` }}
      aria-hidden="true"
    >
      {columns[log].map((column) => (
        <td key={column} className={classes.bone} />
      ))}
    </tr>
  )
}

interface GridKeys {
  readonly grid: RefObject<HTMLElement | null>
  readonly traces: readonly Trace[]
  readonly activeIndex: number
  readonly open: (trace: Trace | undefined) => void
}

function useGridKeys(keys: GridKeys, moveTo: (index: number) => void) {
  const { grid, traces, activeIndex, open } = keys
  const last = traces.length - 1
  const move = (index: number) => {
    if (last >= 0) moveTo(Math.max(0, Math.min(index, last)))
  }
  const page = () => Math.floor((grid.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2
  const actions: Record<string, () => void> = {
    ArrowDown: () => move(activeIndex + 1),
    ArrowUp: () => move(activeIndex - 1),
    PageDown: () => move(activeIndex + page()),
    PageUp: () => move(activeIndex - page()),
    Home: () => move(0),
    End: () => move(last),
    Enter: () => open(traces[activeIndex]),
  }
  return (event: KeyboardEvent) => {
    const action = actions[event.key]
    // Links in the rows have keys of their own.
    if (!action || event.target !== event.currentTarget) return
    if (event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    action()
  }
}
