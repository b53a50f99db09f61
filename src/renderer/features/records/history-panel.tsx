import { Button, Skeleton } from '@mantine/core'
import { Caller } from '../../components/caller.tsx'
import { ErrorNotice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import { useWritable } from '../data/use-writable.ts'
import { DifferenceList } from './difference-list.tsx'
import { type Making, type PastState, pastStates } from './history.ts'
import classes from './history-panel.module.css'
import { countDifferences } from './record-edits.ts'
import { useHistory } from './use-history.ts'
import type { OpenRecord } from './use-record.ts'
import { useVersionRestore } from './use-version-restore.tsx'

/** What the record was, newest first: when, by whom, and what was changed. */
export function HistoryPanel({ record, dirty }: { record: OpenRecord; dirty: boolean }) {
  const writable = useWritable()
  const { versions, latest, isWhole, error, loading, loadEarlier, reload } = useHistory(record)
  const restore = useVersionRestore()
  if (error !== null && !versions) {
    return <ErrorNotice title="The history could not be read" error={error} onRetry={reload} />
  }
  if (!versions) {
    return (
      <div className={classes.history} aria-busy="true">
        {[64, 48, 56].map((width) => (
          <Skeleton key={width} height={12} width={`${width}%`} />
        ))}
      </div>
    )
  }
  const states = pastStates(record, versions, latest, isWhole)
  return (
    <div className={classes.history}>
      {dirty && <p className={classes.note}>Your unsaved changes are not in the history yet.</p>}
      <ol className={classes.states}>
        {states.map((state) => (
          <State
            key={state.versionId ?? 'now'}
            state={state}
            canRestore={writable && !dirty}
            onRestore={restore}
          />
        ))}
      </ol>
      {!isWhole && (
        <Button variant="default" size="compact-sm" loading={loading} onClick={loadEarlier}>
          Show earlier
        </Button>
      )}
      {error !== null && (
        <Button variant="default" size="compact-sm" onClick={reload}>
          The rest could not be read. Try again
        </Button>
      )}
    </div>
  )
}

interface StateProps {
  readonly state: PastState
  readonly canRestore: boolean
  readonly onRestore: (versionId: string) => void
}

function State({ state, canRestore, onRestore }: StateProps) {
  const { versionId, made, difference, deleted } = state
  return (
    <li className={classes.state}>
      {deleted && (
        <span className={classes.what}>
          Deleted <Made making={deleted} />, then taken back
        </span>
      )}
      <div className={classes.head}>
        <span className={classes.what}>
          {difference === null ? 'Created' : 'Changed'} {made && <Made making={made} />}
        </span>
        {versionId === null ? (
          <span className={classes.now}>Now</span>
        ) : (
          <Button
            variant="default"
            size="compact-sm"
            disabled={!canRestore}
            onClick={() => onRestore(versionId)}
          >
            Restore
          </Button>
        )}
      </div>
      {difference && countDifferences(difference) > 0 && <DifferenceList difference={difference} />}
    </li>
  )
}

function Made({ making: { caller, timestamp } }: { making: Making }) {
  return (
    <>
      <Time value={timestamp} /> by <Caller caller={caller} />
    </>
  )
}
