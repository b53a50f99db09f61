import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { Callout } from '../../components/callout.tsx'
import type { OwnRecovery } from './use-recovery.ts'

interface RecoveredCardProps {
  /** One that is done. */
  readonly recovery: OwnRecovery
  readonly onDismissed: () => void
}

/** Which success the owner has seen, until the window is closed. */
let seen: string | null = null

/** The friends have given this vault new keys: what that means, and what is left to do. */
export function RecoveredCard({ recovery, onDismissed }: RecoveredCardProps) {
  const [isSeen, setSeen] = useState(seen === recovery.requestedAt)
  if (isSeen) return null
  const dismiss = () => {
    seen = recovery.requestedAt
    setSeen(true)
    onDismissed()
  }
  return (
    <Callout tone="ok" icon={<IconCircleCheck size={20} />} title={t`Your vault has new keys`}>
      <p>
        <Trans>
          Your friends approved them. Your eName and your records are as they were, and the lost
          keys never speak for you again. Now save a new recovery kit, and thank your friends.
        </Trans>
      </p>
      <Group gap="sm">
        <Button variant="default" onClick={dismiss}>
          <Trans>Done</Trans>
        </Button>
      </Group>
    </Callout>
  )
}
