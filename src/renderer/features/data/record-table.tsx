import { Checkbox } from '@mantine/core'
import { useCallbackRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect } from 'react'
import { useEditedIds } from '../records/use-record-edit.ts'
import { useVault } from '../vault/vault-context.tsx'
import { useTypeName } from './record-counts.ts'
import type { RecordList, RecordListView } from './record-list.ts'
import type { Row } from './record-rows.ts'
import classes from './record-table.module.css'
import { RecordTableRow, rowElementId } from './record-table-row.tsx'
import { useGridKeys } from './use-grid-keys.ts'
import { useScrollAnchor } from './use-scroll-anchor.ts'
import type { RowSelection } from './use-selection.ts'

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
  readonly selection: RowSelection
  /** What is searched for, to be pointed out. */
  readonly search: string
  readonly activeId: string | null
  readonly openId: string | null
  readonly onActivate: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
  readonly onDelete: (row: Row) => void
}

/** The rows, of which only those in sight are drawn. */
export function RecordTable(props: RecordTableProps) {
  const { grid, list, view, selection, activeId } = props
  const { rows, hasOlder, loading } = view
  const typeName = useTypeName()
  const edited = useEditedIds()
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

  const onSelect = useCallbackRef((id: string, isRange: boolean) =>
    isRange ? selection.extendTo(id) : selection.toggle(id),
  )
  const onKeyDown = useGridKeys(props, activeIndex, ROW_HEIGHT, (index) =>
    virtual.scrollToIndex(index),
  )
  return (
    <table
      ref={grid}
      className={classes.grid}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table worked by keys is a grid
      role="grid"
      aria-label="Records"
      aria-rowcount={hasOlder || loading ? -1 : rows.length + 1}
      aria-busy={loading === 'first'}
      aria-multiselectable="true"
      aria-activedescendant={activeIndex >= 0 ? rowElementId(activeId) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <thead className={classes.head}>
        <tr className={classes.header} aria-rowindex={1}>
          <th scope="col" className={classes.tick}>
            <AllTick rows={rows} selection={selection} />
          </th>
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
              selected={selection.isSelected(row.id)}
              edited={edited.has(row.id)}
              search={props.search}
              onOpen={props.onOpen}
              onSelect={onSelect}
            />
          )
        })}
      </tbody>
    </table>
  )
}

function AllTick({ rows, selection }: { rows: readonly Row[]; selection: RowSelection }) {
  const { count, isSelected } = selection
  // With many rows, looking at each is left for when it may be so.
  const isAll = count > 0 && count >= rows.length && rows.every(({ id }) => isSelected(id))
  return (
    <Checkbox
      size="xs"
      aria-label="Select all shown"
      checked={isAll}
      indeterminate={!isAll && count > 0}
      disabled={rows.length === 0}
      onChange={selection.toggleAllShown}
    />
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
      <td />
      {columns.map((column) => (
        <td key={column} className={classes.bone} />
      ))}
    </tr>
  )
}
