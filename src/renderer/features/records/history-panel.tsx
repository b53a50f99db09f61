import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
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
import { useVersionRestore } from './use-version-restore.ts'

/** What the record was, newest first: when, by whom, and what was changed. */
export function HistoryPanel({ record, dirty }: { record: OpenRecord; dirty: boolean }) {
  const writable = useWritable()
  const { versions, latest, isWhole, error, loading, loadEarlier, reload } = useHistory(record)
  const restore = useVersionRestore()
  if (error !== null && !versions) {
    return <ErrorNotice title={t`The history could not be read`} error={error} onRetry={reload} />
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
      {dirty && (
        <p className={classes.note}>
          <Trans>Your unsaved changes are not in the history yet.</Trans>
        </p>
      )}
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
          <Trans>Show earlier</Trans>
        </Button>
      )}
      {error !== null && (
        <Button variant="default" size="compact-sm" onClick={reload}>
          <Trans>The rest could not be read. Try again</Trans>
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
          <Trans>
            Deleted <Time value={deleted.timestamp} /> by <Caller caller={deleted.caller} />, then
            taken back
          </Trans>
        </span>
      )}
      <div className={classes.head}>
        <span className={classes.what}>
          <Made making={made} isFirst={difference === null} />
        </span>
        {versionId === null ? (
          <span className={classes.now}>
            <Trans>Now</Trans>
          </span>
        ) : (
          <Button
            variant="default"
            size="compact-sm"
            disabled={!canRestore}
            onClick={() => onRestore(versionId)}
          >
            <Trans>Restore</Trans>
          </Button>
        )}
      </div>
      {difference && countDifferences(difference) > 0 && <DifferenceList difference={difference} />}
    </li>
  )
}

function Made({ making, isFirst }: { making: Making | null; isFirst: boolean }) {
  if (making === null) return isFirst ? <Trans>Created</Trans> : <Trans>Changed</Trans>
  const { caller, timestamp } = making
  return isFirst ? (
    <Trans>
      Created <Time value={timestamp} /> by <Caller caller={caller} />
    </Trans>
  ) : (
    <Trans>
      Changed <Time value={timestamp} /> by <Caller caller={caller} />
    </Trans>
  )
}
