import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Progress, Text, Title } from '@mantine/core'
import type { EncryptionProgress } from '../../../ipc/contract.ts'
import classes from './failed-screen.module.css'

/** In place of the window while a vault is encrypted that an older version of the app left. */
export function EncryptingScreen({ progress }: { progress: EncryptionProgress }) {
  const { done, total } = progress
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total)
  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <Title order={1}>
          <Trans>Encrypting your vault</Trans>
        </Title>
        <p className={classes.message}>
          <Trans>
            From now on nobody reads your records from this disk without the key in your keychain.
            This happens once. What was there before is kept until the encrypted copy has been
            compared with it; you may close the app, it goes on the next time.
          </Trans>
        </p>
        <Progress value={percent} size="lg" aria-label={t`Encrypting your vault`} />
        <Text c="dimmed" mt="sm">
          {t`${percent} %`}
        </Text>
      </div>
    </main>
  )
}
