import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../components/use-change.ts'
import {
  CancelBackupWorkDocument,
  StartBackupsDocument,
} from '../../graphql/documents.generated.ts'
import { BeginForm } from './begin-form.tsx'
import { inputOf, type PlaceDraft, placeName } from './place-draft.ts'
import { PlaceForm } from './place-form.tsx'
import type { BackupPlan } from './use-backups.ts'

interface PlaceDialogProps {
  readonly opened: boolean
  /** What is known of the place already. */
  readonly first: PlaceDraft
  /** The one that it takes the place of; null where there is none. */
  readonly plan: BackupPlan | null
  /** @param begun they were begun there; otherwise those that were there are gone on with */
  readonly onStarted: (begun: boolean) => void
  readonly onClose: () => void
}

/** Chooses where backups are put. Where there are none yet, it asks before they are begun. */
export function PlaceDialog(props: PlaceDialogProps) {
  const { opened, plan, onClose } = props
  const sending = useChange()
  const [cancel] = useMutation(CancelBackupWorkDocument)
  // The vault waits for a place that is silent. What can't be cancelled ends by itself.
  const stopWaiting = () => void cancel().catch(() => undefined)
  const close = () => {
    if (sending.sending) stopWaiting()
    sending.clear()
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={plan === null ? t`Back up your vault` : t`Back up to another place`}
      size={560}
      closeOnClickOutside={false}
    >
      <Steps {...props} sending={sending} onStopWaiting={stopWaiting} onClose={close} />
    </Modal>
  )
}

interface StepsProps extends PlaceDialogProps {
  readonly sending: ReturnType<typeof useChange>
  readonly onStopWaiting: () => void
}

/** What is typed lives here only, and is gone with it. */
function Steps({ first, plan, sending, onStarted, onStopWaiting, onClose }: StepsProps) {
  const [draft, setDraft] = useState(first)
  const [isBeginning, setBeginning] = useState(false)
  const [start] = useMutation(StartBackupsDocument)
  const send = async (begun: { readonly passphrase: string | null } | null) => {
    const input = inputOf(draft, begun)
    const refused = await sending.change(() => start({ variables: { input } }))
    if (refused === null) return onStarted(begun !== null)
    if (refused.some(({ code }) => code === 'CANCELLED')) return sending.clear()
    if (begun !== null || !refused.some(({ code }) => code === 'NO_BACKUPS')) return
    sending.clear()
    setBeginning(true)
  }
  if (isBeginning) {
    const back = () => {
      sending.clear()
      setBeginning(false)
    }
    return (
      <BeginForm
        place={placeName(draft)}
        sending={sending}
        onBegin={(passphrase) => void send({ passphrase })}
        onBack={sending.sending ? onStopWaiting : back}
      />
    )
  }
  return (
    <PlaceForm
      draft={draft}
      plan={plan}
      sending={sending}
      onEdit={(part) => setDraft({ ...draft, ...part })}
      onContinue={() => void send(null)}
      onCancel={sending.sending ? onStopWaiting : onClose}
    />
  )
}
