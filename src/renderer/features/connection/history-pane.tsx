import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconHistory } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { ConnectionState } from '../../../ipc/connection.ts'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import { HistoryBar } from './history-bar.tsx'
import classes from './history-pane.module.css'
import { HistoryTable } from './history-table.tsx'
import { lastCause } from './path.ts'
import { periodsOf } from './reach-history.ts'
import { useReach } from './use-reach.ts'

/** When the world reached the vault and when it did not, and why. */
export function HistoryPane({ state }: { state: ConnectionState }) {
  const { reach, error, refetch } = useReach()
  const isUp = state.status.state === 'up'
  const cause = lastCause(state)
  const periods = useMemo(
    () => periodsOf(reach?.spans ?? [], { isUp, cause }),
    [reach, isUp, cause],
  )
  if (!reach && error) {
    return (
      <ErrorNotice
        title={t`The history could not be read`}
        error={error}
        onRetry={() => void refetch()}
      />
    )
  }
  if (reach && periods.length === 0) return <Nothing />
  return (
    <>
      <div className={classes.top}>
        <HistoryBar periods={periods} />
        <p className={classes.hint}>
          <Trans>
            Before the first of these, nothing is known. Nor is who tried while your vault was not
            reachable, for what does not arrive leaves no trace here; a relay counts how many did.
          </Trans>
        </p>
      </div>
      <HistoryTable periods={periods} isLoading={reach === null} />
    </>
  )
}

function Nothing() {
  return (
    <Notice icon={<IconHistory size={24} />} title={t`Your vault was never seen to be reachable`}>
      <p className={classes.hint}>
        <Trans>
          Once a probe has come back through a public address, it is kept here from when to when,
          and why it ended.
        </Trans>
      </p>
    </Notice>
  )
}
