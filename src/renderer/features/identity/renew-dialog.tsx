import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { List, Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { RotateKeyDocument } from '../../graphql/documents.generated.ts'

/** Replaces the key of this computer, after the owner knows what that means. */
export function RenewDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [rotate] = useMutation(RotateKeyDocument)
  const identityChange = useChange()
  const renew = async () => {
    if (await identityChange.change(() => rotate())) return
    onClose()
    tellChange(
      t`Your key was renewed`,
      t`Save a new recovery kit: earlier ones lack the newest key.`,
    )
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Renew the key of this computer?`}
      confirm={t`Renew key`}
      refusedTitle={t`The key was not renewed`}
      change={identityChange}
      onConfirm={() => void renew()}
      onClose={onClose}
    >
      <List spacing="sm">
        <List.Item>
          <Trans>
            A new key speaks for you from then on. The present one does no more and can’t come back.
          </Trans>
        </List.Item>
        <List.Item>
          <Trans>
            Your eName, your records and your other devices stay as they are, and what you signed
            before stays valid.
          </Trans>
        </List.Item>
        <List.Item>
          <Trans>
            A recovery kit you saved before is out of date then: save a new one afterwards.
          </Trans>
        </List.Item>
      </List>
      <Text c="dimmed">
        {identityChange.sending
          ? t`Waiting for your answer in the window that asks once more…`
          : t`Before anything is signed, eVault asks you once more in a window of your system.`}
      </Text>
    </ConfirmDialog>
  )
}
