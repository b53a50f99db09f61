import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor } from '@mantine/core'
import { IconAlertTriangle, IconDoorExit, IconTruckDelivery } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { filter } from 'rxjs'
import { useNow } from '../../components/now.ts'
import { useNews } from '../../components/use-news.ts'
import { useData } from '../data/data-context.tsx'
import { standingWords } from './standing-words.ts'
import { useStanding } from './use-standing.ts'
import { useVaultFacts } from './use-vault-facts.ts'
import classes from './vault-banner.module.css'
import { useVault } from './vault-context.tsx'
import type { RestartingVault } from './vault-monitor.ts'

const OFTEN_MS = 1_000

/** Says over every screen when the vault takes no changes, why, and until when. */
export function VaultBanner() {
  const { status } = useVault()
  if (status.state === 'restarting') return <Restarting vault={status} />
  if (status.state === 'ready') return <Moved />
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

/** A vault that has moved elsewhere, or is on its way. */
function Moved() {
  const standing = useStanding()
  const { changes } = useData()
  const { refetch } = useVaultFacts()
  // A move is told in the same way as the address of the vault.
  const news$ = useMemo(() => changes.visits$.pipe(filter((news) => news !== 'visit')), [changes])
  useNews(news$, refetch, OFTEN_MS)
  if (standing === null) return null
  return (
    <section className={classes.banner} data-tone="warn" aria-label={t`Vault state`}>
      <IconTruckDelivery size={16} aria-hidden="true" />
      <span role="status">{standingWords(standing)}</span>
      <Anchor component={Link} to="/settings?section=move" className={classes.way ?? ''}>
        <Trans>See the move</Trans>
      </Anchor>
    </section>
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
