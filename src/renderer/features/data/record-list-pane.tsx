import { Button } from '@mantine/core'
import { IconDatabase, IconPlus } from '@tabler/icons-react'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { errorCause } from '../../graphql/error-cause.ts'
import { useVault } from '../vault/vault-context.tsx'
import classes from './record-list-pane.module.css'
import { RecordTable, type RecordTableProps } from './record-table.tsx'
import { TryIt } from './try-it.tsx'

interface RecordListPaneProps extends RecordTableProps {
  readonly type: string | null
  readonly onNew: () => void
}

/** The list in each of its states: loading, failed, empty, filled. */
export function RecordListPane(props: RecordListPaneProps) {
  const { type, onNew, ...table } = props
  const { list, view } = table
  const retry = () => void list.reload()
  const empty = view.rows.length === 0 && view.loading === null
  if (empty && view.error) {
    return <ErrorNotice title="The records could not be read" error={view.error} onRetry={retry} />
  }
  if (empty) return <EmptyList filtered={type !== null} onNew={onNew} />
  return (
    <>
      {view.error !== null && (
        <div className={classes.error} role="alert">
          <span>The list may be out of date. {errorCause(view.error)}</span>
          <Button variant="default" size="compact-sm" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      <RecordTable {...table} />
    </>
  )
}

function EmptyList({ filtered, onNew }: { filtered: boolean; onNew: () => void }) {
  const { writable } = useVault()
  const button = (
    <Button leftSection={<IconPlus size={16} />} disabled={!writable} onClick={onNew}>
      {filtered ? 'Create the first one' : 'Create your first record'}
    </Button>
  )
  if (filtered) {
    return (
      <Notice icon={<IconDatabase size={24} />} title="No records of this type">
        {button}
      </Notice>
    )
  }
  return (
    <div className={classes.scroll}>
      <Notice icon={<IconDatabase size={24} />} title="Your vault is empty">
        <p className={classes.text}>
          Records appear here as soon as an app writes them. Make the first one yourself, here or
          from a terminal:
        </p>
        {button}
        <TryIt />
      </Notice>
    </div>
  )
}
