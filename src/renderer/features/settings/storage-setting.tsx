import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, Skeleton, Stack, Switch, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useCallback, useEffect, useState } from 'react'
import type { StorageSettings } from '../../../ipc/contract.ts'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import classes from './general-desktop.module.css'
import { switchParts } from './switch-parts.ts'

/** Whether a change is confirmed before it is on the disk; to be so, the owner is asked. */
export function StorageSetting() {
  const { acknowledge, failure, pending, read, change } = useStorageSettings()
  const [opened, { open, close }] = useDisclosure(false)
  if (acknowledge === null) {
    if (failure === null) return <Skeleton height={96} />
    return (
      <div className={classes.failure} role="alert">
        {failure}
        <Button variant="default" size="compact-sm" onClick={() => void read()}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  }
  const label = t`Confirm changes before they are on the disk`
  return (
    <div className={classes.switches}>
      <Switch
        classNames={switchParts}
        // The text below the label would be part of its name.
        aria-label={label}
        labelPosition="left"
        label={label}
        description={t`Faster when much is written. When the power fails or the computer crashes, the changes of the last moments are lost, although they were confirmed. When only eVault crashes, nothing is. Your vault is started again when you switch.`}
        checked={(pending ?? acknowledge) === 'early'}
        error={failure !== null && <span role="alert">{failure}</span>}
        onChange={(event) => (event.currentTarget.checked ? open() : void change('durable'))}
      />
      <EarlyDialog
        opened={opened}
        onClose={close}
        onConfirm={() => {
          close()
          void change('early')
        }}
      />
    </div>
  )
}

interface EarlyDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}

function EarlyDialog({ opened, onClose, onConfirm }: EarlyDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t`Confirm changes before they are on the disk?`}
      size={480}
    >
      <Stack gap="lg">
        <Text>
          <Trans>
            You and your apps are told that a change is saved when it may not be. If the power fails
            right then, the changes of the last moments are gone, and nobody is told. What was saved
            before stays whole.
          </Trans>
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            <Trans>Cancel</Trans>
          </Button>
          <Button color="red.9" onClick={onConfirm}>
            <Trans>Confirm them early</Trans>
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

type Acknowledge = StorageSettings['acknowledge']

function useStorageSettings() {
  const [acknowledge, setAcknowledge] = useState<Acknowledge | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  /** What was switched and is on its way. */
  const [pending, setPending] = useState<Acknowledge | null>(null)

  const read = useCallback(async () => {
    setFailure(null)
    try {
      setAcknowledge((await bridge.call('storage:read')).acknowledge)
    } catch (error) {
      setFailure(callFailure(error))
    }
  }, [])
  useEffect(() => void read(), [read])

  const change = async (wanted: Acknowledge) => {
    // One at a time; a switch that were disabled meanwhile would lose the focus.
    if (pending !== null) return
    setPending(wanted)
    setFailure(null)
    try {
      await bridge.call('storage:change', { acknowledge: wanted })
      setAcknowledge(wanted)
    } catch (error) {
      setFailure(callFailure(error))
    } finally {
      setPending(null)
    }
  }
  return { acknowledge, failure, pending, read, change }
}
