import { Button, Skeleton } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { Caller } from '../../components/caller.tsx'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import screen from './data-screen.module.css'
import { useTypeName } from './record-counts.ts'
import { summarise } from './summary.ts'
import classes from './trash-pane.module.css'
import { useDeletion } from './use-deletion.tsx'
import { type Deleted, useTrash } from './use-trash.ts'
import { useWritable } from './use-writable.ts'

/** What was deleted and can still be taken back, the latest first. */
export function TrashPane() {
  const { deleted, error, loading, hasOlder, loadOlder, reload } = useTrash()
  return (
    <section className={screen.list} aria-label="Trash">
      <header className={classes.header}>
        <h1 className={classes.title}>Trash</h1>
        <span className={classes.note}>Deleted records are kept for a while, then erased.</span>
      </header>
      {error !== null && (
        <ErrorNotice title="The trash could not be read" error={error} onRetry={reload} />
      )}
      {!deleted && error === null && <Placeholders />}
      {deleted?.length === 0 && (
        <Notice icon={<IconTrash size={24} />} title="The trash is empty">
          <p className={classes.note}>What you delete waits here, and can be restored.</p>
        </Notice>
      )}
      {deleted && deleted.length > 0 && (
        <div className={classes.scroll}>
          <ul className={classes.records} aria-label="Deleted records">
            {deleted.map((record) => (
              <DeletedRecord key={record.versionId} record={record} />
            ))}
          </ul>
          {hasOlder && (
            <Button
              className={classes.more ?? ''}
              variant="default"
              loading={loading}
              onClick={loadOlder}
            >
              Show earlier
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

function DeletedRecord({ record }: { record: Deleted }) {
  const writable = useWritable()
  const { restore } = useDeletion()
  const typeName = useTypeName()
  const { text } = summarise(record.parsed)
  return (
    <li className={classes.record}>
      <div className={classes.what}>
        <span className={classes.text}>{text}</span>
        <span className={classes.note}>
          {typeName(record.ontology)}, deleted <Time value={record.endedAt} /> by{' '}
          <Caller caller={record.caller} />
        </span>
      </div>
      <Button
        variant="default"
        size="compact-md"
        disabled={!writable}
        aria-label={`Restore ${text}`}
        onClick={() => void restore(record.id)}
      >
        Restore
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
