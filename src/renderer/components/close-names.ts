import { t } from '@lingui/core/macro'

/** What the cross of every dialog and of every notification is called. */
export const closeNames = { dialog: t`Close`, notification: t`Dismiss` }
