import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

const ID = 'setting-saved'
const SHOWN_MS = 10_000

/** Tells that a setting was saved, and offers the way back; only of the last change. */
export function tellSaved(what: string, onUndo: () => void): void {
  hideSaved()
  notifications.show({
    id: ID,
    autoClose: SHOWN_MS,
    color: 'gray',
    message: (
      <Group gap="md" wrap="nowrap" justify="space-between">
        <span>{what}</span>
        <Button
          variant="default"
          size="compact-sm"
          style={{ flex: 'none' }}
          onClick={() => {
            hideSaved()
            onUndo()
          }}
        >
          <Trans>Undo</Trans>
        </Button>
      </Group>
    ),
  })
}

/** Takes away what offers to undo an earlier change. */
export function hideSaved(): void {
  notifications.hide(ID)
}
