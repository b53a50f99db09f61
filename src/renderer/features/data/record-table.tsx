import { t } from '@lingui/core/macro'
import { Checkbox } from '@mantine/core'
import { useCallbackRef } from '@mantine/hooks'
import type { RefObject } from 'react'
import type { GridKeys } from '../../components/grid-keys.ts'
import { ROW_HEIGHT, VirtualGrid } from '../../components/virtual-grid.tsx'
import { useEditedIds } from '../records/use-record-edit.ts'
import { useVault } from '../vault/vault-context.tsx'
import { useTypeName } from './record-counts.ts'
import type { RecordList, RecordListView } from './record-list.ts'
import type { Row } from './record-rows.ts'
import classes from './record-table.module.css'
import { RecordTableRow } from './record-table-row.tsx'
import { useScrollAnchor } from './use-scroll-anchor.ts'
import type { RowSelection } from './use-selection.ts'

export interface RecordTableProps {
  readonly grid: RefObject<HTMLTableElement | null>
  readonly list: RecordList
  readonly view: RecordListView
  readonly selection: RowSelection
  /** The fields that are columns; null where all types are listed. */
  readonly fields: readonly string[] | null
  /** What is searched for, to be pointed out. */
  readonly search: string
  readonly activeId: string | null
  readonly openId: string | null
  readonly onActivate: (id: string) => void
  readonly onOpen: (id: string) => void
  /** Enter on the open record: on to what is shown of it. */
  readonly onEnter: () => void
  readonly onClose: () => void
  readonly onDelete: (row: Row) => void
}

/** The records that are listed, to be opened, selected and deleted. */
export function RecordTable(props: RecordTableProps) {
  const { grid, list, view, selection, fields, onActivate } = props
  const { rows, hasOlder, loading } = view
  const typeName = useTypeName()
  const edited = useEditedIds()
  const owner = useVault().lastReady?.ename ?? ''
  useScrollAnchor(grid, rows, ROW_HEIGHT)
  // What stays the same leaves the rows alone.
  const onOpen = useCallbackRef(props.onOpen)
  const onSelect = useCallbackRef((id: string, isRange: boolean) =>
    isRange ? selection.extendTo(id) : selection.toggle(id),
  )
  return (
    <VirtualGrid
      {...{ grid, rows, loading, hasOlder }}
      columns={headings(fields)}
      label={t`Records`}
      className={fields === null ? classes.allTypes : classes[`fields${fields.length}`]}
      lead={<AllTick rows={rows} selection={selection} />}
      activeId={props.activeId}
      multiselectable
      keys={keysOf(props)}
      onMove={(row, from, isRange) => {
        if (isRange) selection.extendTo(row.id, from?.id)
        onActivate(row.id)
      }}
      onOlder={() => void list.loadOlder()}
    >
      {(row, place) => (
        <RecordTableRow
          {...place}
          row={row}
          type={fields === null ? typeName(row.ontology) : null}
          fields={fields}
          owner={owner}
          open={row.id === props.openId}
          selected={selection.isSelected(row.id)}
          edited={edited.has(row.id)}
          search={props.search}
          onOpen={onOpen}
          onSelect={onSelect}
        />
      )}
    </VirtualGrid>
  )
}

/** All types: which one; of one type all are the same, and its fields say more. */
function headings(fields: readonly string[] | null): string[] {
  return fields === null
    ? [t`Type`, t`Summary`, t`Access`, t`Created`]
    : [t`Summary`, ...fields, t`Access`, t`Created`]
}

function keysOf(props: RecordTableProps): GridKeys<Row> {
  const { selection, openId, onOpen, onEnter, onClose, onDelete } = props
  return {
    Enter: (row) => row && (row.id === openId ? onEnter() : onOpen(row.id)),
    ' ': (row) => row && selection.toggle(row.id),
    'Control a': selection.toggleAllShown,
    Escape: () => (selection.count > 0 ? selection.clear() : openId && onClose()),
    // With a selection it deletes that (`SelectionActions`).
    ...(selection.count === 0 && { Delete: (row?: Row) => row && onDelete(row) }),
  }
}

function AllTick({ rows, selection }: { rows: readonly Row[]; selection: RowSelection }) {
  const { count, isSelected } = selection
  // With many rows, looking at each is left for when it may be so.
  const isAll = count > 0 && count >= rows.length && rows.every(({ id }) => isSelected(id))
  return (
    <Checkbox
      size="xs"
      aria-label={t`Select all shown`}
      checked={isAll}
      indeterminate={!isAll && count > 0}
      disabled={rows.length === 0}
      onChange={selection.toggleAllShown}
    />
  )
}
