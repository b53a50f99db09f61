import { Trans } from '@lingui/react/macro'
import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { RefusalAlert } from './refusal-alert.tsx'
import type { Sending } from './use-change.ts'

interface ConfirmDialogProps {
  readonly opened: boolean
  readonly title: string
  /** What the dialog says and what its button does. */
  readonly children: ReactNode
  readonly confirm: string
  readonly destructive?: boolean
  readonly refusedTitle: string
  readonly change: Sending
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before a change; stays open until it is made or given up. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { refusals, sending, clear } = props.change
  const close = () => {
    if (sending) return
    clear()
    props.onClose()
  }
  return (
    <Modal opened={props.opened} onClose={close} title={props.title} size={520}>
      <Stack gap="lg">
        {props.children}
        <RefusalAlert title={props.refusedTitle} refusals={refusals} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close} disabled={sending} data-autofocus>
            <Trans>Cancel</Trans>
          </Button>
          <Button
            {...(props.destructive && { color: 'red.9' })}
            loading={sending}
            onClick={props.onConfirm}
          >
            {props.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
