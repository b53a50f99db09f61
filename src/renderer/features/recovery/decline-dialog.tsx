import { useMutation } from '@apollo/client/react'
import { Text } from '@mantine/core'
import { shortenId } from '../../components/shorten-id.ts'
import { DeclineRecoveryDocument } from '../../graphql/documents.generated.ts'
import { ConfirmDialog } from '../identity/confirm-dialog.tsx'
import { tellChange } from '../identity/tell-change.ts'
import { useIdentityChange } from '../identity/use-identity.ts'
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
  const identityChange = useIdentityChange()
  const { id, asker, status } = request
  const name = shortenId(asker)
  const isApproved = status === 'approved'
  const decline = async () => {
    if (await identityChange.change(() => send({ variables: { id } }))) return
    onClose()
    onAnswered()
    const title = isApproved ? `Your approval for ${name} was taken back` : `You declined ${name}`
    tellChange(title, 'They can ask you again with other keys.')
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={
        isApproved ? `Take back your approval for ${name}?` : `Decline the request of ${name}?`
      }
      confirm={isApproved ? 'Take back' : 'Decline'}
      destructive
      refusedTitle={isApproved ? 'It was not taken back' : 'It was not declined'}
      change={identityChange}
      onConfirm={() => void decline()}
      onClose={onClose}
    >
      {isApproved ? (
        <Text>
          Your approval counts no more, if they still wait for their new keys. It is too late once
          they have them.
        </Text>
      ) : (
        <Text>Without your approval they need that of others.</Text>
      )}
      <Text>
        This answer is for good. If it really is them, they have to ask again, with other keys and
        another waiting time.
      </Text>
    </ConfirmDialog>
  )
}
