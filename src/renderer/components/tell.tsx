import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { errorCause } from '../graphql/error-cause.ts'

/** Long enough to read it and to reach Undo. */
const WITH_UNDO_MS = 10_000
const PLAIN_MS = 6_000

interface News {
  /** News of one id take each other's place. */
  readonly id: string
  readonly title?: string
  readonly message: ReactNode
  /** The way back, in a button; told when it fails. */
  readonly onUndo?: () => unknown
}

/** The news that is shown, by its id: what takes its place is another, with its own time. */
const shown = new Map<string, string>()

/** Tells below that something was done, and offers the way back where there is one. */
export function tell({ id, title, message, onUndo }: News): void {
  untell(id)
  const undo = () => {
    untell(id)
    Promise.resolve(onUndo?.()).catch((error) => tellFailure(t`It could not be undone`, error))
  }
  const notification = notifications.show({
    ...{ title, color: 'gray', autoClose: onUndo ? WITH_UNDO_MS : PLAIN_MS },
    message: onUndo ? (
      <Group gap="md" wrap="nowrap" justify="space-between">
        <span>{message}</span>
        <Button variant="default" size="compact-sm" style={{ flex: 'none' }} onClick={undo}>
          <Trans>Undo</Trans>
        </Button>
      </Group>
    ) : (
      message
    ),
  })
  shown.set(id, notification)
}

/** Tells that something was done for good, and what follows from it; only of the last one. */
export function tellChange(title: string, message: string): void {
  tell({ id: 'change', title, message })
}

/** Tells that something failed, and why; stays until it is dismissed. */
export function tellFailure(title: string, error: unknown): void {
  notifications.show({ title, message: errorCause(error), color: 'red', autoClose: false })
}

/** Takes away what was told, and with it the way back. */
export function untell(id: string): void {
  const notification = shown.get(id)
  if (notification !== undefined) notifications.hide(notification)
  shown.delete(id)
}
