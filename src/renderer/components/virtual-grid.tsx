import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type ComponentProps,
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
} from 'react'
import { type GridKeys, onGridKey } from './grid-keys.ts'
import classes from './virtual-grid.module.css'

/** Of each row, in pixels. */
export const ROW_HEIGHT = 36
const HEADER_HEIGHT = 32
/** How far ahead of the last visible row older ones are asked for. */
const AHEAD = 12
const PLACEHOLDERS = 12

/** Where a row stands: what `GridRow` is told of it. */
export interface RowPlace {
  readonly index: number
  /** Pixels below the first row. */
  readonly top: number
  /** The keys act on it. */
  readonly active: boolean
}

interface VirtualGridProps<R> {
  readonly grid: RefObject<HTMLTableElement | null>
  readonly label: string
  /** Sets `--columns`, and `--column-gap` where it is another, for all inside. */
  readonly className: string | undefined
  readonly columns: readonly string[]
  /** Heads a column before the named ones. */
  readonly lead?: ReactNode
  readonly rows: readonly R[]
  /** `first`: nothing is known yet. `older`: further rows are on their way. */
  readonly loading: 'first' | 'older' | null
  readonly hasOlder: boolean
  readonly activeId: string | null
  readonly multiselectable?: true
  readonly keys: GridKeys<R>
  /** The keys went to this row; with `isRange`, those between are meant too. */
  readonly onMove: (row: R, from: R | undefined, isRange: boolean) => void
  /** Asks for further rows, unless they are on their way or could not be read. */
  readonly onOlder: () => void
  /** Draws a row as a `GridRow`. A row that is memoised is left alone while others come and go. */
  readonly children: (row: R, place: RowPlace) => ReactNode
}

/** A table of any length, worked by keys, of which only the rows in sight are drawn. */
export function VirtualGrid<R extends { readonly id: string }>(props: VirtualGridProps<R>) {
  const { rows, columns, lead, loading, hasOlder, activeId } = props
  const virtual = useRowsInSight(props)
  const activeIndex = useMemo(() => rows.findIndex(({ id }) => id === activeId), [rows, activeId])
  const onKeyDown = keysOf(props, activeIndex, (index) => virtual.scrollToIndex(index))
  return (
    <table
      ref={props.grid}
      className={`${classes.grid} ${props.className}`}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table worked by keys is a grid
      role="grid"
      aria-label={props.label}
      aria-rowcount={hasOlder || loading ? -1 : rows.length + 1}
      aria-busy={loading === 'first'}
      aria-multiselectable={props.multiselectable}
      aria-activedescendant={activeIndex >= 0 ? elementId(activeId) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <Head columns={columns} lead={lead} />
      <tbody className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          const top = start - HEADER_HEIGHT
          if (!row) {
            const cells = { columns, hasLead: lead !== undefined }
            return <Placeholder key={`placeholder ${index}`} top={top} {...cells} />
          }
          const active = row.id === activeId
          return <Fragment key={row.id}>{props.children(row, { index, top, active })}</Fragment>
        })}
      </tbody>
    </table>
  )
}

function useRowsInSight<R>({ grid, rows, loading, hasOlder, onOlder }: VirtualGridProps<R>) {
  const placeholders = hasOlder || loading === 'first' ? PLACEHOLDERS : 0
  const virtual = useVirtualizer({
    count: rows.length + placeholders,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    overscan: 12,
  })
  const lastDrawn = virtual.getVirtualItems().at(-1)?.index ?? 0
  // Looked at each time: after a failure was mended nothing else may have changed.
  useEffect(() => {
    if (hasOlder && lastDrawn >= rows.length - AHEAD) onOlder()
  })
  return virtual
}

function keysOf<R>(
  { rows, keys, onMove }: VirtualGridProps<R>,
  activeIndex: number,
  scrollTo: (index: number) => void,
) {
  return (event: KeyboardEvent<HTMLTableElement>) =>
    onGridKey(event, {
      ...{ rows, activeIndex, keys },
      page: Math.floor(event.currentTarget.clientHeight / ROW_HEIGHT) - 2,
      onMove(index, isRange) {
        const row = rows[index]
        if (row) onMove(row, rows[activeIndex], isRange)
        scrollTo(index)
      },
    })
}

interface GridRowProps extends RowPlace, Omit<ComponentProps<'tr'>, 'id' | 'style'> {
  readonly id: string
}

/** One row of the grid; its cells are the caller's. */
export function GridRow({ id, index, top, active, className, ...props }: GridRowProps) {
  return (
    <tr
      id={elementId(id)}
      className={className === undefined ? classes.row : `${classes.row} ${className}`}
      aria-rowindex={index + 2}
      data-active={active || undefined}
      style={{ transform: `translateY(${top}px)` }}
      {...props}
    />
  )
}

/** The element by which the grid tells which row the keys act on. */
function elementId(id: string | null): string {
  return `row-${id}`
}

function Head({ columns, lead }: { columns: readonly string[]; lead: ReactNode }) {
  return (
    <thead className={classes.head}>
      <tr className={classes.header} aria-rowindex={1}>
        {lead !== undefined && <th scope="col">{lead}</th>}
        {columns.map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
      </tr>
    </thead>
  )
}

interface PlaceholderProps {
  readonly columns: readonly string[]
  readonly hasLead: boolean
  readonly top: number
}

function Placeholder({ columns, hasLead, top }: PlaceholderProps) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: this row takes no focus
    <tr
      className={classes.placeholder}
      style={{ transform: `translateY(${top}px)` }}
      aria-hidden="true"
    >
      {hasLead && <td />}
      {columns.map((column) => (
        <td key={column} className={classes.bone} />
      ))}
    </tr>
  )
}
