import { t } from '@lingui/core/macro'
import { Checkbox } from '@mantine/core'
import { memo } from 'react'
import { Time } from '../../components/time.tsx'
import { GridRow, type RowPlace } from '../../components/virtual-grid.tsx'
import { AccessBadge } from './access-badge.tsx'
import { FieldCell } from './field-cell.tsx'
import { Highlight } from './highlight.tsx'
import type { Row } from './record-rows.ts'
import classes from './record-table.module.css'

/** A row that came in this long ago or less is pointed out. */
const NEW_MS = 2_000

interface RecordTableRowProps extends RowPlace {
  readonly row: Row
  /** Null where all are of one type. */
  readonly type: string | null
  readonly fields: readonly string[] | null
  readonly owner: string
  readonly open: boolean
  readonly selected: boolean
  /** It has changes that are not saved. */
  readonly edited: boolean
  readonly search: string
  readonly onOpen: (id: string) => void
  readonly onSelect: (id: string, isRange: boolean) => void
}

const selectLabel = (text: string) => t`Select ${text}`

/** One record in the table. */
export const RecordTableRow = memo(function RecordTableRow(props: RecordTableRowProps) {
  const { row, type, index, top, owner, active, open, selected, search } = props
  const isNew = row.arrivedAt !== undefined && Date.now() - row.arrivedAt < NEW_MS
  return (
    <GridRow
      id={row.id}
      {...{ index, top, active }}
      className={classes.row}
      aria-selected={selected}
      aria-current={open || undefined}
      data-new={isNew || undefined}
      onClick={() => props.onOpen(row.id)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the grid's */}
      <td className={classes.tick} onClick={(event) => event.stopPropagation()}>
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={selectLabel(row.summary.text)}
          checked={selected}
          onChange={({ nativeEvent }) =>
            props.onSelect(row.id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
      </td>
      {type !== null && <td>{type}</td>}
      <td data-muted={row.summary.described || undefined} dir="auto">
        {props.edited && <span className={classes.edited}>{t`Unsaved`}</span>}{' '}
        <Highlight text={row.summary.text} search={search} />
      </td>
      {props.fields?.map((name) => (
        <FieldCell key={name} values={row.values} name={name} />
      ))}
      <td>
        <AccessBadge acl={row.acl} owner={owner} />
      </td>
      <td data-muted>
        <Time value={row.createdAt} plain />
      </td>
    </GridRow>
  )
})
