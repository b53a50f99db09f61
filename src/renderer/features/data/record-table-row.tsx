import { Checkbox } from '@mantine/core'
import { memo } from 'react'
import { Time } from '../../components/time.tsx'
import { AccessBadge } from './access-badge.tsx'
import { Highlight } from './highlight.tsx'
import type { Row } from './record-rows.ts'
import classes from './record-table.module.css'

/** A row that came in this long ago or less is pointed out. */
const NEW_MS = 2_000

interface RecordTableRowProps {
  readonly row: Row
  readonly type: string
  readonly index: number
  readonly top: number
  readonly owner: string
  readonly active: boolean
  readonly open: boolean
  readonly selected: boolean
  /** It has changes that are not saved. */
  readonly edited: boolean
  readonly search: string
  readonly onOpen: (id: string) => void
  readonly onSelect: (id: string, isRange: boolean) => void
}

/** The element by which the grid tells which row the keys act on. */
export function rowElementId(id: string | null): string {
  return `record-${id}`
}

/** One record in the table. */
export const RecordTableRow = memo(function RecordTableRow(props: RecordTableRowProps) {
  const { row, type, index, top, owner, active, open, selected, search } = props
  const isNew = row.arrivedAt !== undefined && Date.now() - row.arrivedAt < NEW_MS
  return (
    // The keys are the grid's, which has the focus.
    <tr
      id={rowElementId(row.id)}
      className={classes.row}
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-current={open || undefined}
      data-active={active || undefined}
      data-new={isNew || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => props.onOpen(row.id)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the grid's */}
      <td className={classes.tick} onClick={(event) => event.stopPropagation()}>
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={`Select ${row.summary.text}`}
          checked={selected}
          onChange={({ nativeEvent }) =>
            props.onSelect(row.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
      </td>
      <td>{type}</td>
      <td data-muted={row.summary.described || undefined}>
        {props.edited && <span className={classes.edited}>Unsaved</span>}{' '}
        <Highlight text={row.summary.text} search={search} />
      </td>
      <td>
        <AccessBadge acl={row.acl} owner={owner} />
      </td>
      <td data-muted>
        <Time value={row.createdAt} plain />
      </td>
    </tr>
  )
})
