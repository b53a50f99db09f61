import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, SegmentedControl } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { ErrorNotice, Notice } from '../../components/notice.tsx'
import {
  type DeliveriesPlace,
  type StateFilter,
  useDeliveriesAddress,
} from './deliveries-address.ts'
import classes from './delivery-pane.module.css'
import { DeliveryTable } from './delivery-table.tsx'
import { filterWords } from './delivery-words.ts'
import { PagesError } from './pages-error.tsx'
import type { DeliveryPlatform } from './platform-health.ts'
import { useDeliveries } from './use-deliveries.ts'

interface DeliveryPaneProps {
  readonly platform: DeliveryPlatform
  readonly place: DeliveriesPlace
  /** The delivery one comes back from. */
  readonly left: RefObject<string | null>
}

/** What a platform was and is to be sent, in each of its states. */
export function DeliveryPane({ platform, place, left }: DeliveryPaneProps) {
  const { go } = useDeliveriesAddress()
  const { state } = place
  const { view, loadOlder, reload } = useDeliveries({ platform: platform.platform, state })
  const retry = () => void reload()
  const narrow = (next: string) => {
    const { state: _, ...others } = place
    go(next === ANY ? others : { ...others, state: next as StateFilter })
  }
  const isEmpty = view.entries.length === 0 && view.loading === null
  return (
    <>
      <div className={classes.filter}>
        <SegmentedControl
          size="xs"
          aria-label={t`State`}
          data={[...filters]}
          value={state ?? ANY}
          onChange={narrow}
        />
      </div>
      {isEmpty && view.error !== null && (
        <ErrorNotice
          title={t`The deliveries could not be read`}
          error={view.error}
          onRetry={retry}
        />
      )}
      {isEmpty && view.error === null && <Empty state={state} onClear={() => narrow(ANY)} />}
      {!isEmpty && (
        <>
          <PagesError error={view.error} onRetry={retry} />
          <DeliveryTable view={view} place={place} left={left} onOlder={loadOlder} />
        </>
      )}
    </>
  )
}

const ANY = 'any'

const filters = [
  { value: ANY, label: t`All` },
  ...(['waiting', 'delivered', 'failed', 'withheld'] as const).map((value) => ({
    ...{ value, label: filterWords[value] },
  })),
]

function Empty(props: { state: StateFilter | undefined; onClear: () => void }) {
  const { state, onClear } = props
  if (state !== undefined) {
    return (
      <Notice icon={<IconSend size={24} />} title={nothingWords[state]}>
        <Button variant="default" onClick={onClear}>
          <Trans>Show all</Trans>
        </Button>
      </Notice>
    )
  }
  return (
    <Notice icon={<IconSend size={24} />} title={t`Nothing was to be sent yet`}>
      <p className={classes.text}>
        <Trans>
          When a record that it may read is added or changed, the platform is told within seconds,
          and it appears here.
        </Trans>
      </p>
    </Notice>
  )
}

const nothingWords: Readonly<Record<StateFilter, string>> = {
  waiting: t`Nothing waits`,
  delivered: t`Nothing was delivered yet`,
  failed: t`Nothing was given up`,
  withheld: t`Nothing was held back`,
}
