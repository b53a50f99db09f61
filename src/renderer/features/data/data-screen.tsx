import { t } from '@lingui/core/macro'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import type { RecordRowFragment } from '../../graphql/documents.generated.ts'
import { Inspector } from '../records/inspector.tsx'
import { useData } from './data-context.tsx'
import classes from './data-screen.module.css'
import { DropZone } from './drop-zone.tsx'
import { FilterBar } from './filter-bar.tsx'
import { ListHeader } from './list-header.tsx'
import { RecordListPane } from './record-list-pane.tsx'
import type { Row } from './record-rows.ts'
import { SelectionActions } from './selection-actions.tsx'
import { TaskBar } from './task-bar.tsx'
import { TrashPane } from './trash-pane.tsx'
import { TypeList } from './type-list.tsx'
import { useAddressAction } from './use-address-action.ts'
import { useColumns } from './use-columns.ts'
import { useDataAddress } from './use-data-address.ts'
import { useDeletion } from './use-deletion.tsx'
import { useRecordList } from './use-record-list.ts'
import { useSelection } from './use-selection.ts'
import { useWritable } from './use-writable.ts'
import { ViewAs, ViewAsBanner } from './view-as.tsx'
import { ViewerContext } from './viewer.ts'

const CreateDialog = lazy(async () => ({
  default: (await import('./create-dialog.tsx')).CreateDialog,
}))

/** The vault's records: types at the left, the list, and the open record at the right. */
export function DataScreen() {
  const { trash, viewAs } = useDataAddress()
  const records =
    viewAs === null ? (
      <Records />
    ) : (
      <ViewAs viewer={viewAs}>
        <Records />
      </ViewAs>
    )
  return (
    <ViewerContext value={viewAs}>
      <DropZone className={classes.screen}>
        <TypeList />
        {trash ? <TrashPane /> : records}
      </DropZone>
    </ViewerContext>
  )
}

function Records() {
  const { type, record, filter, viewAs, go, open } = useDataAddress()
  const writable = useWritable()
  const { list, view } = useRecordList(type, filter, viewAs !== null)
  const grid = useRef<HTMLTableElement>(null)
  const tabs = useRef<HTMLDivElement>(null)
  const [activeId, setActiveId] = useState(record)
  const creation = useCreation(type, (created) => {
    setActiveId(created.id)
    go({ type: type === created.ontology ? type : null, record: created.id })
  })
  const selection = useSelection(view.rows)
  const columns = useColumns(type, view.rows)
  const deleteRow = useDeleteRow(view.rows, setActiveId)
  useFocusOnRestored(grid, setActiveId)
  useHotkeys(creation.opened || !writable ? [] : [['n', creation.open]])
  useAddressAction('new', () => writable && creation.open())

  const openRow = useCallback(
    (id: string) => {
      setActiveId(id)
      if (id !== record) open(id)
    },
    [record, open],
  )
  const close = () => {
    open(null)
    grid.current?.focus()
  }
  return (
    <>
      <section className={classes.list} aria-label={t`Records`}>
        {viewAs !== null && <ViewAsBanner viewer={viewAs} />}
        <ListHeader columns={columns} onNew={creation.open} />
        <FilterBar onLeave={() => grid.current?.focus()} />
        <RecordListPane
          grid={grid}
          list={list}
          view={view}
          selection={selection}
          fields={type === null ? null : columns.shown}
          search={filter.search}
          activeId={activeId}
          openId={record}
          onActivate={(id) => {
            setActiveId(id)
            if (record) open(id, true)
          }}
          onOpen={openRow}
          onEnter={() =>
            tabs.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus()
          }
          onClose={close}
          onDelete={deleteRow}
          onNew={creation.open}
        />
        <SelectionActions selection={selection} />
        <TaskBar />
      </section>
      {record && <Inspector id={record} tabs={tabs} onClose={close} onDelete={deleteRow} />}
      {creation.dialog}
    </>
  )
}

/** The dialog for a new record; it starts with the type that is being looked at. */
function useCreation(type: string | null, onCreated: (record: RecordRowFragment) => void) {
  const { draft, setDraft } = useData()
  const [opened, disclosure] = useDisclosure(false)
  const open = () => {
    if (draft.type === null && type !== null) setDraft({ ...draft, type })
    disclosure.open()
  }
  const dialog = (
    <Suspense>
      <CreateDialog
        opened={opened}
        onClose={disclosure.close}
        onCreated={(record) => {
          disclosure.close()
          onCreated(record)
        }}
      />
    </Suspense>
  )
  return { opened, open, dialog }
}

/** Deletes a row and goes on to its neighbour. */
function useDeleteRow(rows: readonly Row[], setActiveId: (id: string | null) => void) {
  const { record, open } = useDataAddress()
  const writable = useWritable()
  const { remove } = useDeletion()
  const deleting = useRef(new Set<string>())
  // Who has gone elsewhere meanwhile stays there.
  const here = useRef<{ record: string | null; open: typeof open } | null>(null)
  useEffect(() => {
    here.current = { record, open }
    return () => {
      here.current = null
    }
  }, [record, open])
  return useCallback(
    async (row: Row) => {
      if (!writable || deleting.current.has(row.id)) return
      deleting.current.add(row.id)
      const deleted = await remove(row)
      deleting.current.delete(row.id)
      if (!deleted) return
      const at = rows.findIndex(({ id }) => id === row.id)
      const next = at < 0 ? null : ((rows[at + 1] ?? rows[at - 1])?.id ?? null)
      setActiveId(next)
      if (here.current?.record === row.id) here.current.open(next, true)
    },
    [rows, remove, setActiveId, writable],
  )
}

/** The button that took the record back is gone, so the focus goes to where the record is. */
function useFocusOnRestored(
  grid: { readonly current: HTMLElement | null },
  setActiveId: (id: string) => void,
): void {
  const { deletions } = useData()
  useEffect(() => {
    const following = deletions.restored$.subscribe((id) => {
      setActiveId(id)
      const focused = document.activeElement
      if (focused === document.body || focused?.closest('.mantine-Notifications-root')) {
        grid.current?.focus()
      }
    })
    return () => following.unsubscribe()
  }, [deletions, grid, setActiveId])
}
