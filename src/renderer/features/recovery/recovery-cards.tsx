import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useRef } from 'react'
import { Callout } from '../../components/callout.tsx'
import { errorCause } from '../../graphql/error-cause.ts'
import type { Identity } from '../identity/use-identity.ts'
import { KeylessCard } from './keyless-card.tsx'
import { OwnRecoveryCard } from './own-recovery-card.tsx'
import { RecoveredCard } from './recovered-card.tsx'
import { RecoveryAlarm } from './recovery-alarm.tsx'
import classes from './recovery-cards.module.css'
import { isPending, type useRecovery } from './use-recovery.ts'

interface RecoveryCardsProps {
  readonly identity: Identity
  readonly state: ReturnType<typeof useRecovery>
}

/** What comes before everything else: no keys, or somebody who asks for new ones. */
export function RecoveryCards({ identity, state }: RecoveryCardsProps) {
  // Stays while the cards in it come and go, so the focus has where to be.
  const place = useRef<HTMLDivElement>(null)
  const onChanged = () => place.current?.focus()
  return (
    <div ref={place} className={classes.cards} tabIndex={-1}>
      <Card identity={identity} state={state} onChanged={onChanged} />
    </div>
  )
}

function Card({ identity, state, onChanged }: RecoveryCardsProps & { onChanged: () => void }) {
  const { recovery, error, refetch } = state
  if (recovery === undefined) {
    return error && <Unknown error={error} onRetry={() => void refetch().catch(() => {})} />
  }
  if (identity.keyless) {
    return isPending(recovery) ? (
      <OwnRecoveryCard recovery={recovery} onStopped={onChanged} />
    ) : (
      <KeylessCard identity={identity} recovery={recovery} onAsked={onChanged} />
    )
  }
  if (isPending(recovery)) return <RecoveryAlarm recovery={recovery} onStopped={onChanged} />
  const isNewest = identity.log.at(-1)?.operation === 'recover'
  if (recovery?.state !== 'done' || !isNewest) return null
  return <RecoveredCard recovery={recovery} onDismissed={onChanged} />
}

function Unknown({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <Callout
      tone="warn"
      icon={<IconAlertTriangle size={20} />}
      title={t`Whether somebody asks for new keys could not be read`}
    >
      <p role="alert">{errorCause(error)}</p>
      <div>
        <Button variant="default" onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      </div>
    </Callout>
  )
}
