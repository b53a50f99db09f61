import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { RemoveTrustDocument } from '../../graphql/documents.generated.ts'

interface RemoveDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onRemoved: () => void
}

/** Trusts nobody any more, after the owner knows what is lost with that. */
export function RemoveDialog({ opened, onClose, onRemoved }: RemoveDialogProps) {
  const [remove] = useMutation(RemoveTrustDocument)
  const identityChange = useChange()
  const removeAll = async () => {
    if (await identityChange.change(() => remove())) return
    onClose()
    onRemoved()
    tellChange(
      t`Nobody can give you new keys now`,
      t`Your key was renewed: save a new recovery kit.`,
    )
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Remove all friends?`}
      confirm={t`Remove all and renew key`}
      destructive
      refusedTitle={t`Your friends were not removed`}
      change={identityChange}
      onConfirm={() => void removeAll()}
      onClose={onClose}
    >
      <Text>
        <Trans>
          Nobody can give your vault new keys then. When yours are lost, only your recovery kit
          brings them back.
        </Trans>
      </Text>
      <Text c="dimmed">
        {identityChange.sending
          ? t`Waiting for your answer in the window that asks once more…`
          : t`This renews the key of this computer: eVault asks you once more in a window of your system. Save a new recovery kit afterwards.`}
      </Text>
    </ConfirmDialog>
  )
}
