import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { shortenId } from '../../components/shorten-id.ts'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { DeclineRecoveryDocument } from '../../graphql/documents.generated.ts'
import { afterRecoveryChange, type RecoveryRequest } from './use-recovery.ts'

interface DeclineDialogProps {
  readonly request: RecoveryRequest
  readonly opened: boolean
  readonly onClose: () => void
  readonly onAnswered: () => void
}

/** Says no to a request, or takes back an approval. */
export function DeclineDialog({ request, opened, onClose, onAnswered }: DeclineDialogProps) {
  const [send] = useMutation(DeclineRecoveryDocument, afterRecoveryChange)
  const identityChange = useChange()
  const { id, asker, status } = request
  const name = shortenId(asker)
  const isApproved = status === 'approved'
  const decline = async () => {
    if (await identityChange.change(() => send({ variables: { id } }))) return
    onClose()
    onAnswered()
    const title = isApproved ? t`Your approval for ${name} was taken back` : t`You declined ${name}`
    tellChange(title, t`They can ask you again with other keys.`)
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={
        isApproved ? t`Take back your approval for ${name}?` : t`Decline the request of ${name}?`
      }
      confirm={isApproved ? t`Take back` : t`Decline`}
      destructive
      refusedTitle={isApproved ? t`It was not taken back` : t`It was not declined`}
      change={identityChange}
      onConfirm={() => void decline()}
      onClose={onClose}
    >
      {isApproved ? (
        <Text>
          <Trans>
            Your approval counts no more, if they still wait for their new keys. It is too late once
            they have them.
          </Trans>
        </Text>
      ) : (
        <Text>
          <Trans>Without your approval they need that of others.</Trans>
        </Text>
      )}
      <Text>
        <Trans>
          This answer is for good. If it really is them, they have to ask again, with other keys and
          another waiting time.
        </Trans>
      </Text>
    </ConfirmDialog>
  )
}
