import { useMutation } from '@apollo/client/react'
import { List, Text } from '@mantine/core'
import { RotateKeyDocument } from '../../graphql/documents.generated.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { tellChange } from './tell-change.ts'
import { useIdentityChange } from './use-identity.ts'

/** Replaces the key of this computer, after the owner knows what that means. */
export function RenewDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [rotate] = useMutation(RotateKeyDocument)
  const identityChange = useIdentityChange()
  const renew = async () => {
    if (await identityChange.change(() => rotate())) return
    onClose()
    tellChange('Your key was renewed', 'Save a new recovery kit: earlier ones lack the newest key.')
  }
  return (
    <ConfirmDialog
      opened={opened}
      title="Renew the key of this computer?"
      confirm="Renew key"
      refusedTitle="The key was not renewed"
      change={identityChange}
      onConfirm={() => void renew()}
      onClose={onClose}
    >
      <List spacing="sm">
        <List.Item>
          A new key speaks for you from then on. The present one does no more and can’t come back.
        </List.Item>
        <List.Item>
          Your eName, your records and your other devices stay as they are, and what you signed
          before stays valid.
        </List.Item>
        <List.Item>
          A recovery kit you saved before is out of date then: save a new one afterwards.
        </List.Item>
      </List>
      <Text c="dimmed">
        {identityChange.sending
          ? 'Waiting for your answer in the window that asks once more…'
          : 'Before anything is signed, eVault asks you once more in a window of your system.'}
      </Text>
    </ConfirmDialog>
  )
}
