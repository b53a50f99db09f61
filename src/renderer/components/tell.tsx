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

/** The milliseconds for which the latest news of an id is shown. */
const durations = new Map<string, number>()

/**
 * `milliseconds`, or one more: a notification that takes another's place has time of its own only
 * where that time is not the one of the other.
 */
function ownDuration(id: string, milliseconds: number): number {
  const duration = durations.get(id) === milliseconds ? milliseconds + 1 : milliseconds
  durations.set(id, duration)
  return duration
}

/** Tells below that something was done, and offers the way back where there is one. */
export function tell({ id, title, message, onUndo }: News): void {
  untell(id)
  const undo = () => {
    untell(id)
    Promise.resolve(onUndo?.()).catch((error) => tellFailure(t`It could not be undone`, error))
  }
  notifications.show({
    ...{ id, title, color: 'gray' },
    autoClose: ownDuration(id, onUndo ? WITH_UNDO_MS : PLAIN_MS),
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
  notifications.hide(id)
}
