import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle, IconDoorExit } from '@tabler/icons-react'
import { useNow } from '../../components/now.ts'
import classes from './vault-banner.module.css'
import { useVault } from './vault-context.tsx'
import type { RestartingVault } from './vault-monitor.ts'

/** Says over every screen when the vault takes no changes, why, and until when. */
export function VaultBanner() {
  const { status } = useVault()
  if (status.state === 'restarting') return <Restarting vault={status} />
  if (status.state !== 'stopping') return null
  return (
    <div className={classes.banner} role="status">
      <IconDoorExit size={16} aria-hidden="true" />
      <span>
        <Trans>The vault is closing. Everything is being written to disk.</Trans>
      </span>
    </div>
  )
}

function Restarting({ vault }: { vault: RestartingVault }) {
  const { cause } = vault
  return (
    <section className={classes.banner} data-tone="warn" aria-label={t`Vault state`}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span role="alert">
        <Trans>
          <strong>The vault stopped and is being started again.</strong> {cause} What you see stays
          readable; changes are possible again in a moment.
        </Trans>
      </span>
      <Countdown vault={vault} />
    </section>
  )
}

/** Outside the live region: a screen reader shall not hear every second. */
function Countdown({ vault }: { vault: RestartingVault }) {
  const seconds = Math.ceil((vault.retryAt - useNow('second')) / 1_000)
  const { attempt } = vault
  return (
    <span className={classes.countdown}>
      {seconds > 0 ? t`Attempt ${attempt} in ${seconds} s` : t`Attempt ${attempt} under way`}
    </span>
  )
}
