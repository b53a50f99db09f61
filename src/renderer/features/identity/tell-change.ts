import { t } from '@lingui/core/macro'
import { notifications } from '@mantine/notifications'

const ID = 'identity-change'
const SHOWN_MS = 6_000

/** Tells that the identity was changed, and what follows from it; only of the last change. */
export function tellChange(title: string, message: string): void {
  notifications.hide(ID)
  notifications.show({
    ...{ id: ID, title, message, autoClose: SHOWN_MS, color: 'gray' },
    closeButtonProps: { 'aria-label': t`Dismiss` },
  })
}
