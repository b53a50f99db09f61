import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconLock } from '@tabler/icons-react'
import type { LockStatus } from '../../../ipc/lock.ts'
import { ForgottenDialog } from './forgotten-dialog.tsx'
import classes from './lock-screen.module.css'
import { UnlockForm } from './unlock-form.tsx'
import { useLockStatus } from './use-lock-status.ts'

/** In place of the window: nothing of the vault, and the ways to unlock it. */
export function LockScreen() {
  const status = useLockStatus()
  const [forgotten, { open, close }] = useDisclosure(false)
  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <IconLock size={32} stroke={1.5} className={classes.icon} aria-hidden="true" />
        <Title order={1}>
          <Trans>eVault is locked</Trans>
        </Title>
        {status && (
          <>
            <p className={classes.apps} role="status">
              {appsInWords(status)}
            </p>
            <UnlockForm status={status} />
            <Button variant="subtle" color="gray" size="compact-sm" onClick={open}>
              {status.hasPassphrase ? t`Forgotten your passphrase?` : t`Another way in…`}
            </Button>
            <ForgottenDialog opened={forgotten} onClose={close} />
          </>
        )}
      </div>
    </main>
  )
}

/** Who goes on meanwhile, and what waits: numbers only, as anybody may read it. */
function appsInWords({ platforms, links }: LockStatus): string {
  const sentences = [
    platforms === null
      ? t`Your vault does not answer at the moment.`
      : plural(platforms.served, {
          0: 'Your vault stays open; no apps use it.',
          one: '# app keeps working.',
          other: '# apps keep working.',
        }),
    platforms !== null &&
      platforms.refused > 0 &&
      plural(platforms.refused, {
        one: '# app waits until you unlock.',
        other: '# apps wait until you unlock.',
      }),
    links > 0 && t`A link is opened when you unlock.`,
  ]
  return sentences.filter((sentence) => sentence !== false).join(' ')
}
