import { useApolloClient } from '@apollo/client/react'
import { plural, t } from '@lingui/core/macro'
import { useHotkeys } from '@mantine/hooks'
import { useState } from 'react'
import { useVault } from '../vault/vault-context.tsx'
import { idsOf, removeAll, restoreAll, setAcls } from './bulk.ts'
import { BulkAccessDialog } from './bulk-access-dialog.tsx'
import { useData } from './data-context.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { filterInput } from './record-filter.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useBusy } from './use-busy.ts'
import { useDataAddress } from './use-data-address.ts'
import { useListedCount } from './use-listed-count.ts'
import type { RowSelection } from './use-selection.ts'
import { useWritable } from './use-writable.ts'

/** The bar for selected records and what its buttons do. */
export function SelectionActions({ selection }: { selection: RowSelection }) {
  const [dialog, setDialog] = useState<'access' | 'export' | null>(null)
  const owner = useVault().lastReady?.ename ?? ''
  const total = useListedCount()
  const { type, filter } = useDataAddress()
  const { remove, changeAccess } = useBulk(selection)
  const busy = useBusy()
  const canDelete = useWritable() && !busy && dialog === null && selection.count > 0
  useHotkeys(canDelete ? [['Delete', remove]] : [])
  if (selection.count === 0) return null
  const { ids, everything } = selection.selection
  const count = everything ? (total ?? 0) : ids.size
  return (
    <>
      <SelectionBar
        selection={selection.selection}
        total={total}
        busy={busy}
        onEverything={selection.selectEverything}
        onClear={selection.clear}
        onDelete={remove}
        onAccess={() => setDialog('access')}
        onExport={() => setDialog('export')}
      />
      {dialog === 'access' && (
        <BulkAccessDialog
          owner={owner}
          count={count}
          onClose={() => setDialog(null)}
          onSet={(acl) => {
            setDialog(null)
            changeAccess(acl)
          }}
        />
      )}
      {dialog === 'export' && (
        <ExportDialog
          count={count}
          source={
            everything ? { filter: filterInput(type, filter), total: count } : { ids: [...ids] }
          }
          onClose={() => setDialog(null)}
        />
      )}
    </>
  )
}

/** Long work on what is selected. */
function useBulk({ selection, clear }: RowSelection) {
  const client = useApolloClient()
  const { tasks } = useData()
  const { type, filter } = useDataAddress()
  const chosen = async (signal: AbortSignal): Promise<readonly string[]> =>
    selection.everything
      ? await idsOf(client, filterInput(type, filter), signal)
      : [...selection.ids]

  const restore = (ids: readonly string[]) => {
    tasks.dismiss()
    tasks.run(t`Restoring`, (watch) => restoreAll(client, ids, watch))
  }
  const remove = () => {
    clear()
    tasks.run(t`Deleting`, async (watch) => {
      const { done, problems } = await removeAll(client, await chosen(watch.signal), watch)
      const undo = done.length > 0 ? () => restore(done) : null
      const message = plural(done.length, {
        one: '# record deleted.',
        other: '# records deleted.',
      })
      return { message, problems, undo }
    })
  }
  const changeAccess = (acl: readonly string[]) => {
    clear()
    tasks.run(t`Changing access`, async (watch) => {
      const { done, problems } = await setAcls(client, await chosen(watch.signal), acl, watch)
      const message = plural(done.length, {
        one: 'Access of # record changed.',
        other: 'Access of # records changed.',
      })
      return { message, problems }
    })
  }
  return { remove, changeAccess }
}
