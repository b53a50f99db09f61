import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, Select, Stack, Text, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { DialogFooter } from '../../components/dialog-footer.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { useVault } from '../vault/vault-context.tsx'
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
      title={t`New document`}
      size={600}
      closeOnClickOutside={false}
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
          label={t`Type`}
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
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit">
            <Trans>Continue</Trans>
          </Button>
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
        <Trans>You sign exactly this:</Trans>
      </Title>
      <DrawnDocument statement={checked} signers={[]} />
      <SignedText statement={checked} />
      <Text c="dimmed" role="status">
        {sending
          ? t`Waiting for your answer in the window that asks once more…`
          : t`What is signed can’t be changed later. eVault asks you once more in a window of your system.`}
      </Text>
      <RefusalAlert title={t`It was not signed`} refusals={refusals} />
      <DialogFooter>
        <Button variant="default" disabled={sending} onClick={back}>
          <Trans>Back</Trans>
        </Button>
        <Button loading={sending} disabled={!writable} onClick={() => void sign()}>
          <Trans>Sign…</Trans>
        </Button>
      </DialogFooter>
    </Stack>
  )
}
