import { useMutation } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { AddKeyDocument } from '../../graphql/documents.generated.ts'
import {
  type DeviceDraft,
  type DeviceErrors,
  deviceErrorsOf,
  type IdentityKey,
  prepareDevice,
} from './device-key.ts'

interface AddDeviceDialogProps {
  readonly opened: boolean
  /** All keys there are and were. */
  readonly known: readonly IdentityKey[]
  readonly onClose: () => void
}

const LONGEST_NAME = 80
const emptyDraft: DeviceDraft = { device: '', publicKey: '' }

/** Lets the key of another device speak for the eName. */
export function AddDeviceDialog({ opened, known, onClose }: AddDeviceDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t`Add a device`}
      size={520}
      closeOnClickOutside={false}
    >
      <AddDeviceForm known={known} onClose={onClose} />
    </Modal>
  )
}

function AddDeviceForm({ known, onClose }: Omit<AddDeviceDialogProps, 'opened'>) {
  const { draft, edit, errors, submit, sending } = useAddition(known, onClose)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    void submit()
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="lg">
        <Text c="dimmed">
          <Trans>
            The device makes its own key and keeps the private half; you enter the public half here.
            From then on the device can act as you, until you revoke it.
          </Trans>
        </Text>
        {errors.form && (
          <RefusalAlert
            title={t`The device was not added`}
            refusals={[{ field: null, message: errors.form }]}
          />
        )}
        <TextInput
          label={t`Name of the device`}
          placeholder={t`My phone`}
          maxLength={LONGEST_NAME}
          data-autofocus
          dir="auto"
          value={draft.device}
          error={errors.device}
          onChange={(event) => edit({ device: event.currentTarget.value })}
        />
        <Textarea
          label={t`Public key`}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          description={t`Multibase text of a P-256 key. It begins with z, m or f.`}
          autosize
          minRows={3}
          maxRows={6}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
          value={draft.publicKey}
          error={errors.publicKey}
          onChange={(event) => edit({ publicKey: event.currentTarget.value })}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={sending}>
            <Trans>Add device</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useAddition(known: readonly IdentityKey[], onAdded: () => void) {
  const [draft, setDraft] = useState(emptyDraft)
  const [errors, setErrors] = useState<DeviceErrors>({})
  const [add] = useMutation(AddKeyDocument)
  const { change, sending } = useChange()

  const edit = (part: Partial<DeviceDraft>) => {
    setDraft({ ...draft, ...part })
    setErrors((shown) => ({
      ...(part.device === undefined && shown.device && { device: shown.device }),
      ...(part.publicKey === undefined && shown.publicKey && { publicKey: shown.publicKey }),
    }))
  }
  const submit = async () => {
    const prepared = prepareDevice(draft, known)
    if ('errors' in prepared) return setErrors(prepared.errors)
    setErrors({})
    const { device } = prepared.input
    const refused = await change(() => add({ variables: prepared.input }))
    if (refused) return setErrors(deviceErrorsOf(refused))
    onAdded()
    tellChange(t`${device} was added`, t`Its key can act as you from now on.`)
  }
  return { draft, edit, errors, submit, sending }
}
