import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
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
  const cause = errorCause(view.error)
  const empty = view.rows.length === 0 && view.loading === null
  if (empty && view.error) {
    return (
      <ErrorNotice title={t`The records could not be read`} error={view.error} onRetry={retry} />
    )
  }
  if (empty && !isEmptyFilter(filter)) {
    return <NoMatch onClear={() => go({ filter: emptyFilter })} />
  }
  if (empty && viewAs !== null) {
    return (
      <Notice icon={<IconEyeOff size={24} />} title={t`They get no records`}>
        <p className={classes.text}>
          <Trans>Nothing here is open to them as things are.</Trans>
        </p>
      </Notice>
    )
  }
  if (empty) return <EmptyList filtered={type !== null} onNew={onNew} />
  return (
    <>
      {view.error !== null && (
        <div className={classes.error} role="alert">
          <span>
            <Trans>The list may be out of date. {cause}</Trans>
          </span>
          <Button variant="default" size="compact-sm" onClick={retry}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      <RecordTable {...table} />
    </>
  )
}

function NoMatch({ onClear }: { onClear: () => void }) {
  return (
    <Notice icon={<IconSearchOff size={24} />} title={t`No record matches`}>
      <p className={classes.text}>
        <Trans>Change what you search for, or show all of them again.</Trans>
      </p>
      <Button variant="default" onClick={onClear}>
        <Trans>Clear search and filter</Trans>
      </Button>
    </Notice>
  )
}

function EmptyList({ filtered, onNew }: { filtered: boolean; onNew: () => void }) {
  const writable = useWritable()
  const button = (
    <Button leftSection={<IconPlus size={16} />} disabled={!writable} onClick={onNew}>
      {filtered ? t`Create the first one` : t`Create your first record`}
    </Button>
  )
  if (filtered) {
    return (
      <Notice icon={<IconDatabase size={24} />} title={t`No records of this type`}>
        {button}
      </Notice>
    )
  }
  return (
    <div className={classes.scroll}>
      <Notice icon={<IconDatabase size={24} />} title={t`Your vault is empty`}>
        <p className={classes.text}>
          <Trans>
            Records appear here as soon as an app writes them. Make the first one yourself, here or
            from a terminal.
          </Trans>
        </p>
        {button}
        <TryIt />
      </Notice>
    </div>
  )
}
