import { Button, Modal, Select, Stack, Text, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { RefusalAlert } from '../identity/refusal-alert.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { DialogFooter } from './dialog-footer.tsx'
import { DocumentFields } from './document-fields.tsx'
import { documentTypes, typeNames, typeOf } from './document-types.ts'
import { DrawnDocument } from './drawn-document.tsx'
import { SignedText } from './signed-text.tsx'
import { useCreation } from './use-creation.ts'
import { useFocusOnMount } from './use-focus-on-mount.ts'

interface CreateDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  /** Gives the id of the document. */
  readonly onCreated: (id: string) => void
}

/** Makes a document about the owner: fill it in, see exactly what is signed, sign. */
export function CreateDialog({ opened, onClose, onCreated }: CreateDialogProps) {
  const [busy, setBusy] = useState(false)
  return (
    <Modal
      opened={opened}
      // What waits for the owner’s word elsewhere can’t be left alone here.
      onClose={() => !busy && onClose()}
      title="New document"
      size={600}
      yOffset={32}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <CreateForm onClose={onClose} onCreated={onCreated} onBusy={setBusy} />
    </Modal>
  )
}

interface CreateFormProps extends Omit<CreateDialogProps, 'opened'> {
  readonly onBusy: (busy: boolean) => void
}

function CreateForm({ onClose, onCreated, onBusy }: CreateFormProps) {
  const creation = useCreation(onBusy, (id) => {
    onClose()
    onCreated(id)
  })
  return creation.checked ? (
    <Check creation={creation} checked={creation.checked} />
  ) : (
    <Fill creation={creation} onClose={onClose} />
  )
}

type Creation = ReturnType<typeof useCreation>

function Fill({ creation, onClose }: { creation: Creation; onClose: () => void }) {
  const { draft, edit, errors, check } = creation
  const first = useFocusOnMount<HTMLInputElement>()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    check()
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="lg">
        <Select
          ref={first}
          label="Type"
          data={documentTypes.map((type) => ({ value: type, label: typeNames[type] }))}
          value={draft.type}
          allowDeselect={false}
          openOnFocus={false}
          data-autofocus
          comboboxProps={{ shadow: 'md' }}
          onChange={(value) => {
            const type = typeOf(value)
            if (type) edit({ type })
          }}
        />
        <DocumentFields draft={draft} edit={edit} errors={errors} />
        <DialogFooter>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Continue</Button>
        </DialogFooter>
      </Stack>
    </form>
  )
}

function Check({
  creation,
  checked,
}: {
  creation: Creation
  checked: NonNullable<Creation['checked']>
}) {
  const { writable } = useVault()
  const { back, sign, sending, refusals } = creation
  const heading = useFocusOnMount<HTMLHeadingElement>()
  return (
    <Stack gap="lg">
      <Title ref={heading} order={3} tabIndex={-1}>
        You sign exactly this:
      </Title>
      <DrawnDocument statement={checked} signers={[]} />
      <SignedText statement={checked} />
      <Text c="dimmed" role="status">
        {sending
          ? 'Waiting for your answer in the window that asks once more…'
          : 'What is signed can’t be changed later. eVault asks you once more in a window of your system.'}
      </Text>
      <RefusalAlert title="It was not signed" refusals={refusals} />
      <DialogFooter>
        <Button variant="default" disabled={sending} onClick={back}>
          Back
        </Button>
        <Button loading={sending} disabled={!writable} onClick={() => void sign()}>
          Sign…
        </Button>
      </DialogFooter>
    </Stack>
  )
}
