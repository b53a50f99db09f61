import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconLockOpen } from '@tabler/icons-react'
import { bridge } from '../../bridge.ts'
import classes from './lock-item.module.css'

/** In the status bar: locks the app. */
export function LockItem() {
  return (
    <Tooltip label={t`Closes the window’s way to your vault until you unlock it. Apps go on.`}>
      <UnstyledButton className={classes.item ?? ''} onClick={() => void bridge.call('lock:lock')}>
        <IconLockOpen size={14} aria-hidden="true" />
        <Trans>Lock</Trans>
      </UnstyledButton>
    </Tooltip>
  )
}
