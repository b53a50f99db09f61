import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Text, Title } from '@mantine/core'
import { CopyButton } from '../../components/copy-button.tsx'
import { vaultWords } from '../../components/vault-words.ts'
import classes from './failed-screen.module.css'
import type { FailedVault } from './vault-monitor.ts'
import { WaysOut } from './ways-out.tsx'

/** In place of the window when there is no vault to show: why, and every way out there is. */
export function FailedScreen({ vault }: { vault: FailedVault }) {
  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <Title order={1}>
          <Trans>Your vault could not be opened</Trans>
        </Title>
        <p className={classes.message} role="alert">
          {vaultWords(vault)}
        </p>
        <dl className={classes.facts}>
          <dt>
            <Trans>Data folder</Trans>
          </dt>
          <dd>
            <code>{vault.dataDirectory}</code>
            <CopyButton text={vault.dataDirectory} label={t`Copy data folder`} />
          </dd>
          <dt>
            <Trans>Error code</Trans>
          </dt>
          <dd>
            <code>{vault.code}</code>
          </dd>
        </dl>
        <Text c="dimmed" mb="lg">
          <Trans>Nothing was deleted: your data is still in this folder.</Trans>
        </Text>
        <WaysOut vault={vault} />
      </div>
    </main>
  )
}
