import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Skeleton, Tabs, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import type { ConnectionState } from '../../../ipc/connection.ts'
import { ErrorNotice } from '../../components/notice.tsx'
import { useConnection } from './connection-context.tsx'
import classes from './connection-screen.module.css'
import { HistoryPane } from './history-pane.tsx'
import { PathPane } from './path-pane.tsx'
import { RequestsPane } from './requests-pane.tsx'
import { TryNowButton } from './try-now-button.tsx'

const sides = ['path', 'requests', 'history'] as const
type Side = (typeof sides)[number]

/** How the world reaches the vault: the way there, what comes in by it, and when it was open. */
export function ConnectionScreen() {
  const { state, failure, read } = useConnection()
  return (
    <div className={classes.screen}>
      <header className={classes.header}>
        <Title order={1} className={classes.title ?? ''}>
          <Trans>Connection</Trans>
        </Title>
        {state && state.ways.length > 0 && <TryNowButton />}
      </header>
      {state && <Sides state={state} />}
      {!state && failure !== null && (
        <ErrorNotice
          title={t`The connection could not be read`}
          error={failure}
          onRetry={() => void read()}
        />
      )}
      {!state && failure === null && (
        <div className={classes.placeholder}>
          <Skeleton height={176} />
          <Skeleton height={120} />
        </div>
      )}
    </div>
  )
}

function Sides({ state }: { state: ConnectionState }) {
  const [params, setParams] = useSearchParams()
  const side = sides.find((one) => one === params.get('show')) ?? 'path'
  const choose = (next: string | null) =>
    setParams(next === null || next === 'path' ? {} : { show: next })
  return (
    <Tabs value={side} onChange={choose} keepMounted={false} className={classes.tabs ?? ''}>
      <Tabs.List px="md">
        <Tabs.Tab value="path">
          <Trans>Path</Trans>
        </Tabs.Tab>
        <Tabs.Tab value="requests">
          <Trans>Requests from outside</Trans>
        </Tabs.Tab>
        <Tabs.Tab value="history">
          <Trans>History</Trans>
        </Tabs.Tab>
      </Tabs.List>
      <Panel side="path">
        <PathPane state={state} />
      </Panel>
      <Panel side="requests">
        <RequestsPane />
      </Panel>
      <Panel side="history">
        <HistoryPane state={state} />
      </Panel>
    </Tabs>
  )
}

function Panel({ side, children }: { side: Side; children: ReactNode }) {
  return (
    <Tabs.Panel value={side} className={classes.panel ?? ''}>
      {children}
    </Tabs.Panel>
  )
}
