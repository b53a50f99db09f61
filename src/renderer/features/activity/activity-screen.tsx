import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { SegmentedControl, Title } from '@mantine/core'
import { useState } from 'react'
import { type LogName, useActivityAddress } from './activity-address.ts'
import classes from './activity-screen.module.css'
import { DayChart } from './day-chart.tsx'
import { ExportMenu } from './export-menu.tsx'
import { Filters } from './filters.tsx'
import { Integrity } from './integrity.tsx'
import { LogPane } from './log-pane.tsx'

const logs: readonly { value: LogName; label: string }[] = [
  { value: 'changes', label: t`Changes` },
  { value: 'reads', label: t`Reads and refusals` },
]

/** Who did what in this vault, and who was refused. */
export function ActivityScreen() {
  const { place, go } = useActivityAddress()
  const { log, ...filter } = place
  const [byDays, setByDays] = useState(false)
  const clear = () => {
    setByDays(false)
    go({ log })
  }
  return (
    <div className={classes.screen}>
      <header className={classes.header}>
        <Title order={1} className={classes.title ?? ''}>
          <Trans>Activity</Trans>
        </Title>
        <SegmentedControl
          size="sm"
          aria-label={t`Log`}
          data={[...logs]}
          value={log}
          onChange={(value) => {
            // What the other log knows nothing of stays behind.
            const { what: _, result: __, ...kept } = filter
            go({ log: value as LogName, ...kept })
          }}
        />
        <span className={classes.spacer} />
        <ExportMenu place={place} />
      </header>
      <div className={classes.strip}>
        <DayChart />
        <Integrity />
      </div>
      <Filters place={place} onChange={go} onClear={clear} byDays={byDays} onByDays={setByDays} />
      <LogPane place={place} onClear={clear} />
    </div>
  )
}
