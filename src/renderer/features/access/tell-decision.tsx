import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

const ID = 'access-decision'
const SHOWN_MS = 10_000

/** Tells what was decided; with `onUndo`, offers the way back. */
export function tellDecision(title: string, text: string, onUndo?: () => void): void {
  notifications.hide(ID)
  const undo = () => {
    notifications.hide(ID)
    onUndo?.()
  }
  notifications.show({
    ...{ id: ID, title, autoClose: SHOWN_MS, color: 'gray' },
    message: (
      <Group gap="md" wrap="nowrap" justify="space-between">
        <span>{text}</span>
        {onUndo && (
          <Button variant="default" size="compact-sm" style={{ flex: 'none' }} onClick={undo}>
            <Trans>Undo</Trans>
          </Button>
        )}
      </Group>
    ),
    closeButtonProps: { 'aria-label': t`Dismiss` },
  })
}
