import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { RevokeKeyDocument } from '../../graphql/documents.generated.ts'
import type { IdentityKey } from './device-key.ts'
import { keyName } from './key-name.ts'

interface RevokeDialogProps {
  /** The key it asks about; it stays while the dialog closes. */
  readonly identityKey: IdentityKey | null
  readonly opened: boolean
  readonly onClose: () => void
  readonly onRevoked: () => void
}

/** Ends the key of a device, after the owner knows that it is for good. */
export function RevokeDialog({ identityKey, opened, onClose, onRevoked }: RevokeDialogProps) {
  const [revoke] = useMutation(RevokeKeyDocument)
  const identityChange = useChange()
  if (!identityKey) return null
  const name = keyName(identityKey)
  const end = async () => {
    const { publicKey } = identityKey
    if (await identityChange.change(() => revoke({ variables: { publicKey } }))) return
    onClose()
    onRevoked()
    tellChange(t`The key of ${name} was revoked`, t`It speaks for you no more.`)
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Revoke the key of ${name}?`}
      confirm={t`Revoke key`}
      destructive
      refusedTitle={t`The key was not revoked`}
      change={identityChange}
      onConfirm={() => void end()}
      onClose={onClose}
    >
      <Text>
        <Trans>
          {name} can no longer act as you, from its next request on. Do this when the device is
          lost, sold or not yours any more.
        </Trans>
      </Text>
      <Text>
        <Trans>
          <strong>This can’t be undone:</strong> the same key is never taken again. To use the
          device later, it needs a new key.
        </Trans>
      </Text>
    </ConfirmDialog>
  )
}
