import { Button } from '@mantine/core'
import { IconDatabase, IconEyeOff, IconPlus, IconSearchOff } from '@tabler/icons-react'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { errorCause } from '../../graphql/error-cause.ts'
import { emptyFilter, isEmptyFilter } from './record-filter.ts'
import classes from './record-list-pane.module.css'
import { RecordTable, type RecordTableProps } from './record-table.tsx'
import { TryIt } from './try-it.tsx'
import { useDataAddress } from './use-data-address.ts'
import { useWritable } from './use-writable.ts'

interface RecordListPaneProps extends RecordTableProps {
  readonly onNew: () => void
}

/** The list in each of its states: loading, failed, empty, filled. */
export function RecordListPane(props: RecordListPaneProps) {
  const { onNew, ...table } = props
  const { type, filter, viewAs, go } = useDataAddress()
  const { list, view } = table
  const retry = () => void list.reload()
  const empty = view.rows.length === 0 && view.loading === null
  if (empty && view.error) {
    return <ErrorNotice title="The records could not be read" error={view.error} onRetry={retry} />
  }
  if (empty && !isEmptyFilter(filter)) {
    return <NoMatch onClear={() => go({ filter: emptyFilter })} />
  }
  if (empty && viewAs !== null) {
    return (
      <Notice icon={<IconEyeOff size={24} />} title="They get no records">
        <p className={classes.text}>Nothing here is open to them as things are.</p>
      </Notice>
    )
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

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <Notice icon={<IconSearchOff size={24} />} title="No record matches">
      <p className={classes.text}>Change what you search for, or show all of them again.</p>
      <Button variant="default" onClick={onClear}>
        Clear search and filter
      </Button>
    </Notice>
  )
}

function EmptyList({ filtered, onNew }: { filtered: boolean; onNew: () => void }) {
  const writable = useWritable()
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
