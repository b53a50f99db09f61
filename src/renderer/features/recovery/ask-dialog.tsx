import { useMutation } from '@apollo/client/react'
import { List, Text } from '@mantine/core'
import { StartRecoveryDocument } from '../../graphql/documents.generated.ts'
import { ConfirmDialog } from '../identity/confirm-dialog.tsx'
import { type Identity, useIdentityChange } from '../identity/use-identity.ts'
import { afterRecoveryChange } from './use-recovery.ts'
import { waitWords } from './words.ts'

interface AskDialogProps {
  readonly trust: NonNullable<Identity['trust']>
  readonly opened: boolean
  readonly onClose: () => void
  readonly onAsked: () => void
}

/** Asks the friends for new keys, after the owner knows what happens then. */
export function AskDialog({ trust, opened, onClose, onAsked }: AskDialogProps) {
  const [start] = useMutation(StartRecoveryDocument, afterRecoveryChange)
  const identityChange = useIdentityChange()
  const { trusted, threshold, waitSeconds } = trust
  const ask = async () => {
    if (await identityChange.change(() => start())) return
    onClose()
    onAsked()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title="Ask your friends for new keys?"
      confirm="Ask them"
      refusedTitle="They were not asked"
      change={identityChange}
      onConfirm={() => void ask()}
      onClose={onClose}
    >
      <List type="ordered" spacing="sm">
        <List.Item>
          New keys are made on this computer, and the vaults of{' '}
          {trusted.length === 1 ? 'the friend' : `all ${trusted.length} friends`} you chose get your
          request.
        </List.Item>
        <List.Item>
          Call each of them and read out the fingerprints that you see next. So they know that it is
          you, and approve.
        </List.Item>
        <List.Item>
          {threshold === 1 ? 'When one has' : `When ${threshold} have`} approved
          {waitSeconds > 0 && `, and no sooner than ${waitWords(waitSeconds)} from now`}, eVault
          asks you once more. From then on the new keys speak for you, and the lost ones never
          again.
        </List.Item>
      </List>
      <Text c="dimmed">
        Your eName and your records stay. Until then any key of yours on another device can stop it.
      </Text>
    </ConfirmDialog>
  )
}
