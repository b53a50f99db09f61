import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconActivity, IconArrowUp } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { errorCause } from '../../graphql/error-cause.ts'
import type { ActivityPlace } from './activity-address.ts'
import classes from './log-pane.module.css'
import { LogTable } from './log-table.tsx'
import { useLog } from './use-log.ts'

/** The log in each of its states: loading, failed, empty, filled. */
export function LogPane({ place, onClear }: { place: ActivityPlace; onClear: () => void }) {
  const { view, reload, loadOlder } = useLog(place)
  const grid = useRef<HTMLTableElement>(null)
  useNewest(view.isBehind, grid, reload)
  const retry = () => void reload()
  const isEmpty = view.traces.length === 0 && view.loading === null
  if (isEmpty && view.error) {
    return <ErrorNotice title={t`The log could not be read`} error={view.error} onRetry={retry} />
  }
  if (isEmpty) return <Empty place={place} onClear={onClear} />
  return (
    <div className={classes.pane}>
      {view.error !== null && (
        <div className={classes.error} role="alert">
          <span>
            <Trans>Not all of it could be read.</Trans> {errorCause(view.error)}
          </span>
          <Button variant="default" size="compact-sm" onClick={retry}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      {view.isBehind && (
        <Button
          size="compact-sm"
          radius="xl"
          className={classes.newer ?? ''}
          leftSection={<IconArrowUp size={14} />}
          onClick={() => {
            retry()
            grid.current?.scrollTo({ top: 0 })
            grid.current?.focus()
          }}
        >
          <Trans>Show what is new</Trans>
        </Button>
      )}
      <LogTable grid={grid} log={place.log} view={view} onOlder={loadOlder} />
    </div>
  )
}

/** What is new is shown at once to who looks at the top; who reads further down is asked. */
function useNewest(
  isBehind: boolean,
  grid: { readonly current: HTMLElement | null },
  reload: () => Promise<void>,
): void {
  useEffect(() => {
    if (isBehind && (grid.current?.scrollTop ?? 0) === 0) void reload()
  }, [isBehind, grid, reload])
}

function Empty({ place, onClear }: { place: ActivityPlace; onClear: () => void }) {
  if (Object.keys(place).length > 1) {
    return (
      <Notice icon={<IconActivity size={24} />} title={t`Nothing like that is in the log`}>
        <Button variant="default" onClick={onClear}>
          <Trans>Clear filters</Trans>
        </Button>
      </Notice>
    )
  }
  return (
    <Notice icon={<IconActivity size={24} />} title={t`Nothing is in the log yet`}>
      <p className={classes.text}>
        {place.log === 'changes'
          ? t`Each record that is added, changed or deleted appears here, with who did it.`
          : t`When platforms, people or programs read something, or are refused, it appears here.`}
      </p>
    </Notice>
  )
}
