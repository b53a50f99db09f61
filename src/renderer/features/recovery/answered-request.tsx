import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Time } from '../../components/time.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { DeclineDialog } from './decline-dialog.tsx'
import { Friend } from './friend.tsx'
import type { RecoveryRequest } from './use-recovery.ts'

interface AnsweredRequestProps {
  readonly request: RecoveryRequest
  readonly onAnswered: () => void
}

/** A request that needs nothing more; an approval can be taken back while the asker waits. */
export function AnsweredRequest({ request, onAnswered }: AnsweredRequestProps) {
  const { writable } = useVault()
  const [declining, { open, close }] = useDisclosure(false)
  const { asker, receivedAt, status } = request
  const isApproved = status === 'approved'
  return (
    <>
      <Friend
        ename={asker}
        more={
          <>
            {isApproved ? t`You approved.` : t`You declined.`}{' '}
            <Trans>
              Asked <Time value={receivedAt} />
            </Trans>
          </>
        }
        action={
          isApproved && (
            <Button
              variant="default"
              size="compact-md"
              disabled={!writable}
              aria-label={t`Take back your approval for ${asker}…`}
              onClick={open}
            >
              <Trans>Take back…</Trans>
            </Button>
          )
        }
      />
      {isApproved && (
        <DeclineDialog
          request={request}
          opened={declining}
          onClose={close}
          onAnswered={onAnswered}
        />
      )}
    </>
  )
}
