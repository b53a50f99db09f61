import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Checkbox, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useChange } from '../../components/use-change.ts'
import { CancelMoveDocument, ReleaseMoveDocument } from '../../graphql/documents.generated.ts'
import { afterMoveChange } from './use-move.ts'

interface DialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Ends a move that was not switched. */
export function CancelDialog({ opened, onClose }: DialogProps) {
  const [cancel] = useMutation(CancelMoveDocument, afterMoveChange)
  const [remove, setRemove] = useState(true)
  const change = useChange()
  const onConfirm = async () => {
    if ((await change.change(() => cancel({ variables: { remove } }))) === null) onClose()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Cancel the move?`}
      confirm={t`Cancel the move`}
      refusedTitle={t`It was not cancelled`}
      change={change}
      onConfirm={() => void onConfirm()}
      onClose={onClose}
    >
      <Text>
        <Trans>Your vault stays as it was.</Trans>
      </Text>
      <Checkbox
        label={t`Take away again what was copied`}
        checked={remove}
        onChange={(event) => setRemove(event.currentTarget.checked)}
      />
    </ConfirmDialog>
  )
}

/** Ends the time in which one can go back; the eName is typed. */
export function ReleaseDialog({ opened, onClose }: DialogProps) {
  const [release] = useMutation(ReleaseMoveDocument, afterMoveChange)
  const [confirmation, setConfirmation] = useState('')
  const change = useChange()
  const onConfirm = async () => {
    const refused = await change.change(() => release({ variables: { confirmation } }))
    if (refused === null) onClose()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t`Let go of the vault that is here?`}
      confirm={t`Let go`}
      destructive
      refusedTitle={t`It was not let go`}
      change={change}
      onConfirm={() => void onConfirm()}
      onClose={onClose}
    >
      <Text>
        <Trans>Then you can’t go back to it. Nothing is deleted.</Trans>
      </Text>
      <TextInput
        label={t`Type your eName`}
        value={confirmation}
        onChange={(event) => setConfirmation(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
