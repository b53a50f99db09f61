import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAlertTriangle, IconHourglass } from '@tabler/icons-react'
import { useState } from 'react'
import { writtenLocale } from '../../../language/activate.ts'
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
          ? t`You have asked your friends for new keys`
          : t`Somebody asks your friends for new keys of this vault`
      }
    >
      {isOwners ? (
        <p>
          <Trans>
            Your keys are here again, so you need no others: nothing happens while they are. Stop
            the request when you are sure that they stay.
          </Trans>
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
          {isOwners ? t`Stop the request…` : t`This is not me: stop it…`}
        </Button>
        {!isOwners && (
          <Button variant="default" onClick={say}>
            <Trans>It is me</Trans>
          </Button>
        )}
      </Group>
      <StopDialog opened={stopping} isOwners={isOwners} onClose={close} onStopped={onStopped} />
    </Callout>
  )
}

const list = new Intl.ListFormat(writtenLocale())

function Danger({ recovery }: { recovery: OwnRecovery }) {
  const now = useNow('halfMinute')
  const approved = recovery.friends.filter(({ answer }) => answer === 'approved')
  const names = list.format(approved.map(({ ename }) => shortenId(ename)))
  const until = Date.parse(recovery.until)
  const end = clockTime(until, now)
  return (
    <div role="alert">
      <p>
        {approvalsText(recovery, approved.length === 0 ? null : names)}{' '}
        {until <= now ? t`It can happen at any moment.` : t`It can’t happen before ${end}.`}
      </p>
      <p>
        <Trans>Whoever gets the new keys can act as you. If it is not you, stop it now.</Trans>
      </p>
    </div>
  )
}

/** How many have approved. `names` is null when nobody is known to have. */
function approvalsText(recovery: OwnRecovery, names: string | null): string {
  const { threshold } = recovery
  const missing = missingApprovals(recovery)
  if (names === null) {
    return plural(missing, {
      one: `No approval is known here; # of ${threshold} approvals are missing.`,
      other: `No approval is known here; # of ${threshold} approvals are missing.`,
    })
  }
  if (missing === 0) return t`${names} approved it, which is enough.`
  return plural(missing, {
    one: `${names} approved it; # of ${threshold} approvals are missing.`,
    other: `${names} approved it; # of ${threshold} approvals are missing.`,
  })
}
