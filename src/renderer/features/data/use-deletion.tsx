import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCallback } from 'react'
import { errorCause } from '../../graphql/error-cause.ts'
import { useVault } from '../vault/vault-context.tsx'
import { useData } from './data-context.tsx'
import type { Row } from './record-rows.ts'
import classes from './use-deletion.module.css'

const UNDO_MS = 10_000

/** Deleting with undo: what was deleted can be taken back from the notification or by key. */
export function useDeletion() {
  const { deletions } = useData()
  const { writable } = useVault()

  const restore = useCallback(
    async (id: string): Promise<void> => {
      notifications.hide(id)
      try {
        await deletions.restore(id)
      } catch (error) {
        showFailure(t`The record could not be restored`, error, () => void restore(id))
      }
    },
    [deletions],
  )

  const remove = useCallback(
    async (row: Row): Promise<boolean> => {
      try {
        await deletions.remove(row)
      } catch (error) {
        showFailure(t`The record was not deleted`, error, () => void remove(row))
        return false
      }
      showDeleted(row, () => void restore(row.id))
      return true
    },
    [deletions, restore],
  )

  const undo = useCallback(() => {
    const id = deletions.latest()
    if (id !== undefined && writable) void restore(id)
  }, [deletions, restore, writable])

  return { remove, restore, undo }
}

function showDeleted(row: Row, onUndo: () => void): void {
  const { text } = row.summary
  notifications.show({
    id: row.id,
    autoClose: UNDO_MS,
    color: 'gray',
    message: (
      <Group gap="md" wrap="nowrap" justify="space-between">
        <span className={classes.text}>
          <Trans>
            Deleted <strong dir="auto">{text}</strong>
          </Trans>
        </span>
        <Button variant="default" size="compact-sm" className={classes.action} onClick={onUndo}>
          <Trans>Undo</Trans>
        </Button>
      </Group>
    ),
  })
}

function showFailure(title: string, error: unknown, onRetry: () => void): void {
  const id = notifications.show({
    autoClose: false,
    color: 'red',
    title,
    message: (
      <Group gap="md" wrap="nowrap" justify="space-between">
        <Text>{errorCause(error)}</Text>
        <Button
          variant="default"
          size="compact-sm"
          className={classes.action}
          onClick={() => {
            notifications.hide(id)
            onRetry()
          }}
        >
          <Trans>Try again</Trans>
        </Button>
      </Group>
    ),
  })
}
