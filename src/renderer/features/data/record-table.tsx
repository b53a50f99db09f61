import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import { useVault } from '../vault/vault-context.tsx'
import { useTypeName } from './record-counts.ts'
import type { RecordList, RecordListView } from './record-list.ts'
import type { Row } from './record-rows.ts'
import classes from './record-table.module.css'
import { RecordTableRow, rowElementId } from './record-table-row.tsx'
import { useScrollAnchor } from './use-scroll-anchor.ts'

const ROW_HEIGHT = 36
const HEADER_HEIGHT = 32
/** How far ahead of the last visible row older records are asked for. */
const AHEAD = 25
const PLACEHOLDERS = 12
const columns = ['Type', 'Summary', 'Access', 'Created']

export interface RecordTableProps {
  readonly grid: RefObject<HTMLTableElement | null>
  readonly list: RecordList
  readonly view: RecordListView
  readonly activeId: string | null
  readonly openId: string | null
  readonly onActivate: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
  readonly onDelete: (row: Row) => void
}

/** The rows, of which only those in sight are drawn. */
export function RecordTable(props: RecordTableProps) {
  const { grid, list, view, activeId } = props
  const { rows, hasOlder, loading } = view
  const typeName = useTypeName()
  const owner = useVault().lastReady?.ename ?? ''
  const activeIndex = rows.findIndex(({ id }) => id === activeId)
  const placeholders = hasOlder || loading === 'first' ? PLACEHOLDERS : 0
  const virtual = useVirtualizer({
    count: rows.length + placeholders,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    overscan: 12,
  })
  useScrollAnchor(grid, rows, ROW_HEIGHT)
  const items = virtual.getVirtualItems()
  const lastDrawn = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasOlder && lastDrawn >= rows.length - AHEAD) void list.loadOlder()
  }, [hasOlder, lastDrawn, rows.length, list])

  const onKeyDown = useGridKeys(props, activeIndex, (index) => virtual.scrollToIndex(index))
  return (
    <table
      ref={grid}
      className={classes.grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table worked by keys is a grid
      role="grid"
      aria-label="Records"
      aria-rowcount={hasOlder || loading ? -1 : rows.length + 1}
      aria-busy={loading === 'first'}
      aria-activedescendant={activeIndex >= 0 ? rowElementId(activeId) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <thead className={classes.head}>
        <tr className={classes.header} aria-rowindex={1}>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index]
          const top = start - HEADER_HEIGHT
          if (!row) return <Placeholder key={`placeholder ${index}`} top={top} />
          return (
            <RecordTableRow
              key={row.id}
              row={row}
              type={typeName(row.ontology)}
              index={index}
              top={top}
              owner={owner}
              active={row.id === activeId}
              open={row.id === props.openId}
              onOpen={props.onOpen}
            />
          )
        })}
      </tbody>
    </table>
  )
}

function Placeholder({ top }: { top: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: this row takes no focus
    <tr
      className={classes.placeholder}
      style={{ transform: `translateY(${top}px)` }}
      aria-hidden="true"
    >
      {columns.map((column) => (
        <td key={column} className={classes.bone} />
      ))}
    </tr>
  )
}

function useGridKeys(
  props: RecordTableProps,
  activeIndex: number,
  scrollTo: (index: number) => void,
) {
  const { view, grid, onActivate, onOpen, onClose, onDelete } = props
  const moveTo = (index: number) => {
    const row = view.rows[Math.max(0, Math.min(index, view.rows.length - 1))]
    if (!row) return
    onActivate(row.id)
    scrollTo(view.rows.indexOf(row))
  }
  const page = () => Math.floor((grid.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2
  const active = view.rows[activeIndex]
  const actions: Record<string, () => void> = {
    ArrowDown: () => moveTo(activeIndex + 1),
    ArrowUp: () => moveTo(activeIndex - 1),
    PageDown: () => moveTo(activeIndex + page()),
    PageUp: () => moveTo(activeIndex - page()),
    Home: () => moveTo(0),
    End: () => moveTo(view.rows.length - 1),
    Enter: () => active && onOpen(active.id),
    Delete: () => active && onDelete(active),
    Escape: () => props.openId && onClose(),
  }
  return (event: KeyboardEvent) => {
    const action = actions[event.key]
    if (!action || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    action()
  }
}
