import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconHourglass,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Callout } from '../../components/callout.tsx'
import { useNow } from '../../components/now.ts'
import { Time } from '../../components/time.tsx'
import { exactTime } from '../../components/time-text.ts'
import { RestoreDialog } from '../vault/restore-dialog.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { Fingerprints } from './fingerprint.tsx'
import { Friend, FriendList } from './friend.tsx'
import classes from './own-recovery-card.module.css'
import { friendSentence, isHopeless, missingApprovals, progressSentence } from './progress.ts'
import { StopDialog } from './stop-dialog.tsx'
import { type OwnRecovery, useNotaries } from './use-recovery.ts'

interface OwnRecoveryCardProps {
  /** One that is pending. */
  readonly recovery: OwnRecovery
  readonly onStopped: () => void
}

/** How far the owner's own recovery is, and what is left for them to do. */
export function OwnRecoveryCard({ recovery, onStopped }: OwnRecoveryCardProps) {
  const { writable } = useVault()
  const [stopping, { open, close }] = useDisclosure(false)
  const [restoring, restoration] = useDisclosure(false)
  const hopeless = isHopeless(recovery)
  return (
    <Callout
      tone={hopeless ? 'warn' : 'plain'}
      icon={hopeless ? <IconAlertTriangle size={20} /> : <IconHourglass size={20} />}
      title={
        missingApprovals(recovery) === 0
          ? t`Your friends have approved new keys`
          : t`Your friends are asked for new keys`
      }
    >
      <Progress recovery={recovery} />
      {!hopeless && (
        <div className={classes.call}>
          <p>
            <Trans>
              <strong>Call each of them and read this out.</strong> They approve only when their
              window shows the same:
            </Trans>
          </p>
          <Fingerprints fingerprints={recovery.fingerprints} />
        </div>
      )}
      <FriendsAnswers recovery={recovery} />
      <div className={classes.foot}>
        <span>
          <Trans>
            Asked <Time value={recovery.requestedAt} />. Keep eVault running.
          </Trans>
        </span>
        <Group gap="sm">
          <Button variant="default" size="compact-md" onClick={restoration.open}>
            <Trans>Restore from recovery kit…</Trans>
          </Button>
          <Button variant="default" size="compact-md" disabled={!writable} onClick={open}>
            <Trans>Cancel the request…</Trans>
          </Button>
        </Group>
      </div>
      <StopDialog opened={stopping} isOwners onClose={close} onStopped={onStopped} />
      <RestoreDialog opened={restoring} onClose={restoration.close} />
    </Callout>
  )
}

function Progress({ recovery }: { recovery: OwnRecovery }) {
  const now = useNow('second')
  const { local } = exactTime(new Date(recovery.until))
  return (
    <Tooltip label={t`Not before ${local}`} position="bottom-start">
      <p className={classes.progress}>{progressSentence(recovery, now)}</p>
    </Tooltip>
  )
}

const icons: Readonly<Record<string, ReactNode>> = {
  approved: <IconCircleCheck size={20} aria-hidden="true" />,
  declined: <IconCircleX size={20} aria-hidden="true" />,
  pending: <IconCircleDashed size={20} aria-hidden="true" />,
}

function FriendsAnswers({ recovery: { friends } }: { recovery: OwnRecovery }) {
  const { notaries } = useNotaries()
  return (
    <FriendList label={t`Friends and their answers`}>
      {friends.map((friend) => (
        <Friend
          key={friend.ename}
          ename={friend.ename}
          name={notaries?.find(({ ename }) => ename === friend.ename)?.name}
          more={friendSentence(friend)}
          action={
            <span className={classes.answer} data-answer={friend.answer}>
              {icons[friend.answer]}
            </span>
          }
        />
      ))}
    </FriendList>
  )
}
