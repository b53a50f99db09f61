import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Modal } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../components/use-change.ts'
import { StartBackupsDocument } from '../../graphql/documents.generated.ts'
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
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={plan === null ? t`Back up your vault` : t`Back up to another place`}
      size={560}
      closeOnClickOutside={false}
    >
      <Steps {...props} />
    </Modal>
  )
}

/** What is typed lives here only, and is gone with it. */
function Steps({ first, plan, onStarted, onClose }: PlaceDialogProps) {
  const [draft, setDraft] = useState(first)
  const [isBeginning, setBeginning] = useState(false)
  const [start] = useMutation(StartBackupsDocument)
  const sending = useChange()
  const send = async (begun: { readonly passphrase: string | null } | null) => {
    const input = inputOf(draft, begun)
    const refused = await sending.change(() => start({ variables: { input } }))
    if (refused === null) return onStarted(begun !== null)
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
        onBack={back}
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
      onCancel={onClose}
    />
  )
}
