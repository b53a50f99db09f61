import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { bridge } from '../../bridge.ts'
import { useNow } from '../../components/now.ts'
import { useLockStatus } from './use-lock-status.ts'

const ID = 'locking'

/** Tells that it locks soon although something is not saved, over whatever is open. */
export function LockNotice(): null {
  const locksAt = useLockStatus()?.locksAt ?? null
  useEffect(() => {
    if (locksAt === null) return
    notifications.show({
      ...{ id: ID, color: 'yellow', autoClose: false, withCloseButton: false },
      title: t`Locking: changes that are not saved will be lost`,
      message: <Choices locksAt={locksAt} />,
    })
    return () => void notifications.hide(ID)
  }, [locksAt])
  return null
}

function Choices({ locksAt }: { locksAt: number }) {
  const seconds = Math.max(0, Math.ceil((locksAt - useNow('second')) / 1_000))
  return (
    <Group gap="sm" wrap="nowrap">
      <span aria-hidden="true" style={{ flex: 1 }}>
        <Trans>In {seconds} s.</Trans>
      </span>
      <Button variant="default" size="compact-sm" onClick={() => void bridge.call('lock:lock')}>
        <Trans>Lock now</Trans>
      </Button>
      <Button size="compact-sm" onClick={() => void bridge.call('lock:stay')}>
        <Trans>Stay</Trans>
      </Button>
    </Group>
  )
}
