import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Checkbox, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useChange } from '../../components/use-change.ts'
import {
  CancelMoveDocument,
  type CancelMoveMutation,
  ReleaseMoveDocument,
} from '../../graphql/documents.generated.ts'
import { afterMoveChange, type Move } from './use-move.ts'

interface DialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** What a cancelled move had brought to the other side, and what of it is there still. */
export interface Cancelled
  extends Pick<CancelMoveMutation['change'], 'brought' | 'removed' | 'left'> {
  readonly move: Pick<Move, 'direction' | 'url'>
}

interface CancelDialogProps extends DialogProps {
  readonly move: Move
  readonly onCancelled: (cancelled: Cancelled) => void
}

/** Ends a move that was not switched. */
export function CancelDialog({ move, opened, onClose, onCancelled }: CancelDialogProps) {
  const [cancel] = useMutation(CancelMoveDocument, afterMoveChange)
  const [remove, setRemove] = useState(true)
  const change = useChange()
  const onConfirm = async () => {
    const send = async () => {
      const { data } = await cancel({ variables: { remove } })
      if (data && !data.change.errors?.length) onCancelled({ ...data.change, move })
      return { data }
    }
    if ((await change.change(send)) === null) onClose()
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
        <Trans>Your vault stays as it was.</Trans> <Brought move={move} />
      </Text>
      <Checkbox
        label={t`Take away again what was copied`}
        checked={remove}
        onChange={(event) => setRemove(event.currentTarget.checked)}
      />
    </ConfirmDialog>
  )
}

function Brought({ move: { brought, direction, url } }: { move: Move }) {
  if (brought === 0) return <Trans>Nothing was copied yet.</Trans>
  if (direction === 'in') {
    return (
      <Plural
        value={brought}
        one="# record was copied to this computer."
        other="# records were copied to this computer."
      />
    )
  }
  return (
    <Plural
      value={brought}
      one={`# record was copied to ${url}.`}
      other={`# records were copied to ${url}.`}
    />
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
