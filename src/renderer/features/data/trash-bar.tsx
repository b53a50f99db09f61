import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Checkbox } from '@mantine/core'
import { useRef } from 'react'
import { shortenId } from '../../components/shorten-id.ts'
import { restoreAll } from './bulk.ts'
import { useData } from './data-context.tsx'
import { selectedText } from './selection-bar.tsx'
import { summarise } from './summary.ts'
import classes from './trash-pane.module.css'
import { useBusy } from './use-busy.ts'
import type { Deleted } from './use-trash.ts'
import type { TrashSelection } from './use-trash-selection.ts'
import { useWritable } from './use-writable.ts'

/** Selects what is shown, and restores what is selected. */
export function TrashBar({ selection }: { selection: TrashSelection }) {
  const { shown, records } = selection
  const writable = useWritable()
  const busy = useBusy()
  const restore = useRestoreAll(selection)
  const all = useRef<HTMLInputElement>(null)
  const isAll = records.length === shown.length
  return (
    <div className={classes.bar}>
      <Checkbox
        ref={all}
        size="xs"
        label={t`Select all shown`}
        checked={isAll}
        indeterminate={!isAll && records.length > 0}
        onChange={selection.toggleAllShown}
      />
      <span className={classes.selected} role="status">
        {records.length > 0 && selectedText(records.length)}
      </span>
      <Button
        size="compact-md"
        disabled={!writable || busy || records.length === 0}
        onClick={() => {
          // The button can't be pressed while it runs.
          all.current?.focus()
          restore()
        }}
      >
        <Trans>Restore selected</Trans>
      </Button>
    </div>
  )
}

/** Restores what is selected, as long work. */
function useRestoreAll({ records, clear }: TrashSelection): () => void {
  const client = useApolloClient()
  const { tasks } = useData()
  return () => {
    // Two records may well begin alike.
    const nameOf = ({ id, brief }: Deleted) => `${summarise(brief).text} (${shortenId(id)})`
    const names = new Map(records.map((record) => [record.id, nameOf(record)]))
    const ids = [...names.keys()]
    clear()
    tasks.dismiss()
    tasks.run(t`Restoring`, (watch) => restoreAll(client, ids, watch, (id) => names.get(id) ?? id))
  }
}
