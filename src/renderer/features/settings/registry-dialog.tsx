import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { IconCircleCheck, IconClipboard } from '@tabler/icons-react'
import { type FormEvent, useId } from 'react'
import { RefusalAlert } from '../identity/refusal-alert.tsx'
import { useFlow } from '../setup/use-flow.ts'
import { useRegistryForm, type Where } from '../setup/use-registry-form.ts'
import classes from './registry-setting.module.css'

interface RegistryDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onUsed: () => void
}

/** Chooses another registry; main checks that it answers before anything changes. */
export function RegistryDialog({ opened, onClose, onUsed }: RegistryDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Change the registry"
      size={520}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <RegistryForm onClose={onClose} onUsed={onUsed} />
    </Modal>
  )
}

function RegistryForm({ onClose, onUsed }: Omit<RegistryDialogProps, 'opened'>) {
  const flow = useFlow()
  const form = useRegistryForm(flow)
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    if (await form.use()) onUsed()
  }
  const isHere = form.where === 'here'
  return (
    <form onSubmit={(event) => void onSubmit(event)} noValidate autoComplete="off">
      <Stack gap="lg">
        <Text c="dimmed">
          Apps that know you by your eName ask there for your vault. Your vault is started again
          when you change it; your records stay as they are.
        </Text>
        <Radio.Group
          aria-label="Registry"
          value={form.where}
          onChange={(value) => form.choose(value as Where)}
        >
          <div className={classes.choices}>
            <Radio
              value="here"
              label="On this computer"
              description="Only programs on this computer find your vault."
              classNames={{ description: classes.meaning ?? '' }}
            />
            <Radio
              value="network"
              label="On the network"
              description="Everyone who asks that registry learns where your vault is."
              classNames={{ description: classes.meaning ?? '' }}
            />
          </div>
        </Radio.Group>
        {!isHere && <NetworkFields form={form} working={flow.working} />}
        {flow.failure && (
          <RefusalAlert
            title="The registry was not changed"
            refusals={[{ field: null, message: flow.failure }]}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={flow.working}>
            Cancel
          </Button>
          <Button type="submit" loading={flow.working}>
            {isHere ? 'Use this computer’s' : 'Check and use'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function NetworkFields(props: { form: ReturnType<typeof useRegistryForm>; working: boolean }) {
  const { url, type, hasSecret, pasteSecret } = props.form
  const hint = useId()
  return (
    <>
      <TextInput
        label="Address"
        placeholder="https://registry.example"
        inputMode="url"
        spellCheck={false}
        value={url}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <div className={classes.secret}>
        <Button
          variant="default"
          leftSection={<IconClipboard size={16} />}
          disabled={props.working}
          aria-describedby={hint}
          onClick={() => void pasteSecret()}
        >
          Paste secret from clipboard
        </Button>
        <span className={classes.kept} role="status">
          {hasSecret && (
            <>
              <IconCircleCheck size={16} aria-hidden="true" />
              Secret taken
            </>
          )}
        </span>
      </div>
      <p className={classes.hint} id={hint}>
        Copy the secret that the operator gave you, then press the button. It goes to your keychain
        without being shown, and the clipboard is emptied.
      </p>
    </>
  )
}
