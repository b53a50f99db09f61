import { useMutation } from '@apollo/client/react'
import { Text } from '@mantine/core'
import { CancelRecoveryDocument } from '../../graphql/documents.generated.ts'
import { ConfirmDialog } from '../identity/confirm-dialog.tsx'
import { tellChange } from '../identity/tell-change.ts'
import { useIdentityChange } from '../identity/use-identity.ts'
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
  const identityChange = useIdentityChange()
  const stop = async () => {
    if (await identityChange.change(() => cancel())) return
    onClose()
    onStopped()
    tellChange('The request was stopped', 'Approvals that were given count no more.')
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={isOwners ? 'Cancel your request?' : 'Stop this recovery?'}
      confirm={isOwners ? 'Cancel the request' : 'Stop it'}
      destructive
      refusedTitle="It was not stopped"
      change={identityChange}
      onConfirm={() => void stop()}
      onClose={onClose}
    >
      {isOwners ? (
        <Text>
          The new keys are never used, and the approvals you have count no more. To get keys from
          your friends you have to ask again and wait again.
        </Text>
      ) : (
        <Text>
          The keys that were asked for never speak for you. Then renew the key of this computer, and
          tell your friends that somebody asked in your name.
        </Text>
      )}
    </ConfirmDialog>
  )
}
