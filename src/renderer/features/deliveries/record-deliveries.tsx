import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor, Button, Skeleton } from '@mantine/core'
import { Link } from 'react-router'
import { ErrorNotice } from '../../components/notice.tsx'
import { Time } from '../../components/time.tsx'
import { deliveriesPath } from './deliveries-address.ts'
import type { Delivery } from './delivery-words.ts'
import { platformTitle } from './platform-health.ts'
import classes from './record-deliveries.module.css'
import { StateMark } from './state-mark.tsx'
import { useDeliveries } from './use-deliveries.ts'

/** Which platforms were and are to be told of a record, and what became of it. */
export function RecordDeliveries({ record }: { record: string }) {
  const { view, loadOlder, reload } = useDeliveries({ record })
  const { entries, loading, error, hasOlder } = view
  if (loading === 'first') {
    return (
      <div className={classes.list} aria-busy="true">
        {[64, 48, 56].map((width) => (
          <Skeleton key={width} height={12} width={`${width}%`} />
        ))}
      </div>
    )
  }
  if (error !== null) {
    const retry = () => void reload()
    return <ErrorNotice title={t`The deliveries could not be read`} error={error} onRetry={retry} />
  }
  if (entries.length === 0) {
    return (
      <p className={classes.none}>
        <Trans>No platform was told of this record.</Trans>
      </p>
    )
  }
  return (
    <ul className={classes.list}>
      {entries.map((delivery) => (
        <Entry key={delivery.id} delivery={delivery} />
      ))}
      {hasOlder && (
        <li>
          <Button variant="default" size="compact-sm" onClick={loadOlder}>
            <Trans>Show more</Trans>
          </Button>
        </li>
      )}
    </ul>
  )
}

function Entry({ delivery }: { delivery: Delivery }) {
  const { id, platform, deliveredAt, changedAt } = delivery
  return (
    <li className={classes.entry}>
      <div className={classes.line}>
        <Anchor
          component={Link}
          to={deliveriesPath({ platform, delivery: id })}
          className={classes.name ?? ''}
          dir="auto"
        >
          {platformTitle(platform)}
        </Anchor>
        <span className={classes.when}>
          <Time value={deliveredAt ?? changedAt} />
        </span>
      </div>
      <StateMark delivery={delivery} />
    </li>
  )
}
