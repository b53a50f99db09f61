import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconDeviceDesktop } from '@tabler/icons-react'
import { useState } from 'react'
import type { ConnectionState } from '../../../ipc/connection.ts'
import { Callout } from '../../components/callout.tsx'
import { ErrorNotice } from '../../components/notice.tsx'
import classes from './connection-screen.module.css'
import { legsOf, withKeptProof } from './path.ts'
import { PathDrawing } from './path-drawing.tsx'
import { PathFacts } from './path-facts.tsx'
import { RegistrySection } from './registry-section.tsx'
import { useReach } from './use-reach.ts'
import { useWays } from './use-ways.ts'
import { WayDialog } from './way-dialog.tsx'
import { WaysSection } from './ways-section.tsx'

/** The way from the vault to the world, and the ways that were set up to be reached. */
export function PathPane({ state }: { state: ConnectionState }) {
  const ways = useWays(state)
  const reading = useReach()
  const ownRegistry = reading.reach?.registration.ownRegistry ?? null
  /** Which way the dialog is about: its place, or a new one. */
  const [edited, setEdited] = useState<{ readonly at: number | null } | null>(null)
  const add = () => setEdited({ at: null })
  return (
    <div className={classes.scroll}>
      <div className={classes.column}>
        {state.ways.length === 0 ? (
          <NothingSetUp onAdd={add} />
        ) : (
          <>
            <Path state={state} reading={reading} />
            <WaysSection {...{ state, ways }} onAdd={add} onEdit={(at) => setEdited({ at })} />
          </>
        )}
        {ownRegistry && (ownRegistry.isOpen || state.ways.length > 0) && (
          <RegistrySection registry={ownRegistry} isProven={state.status.state === 'up'} />
        )}
      </div>
      {edited && <WayDialog at={edited.at} ways={ways} onClose={() => setEdited(null)} />}
    </div>
  )
}

interface PathProps {
  readonly state: ConnectionState
  readonly reading: ReturnType<typeof useReach>
}

function Path({ state: seen, reading: { reach, error, refetch } }: PathProps) {
  const state = withKeptProof(seen, reach?.spans ?? [])
  const legs = legsOf(state, reach?.registration ?? null)
  return (
    <>
      <PathDrawing state={state} legs={legs} />
      <PathFacts legs={legs} />
      {!reach && error && (
        <ErrorNotice
          title={t`What the registry says could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
    </>
  )
}

function NothingSetUp({ onAdd }: { onAdd: () => void }) {
  return (
    <Callout
      tone="plain"
      icon={<IconDeviceDesktop size={20} />}
      title={t`Your vault is for this computer alone`}
    >
      <p>
        <Trans>
          Programs on this computer use it; nobody else can reach it. For apps on the internet and
          other people’s vaults to ask yours, it needs an address that leads here.
        </Trans>
      </p>
      <div>
        <Button onClick={onAdd}>
          <Trans>Make it reachable…</Trans>
        </Button>
      </div>
    </Callout>
  )
}
