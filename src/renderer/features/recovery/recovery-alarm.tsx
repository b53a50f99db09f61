import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconHourglass } from '@tabler/icons-react'
import { useState } from 'react'
import { Callout } from '../../components/callout.tsx'
import { useNow } from '../../components/now.ts'
import { shortenId } from '../../components/shorten-id.ts'
import { clockTime } from '../../components/time-text.ts'
import { useVault } from '../vault/vault-context.tsx'
import { missingApprovals } from './progress.ts'
import { StopDialog } from './stop-dialog.tsx'
import type { OwnRecovery } from './use-recovery.ts'

interface RecoveryAlarmProps {
  /** One that is pending although the owner has keys. */
  readonly recovery: OwnRecovery
  readonly onStopped: () => void
}

/** Which recovery the owner has said is theirs, until the window is closed. */
let owners: string | null = null

/** Somebody asks the owner's friends for new keys, while the owner has theirs. */
export function RecoveryAlarm({ recovery, onStopped }: RecoveryAlarmProps) {
  const { writable } = useVault()
  const [isOwners, setOwners] = useState(owners === recovery.requestedAt)
  const [stopping, { open, close }] = useDisclosure(false)
  const say = () => {
    owners = recovery.requestedAt
    setOwners(true)
  }
  return (
    <Callout
      tone={isOwners ? 'plain' : 'bad'}
      icon={isOwners ? <IconHourglass size={20} /> : <IconAlertTriangle size={20} />}
      title={
        isOwners
          ? 'You have asked your friends for new keys'
          : 'Somebody asks your friends for new keys of this vault'
      }
    >
      {isOwners ? (
        <p>
          Your keys are here again, so you need no others: nothing happens while they are. Stop the
          request when you are sure that they stay.
        </p>
      ) : (
        <Danger recovery={recovery} />
      )}
      <Group gap="sm">
        <Button
          {...(isOwners ? { variant: 'default' } : { color: 'red.9' })}
          disabled={!writable}
          onClick={open}
        >
          {isOwners ? 'Stop the request…' : 'This is not me: stop it…'}
        </Button>
        {!isOwners && (
          <Button variant="default" onClick={say}>
            It is me
          </Button>
        )}
      </Group>
      <StopDialog opened={stopping} isOwners={isOwners} onClose={close} onStopped={onStopped} />
    </Callout>
  )
}

const list = new Intl.ListFormat('en')

function Danger({ recovery }: { recovery: OwnRecovery }) {
  const now = useNow('halfMinute')
  const missing = missingApprovals(recovery)
  const approved = recovery.friends.filter(({ answer }) => answer === 'approved')
  const names = list.format(approved.map(({ ename }) => shortenId(ename)))
  const isOver = Date.parse(recovery.until) <= now
  return (
    <div role="alert">
      <p>
        {approved.length === 0 ? 'No approval is known here' : `${names} approved it`}
        {missing > 0
          ? `; ${missing} of ${recovery.threshold} approvals are missing.`
          : ', which is enough.'}{' '}
        {isOver
          ? 'It can happen at any moment.'
          : `It can’t happen before ${clockTime(Date.parse(recovery.until), now)}.`}
      </p>
      <p>Whoever gets the new keys can act as you. If it is not you, stop it now.</p>
    </div>
  )
}
