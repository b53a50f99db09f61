import { Trans } from '@lingui/react/macro'
import { Tabs } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import { type DeliveriesPlace, type Side, useDeliveriesAddress } from './deliveries-address.ts'
import { DeliveryPane } from './delivery-pane.tsx'
import { DeliveryView } from './delivery-view.tsx'
import { LedgerPane } from './ledger-pane.tsx'
import classes from './platform-detail.module.css'
import { PlatformHeader } from './platform-header.tsx'
import type { DeliveryPlatform } from './platform-health.ts'
import { SettingsPane } from './settings-pane.tsx'

interface PlatformDetailProps {
  readonly platform: DeliveryPlatform
  readonly place: DeliveriesPlace
}

/** A platform's health, what it is sent, what it has, and its settings; or one delivery to it. */
export function PlatformDetail({ platform, place }: PlatformDetailProps) {
  const { go } = useDeliveriesAddress()
  /** The delivery that was open last has the focus when one comes back. */
  const left = useRef<string | null>(null)
  const { delivery, side = 'deliveries', ...rest } = place
  if (delivery !== undefined) {
    left.current = delivery
    return <DeliveryView key={delivery} id={delivery} platform={platform} place={place} />
  }
  const choose = (next: string | null) => {
    const { state: _, ...others } = rest
    go({ ...others, side: next as Side })
  }
  return (
    <>
      <PlatformHeader platform={platform} place={place} />
      <Tabs value={side} onChange={choose} keepMounted={false} className={classes.tabs}>
        <Tabs.List px="md">
          <Tabs.Tab value="deliveries">
            <Trans>Deliveries</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="received">
            <Trans>Has received</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="settings">
            <Trans>Settings</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Panel side="deliveries">
          <DeliveryPane platform={platform} place={place} left={left} />
        </Panel>
        <Panel side="received">
          <LedgerPane platform={platform} />
        </Panel>
        <Panel side="settings">
          <SettingsPane platform={platform} />
        </Panel>
      </Tabs>
    </>
  )
}

function Panel({ side, children }: { side: Side; children: ReactNode }) {
  return (
    <Tabs.Panel value={side} className={classes.panel}>
      {children}
    </Tabs.Panel>
  )
}
