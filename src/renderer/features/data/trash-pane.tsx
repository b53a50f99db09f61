import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Checkbox, Skeleton } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Caller } from '../../components/caller.tsx'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import screen from './data-screen.module.css'
import { useTypeName } from './record-counts.ts'
import { summarise } from './summary.ts'
import { TaskBar } from './task-bar.tsx'
import { TrashBar } from './trash-bar.tsx'
import classes from './trash-pane.module.css'
import { useDeletion } from './use-deletion.tsx'
import { type Deleted, useTrash } from './use-trash.ts'
import { type TrashSelection, useTrashSelection } from './use-trash-selection.ts'
import { useWritable } from './use-writable.ts'

/** What was deleted and can still be taken back, the latest first. */
export function TrashPane() {
  const { deleted, error, loading, hasOlder, loadOlder, reload } = useTrash()
  const selection = useTrashSelection(deleted)
  return (
    <section className={screen.list} aria-label={t`Trash`}>
      <header className={classes.header}>
        <h1 className={classes.title}>
          <Trans>Trash</Trans>
        </h1>
        <span className={classes.note}>
          <Trans>Deleted records are kept for a while, then erased.</Trans>
        </span>
      </header>
      {error !== null && (
        <ErrorNotice title={t`The trash could not be read`} error={error} onRetry={reload} />
      )}
      {!deleted && error === null && <Placeholders />}
      {deleted?.length === 0 && (
        <Notice icon={<IconTrash size={24} />} title={t`The trash is empty`}>
          <p className={classes.note}>
            <Trans>What you delete waits here, and can be restored.</Trans>
          </p>
        </Notice>
      )}
      {deleted && deleted.length > 0 && <TrashBar selection={selection} />}
      {deleted && deleted.length > 0 && (
        <div className={classes.scroll}>
          <ul className={classes.records} aria-label={t`Deleted records`}>
            {deleted.map((record) => (
              <DeletedRecord key={record.versionId} record={record} selection={selection} />
            ))}
          </ul>
          {hasOlder && (
            <Button
              className={classes.more ?? ''}
              variant="default"
              loading={loading}
              onClick={loadOlder}
            >
              <Trans>Show earlier</Trans>
            </Button>
          )}
        </div>
      )}
      <TaskBar />
    </section>
  )
}

interface DeletedRecordProps {
  readonly record: Deleted
  readonly selection: TrashSelection
}

function DeletedRecord({ record, selection }: DeletedRecordProps) {
  const writable = useWritable()
  const { restore } = useDeletion()
  const typeName = useTypeName()
  const type = typeName(record.ontology)
  const { text } = summarise(record.brief)
  return (
    <li className={classes.record}>
      <Checkbox
        size="xs"
        aria-label={t`Select ${text}`}
        checked={selection.isSelected(record)}
        onChange={() => selection.toggle(record)}
      />
      <div className={classes.what}>
        <span className={classes.text} dir="auto">
          {text}
        </span>
        <span className={classes.note}>
          <Trans>
            {type}, deleted <Time value={record.endedAt} /> by <Caller caller={record.caller} />
          </Trans>
        </span>
      </div>
      <Button
        variant="default"
        size="compact-md"
        disabled={!writable}
        aria-label={t`Restore ${text}`}
        onClick={() => void restore(record.id)}
      >
        <Trans>Restore</Trans>
      </Button>
    </li>
  )
}

function Placeholders() {
  return (
    <div className={classes.records} aria-busy="true">
      {[48, 64, 40].map((width) => (
        <div key={width} className={classes.record}>
          <Skeleton height={12} width={`${width}%`} />
        </div>
      ))}
    </div>
  )
}
