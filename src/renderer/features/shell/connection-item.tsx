import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Tooltip } from '@mantine/core'
import { IconCircleDashed, IconWorldCheck, IconWorldX } from '@tabler/icons-react'
import { Link } from 'react-router'
import type { ConnectionStatus } from '../../../ipc/connection.ts'
import { Time } from '../../components/time.tsx'
import { useConnection } from '../connection/connection-context.tsx'
import classes from './status-bar.module.css'
import { Item } from './status-item.tsx'

/** Whether the world reaches the vault, as seen from outside; nothing where it is not to. */
export function ConnectionItem() {
  const { state } = useConnection()
  if (state === null || state.ways.length === 0 || state.status.state === 'off') return null
  return (
    <Tooltip label={hintOf(state.status)}>
      <Link to="/connection" className={classes.link}>
        <StatusItem status={state.status} />
      </Link>
    </Tooltip>
  )
}

function StatusItem({ status }: { status: ConnectionStatus }) {
  switch (status.state) {
    case 'up':
      return (
        <Item tone="ok" icon={<IconWorldCheck size={14} />}>
          <Trans>
            Reachable, proven <Time value={status.provenAt} plain />
          </Trans>
        </Item>
      )
    case 'checking':
      return (
        <Item tone="plain" icon={<IconCircleDashed size={14} className={classes.turning} />}>
          <Trans>
            Last reachable <Time value={status.provenAt} plain />
          </Trans>
        </Item>
      )
    case 'waiting':
      return (
        <Item tone="warn" icon={<IconWorldX size={14} />}>
          <Trans>Not reachable</Trans>
        </Item>
      )
    default:
      return (
        <Item tone="plain" icon={<IconCircleDashed size={14} className={classes.turning} />}>
          <Trans>Connecting…</Trans>
        </Item>
      )
  }
}

function hintOf(status: ConnectionStatus): string {
  switch (status.state) {
    case 'up': {
      const { publicUrl } = status
      return t`A probe came back through ${publicUrl}.`
    }
    case 'checking':
      return t`Whether the world still reaches your vault is being looked at.`
    case 'waiting':
      return t`The world does not reach your vault. It is tried again by itself.`
    default:
      return t`Whether the world reaches your vault is not proven yet.`
  }
}
