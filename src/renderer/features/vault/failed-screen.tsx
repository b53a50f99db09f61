import { Text, Title } from '@mantine/core'
import { CopyButton } from '../../components/copy-button.tsx'
import classes from './failed-screen.module.css'
import type { FailedVault } from './vault-monitor.ts'
import { WaysOut } from './ways-out.tsx'

/** In place of the window when there is no vault to show: why, and every way out there is. */
export function FailedScreen({ vault }: { vault: FailedVault }) {
  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <Title order={1}>Your vault could not be opened</Title>
        <p className={classes.message} role="alert">
          {vault.message}
        </p>
        <dl className={classes.facts}>
          <dt>Data folder</dt>
          <dd>
            <code>{vault.dataDirectory}</code>
            <CopyButton text={vault.dataDirectory} what="data folder" />
          </dd>
          <dt>Error code</dt>
          <dd>
            <code>{vault.code}</code>
          </dd>
        </dl>
        <Text c="dimmed" mb="lg">
          Nothing was deleted: your data is still in this folder.
        </Text>
        <WaysOut vault={vault} />
      </div>
    </main>
  )
}
