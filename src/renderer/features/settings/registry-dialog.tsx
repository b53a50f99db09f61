import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import type { FormEvent } from 'react'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { NetworkRegistry } from '../setup/network-registry.tsx'
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
      title={t`Change the registry`}
      size={520}
      closeOnClickOutside={false}
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
          <Trans>
            Apps that know you by your eName ask there for your vault. Your vault is started again
            when you change it; your records stay as they are.
          </Trans>
        </Text>
        <Radio.Group
          aria-label={t`Registry`}
          value={form.where}
          onChange={(value) => form.choose(value as Where)}
        >
          <div className={classes.choices}>
            <Radio
              value="here"
              label={t`On this computer`}
              description={t`Only programs on this computer find your vault.`}
              classNames={{ description: classes.meaning ?? '' }}
            />
            <Radio
              value="network"
              label={t`On the network`}
              description={t`Everyone who asks that registry learns where your vault is.`}
              classNames={{ description: classes.meaning ?? '' }}
            />
          </div>
        </Radio.Group>
        {!isHere && <NetworkRegistry form={form} working={flow.working} />}
        {form.failures.form && (
          <RefusalAlert
            title={t`The registry was not changed`}
            refusals={[{ field: null, message: form.failures.form }]}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={flow.working}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={flow.working}>
            {isHere ? t`Use this computer’s` : t`Check and use`}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
