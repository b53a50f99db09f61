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
      <span>The vault is closing. Everything is being written to disk.</span>
    </div>
  )
}

function Restarting({ vault }: { vault: RestartingVault }) {
  return (
    <section className={classes.banner} data-tone="warn" aria-label="Vault state">
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span role="alert">
        <strong>The vault stopped and is being started again.</strong> {vault.cause} What you see
        stays readable; changes are possible again in a moment.
      </span>
      <Countdown vault={vault} />
    </section>
  )
}

/** Outside the live region: a screen reader shall not hear every second. */
function Countdown({ vault }: { vault: RestartingVault }) {
  const seconds = Math.ceil((vault.retryAt - useNow('second')) / 1_000)
  return (
    <span className={classes.countdown}>
      Attempt {vault.attempt} {seconds > 0 ? `in ${seconds} s` : 'under way'}
    </span>
  )
}
