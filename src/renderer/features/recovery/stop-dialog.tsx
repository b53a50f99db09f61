import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { CancelRecoveryDocument } from '../../graphql/documents.generated.ts'
import { afterRecoveryChange } from './use-recovery.ts'

interface StopDialogProps {
  readonly opened: boolean
  /** The owner asked for it; otherwise somebody else did. */
  readonly isOwners: boolean
  readonly onClose: () => void
  readonly onStopped: () => void
}

/** Ends the recovery of this vault for good. */
export function StopDialog({ opened, isOwners, onClose, onStopped }: StopDialogProps) {
  const [cancel] = useMutation(CancelRecoveryDocument, afterRecoveryChange)
  const identityChange = useChange()
  const stop = async () => {
    if (await identityChange.change(() => cancel())) return
    onClose()
    onStopped()
    tellChange(t`The request was stopped`, t`Approvals that were given count no more.`)
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={isOwners ? t`Cancel your request?` : t`Stop this recovery?`}
      confirm={isOwners ? t`Cancel the request` : t`Stop it`}
      destructive
      refusedTitle={t`It was not stopped`}
      change={identityChange}
      onConfirm={() => void stop()}
      onClose={onClose}
    >
      {isOwners ? (
        <Text>
          <Trans>
            The new keys are never used, and the approvals you have count no more. To get keys from
            your friends you have to ask again and wait again.
          </Trans>
        </Text>
      ) : (
        <Text>
          <Trans>
            The keys that were asked for never speak for you. Then renew the key of this computer,
            and tell your friends that somebody asked in your name.
          </Trans>
        </Text>
      )}
    </ConfirmDialog>
  )
}
