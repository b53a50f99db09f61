import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Switch } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef } from 'react'
import { type ConnectionState, MOST_WAYS } from '../../../ipc/connection.ts'
import { Section } from '../../components/section.tsx'
import type { Ways } from './use-ways.ts'
import { WayRow } from './way-row.tsx'
import classes from './ways-section.module.css'

interface WaysSectionProps {
  readonly state: ConnectionState
  readonly ways: Ways
  readonly onAdd: () => void
  readonly onEdit: (at: number) => void
}

/** The ways that were set up, in the order in which they are tried. */
export function WaysSection({ state, ways, onAdd, onEdit }: WaysSectionProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { all, working, setLeaveOnQuit } = ways
  const isFull = all.length >= MOST_WAYS
  return (
    <Section
      title={t`Ways`}
      hint={
        isFull
          ? t`These are as many as there can be. The first that works is used.`
          : t`The first that works is used; the others stand by.`
      }
      heading={heading}
      action={
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          disabled={isFull}
          onClick={onAdd}
        >
          <Trans>Add a way…</Trans>
        </Button>
      }
    >
      <ol className={classes.ways} aria-busy={working}>
        {all.map((way, at) => (
          <WayRow
            // Two may be alike, and the place is what they are called by.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={at}
            {...{ way, at, state, ways, onEdit }}
            onRemoved={() => heading.current?.focus()}
          />
        ))}
      </ol>
      <Switch
        className={classes.leave ?? ''}
        label={t`Have the registry forget this address when the app is closed`}
        description={t`Those who look for you then learn at once that you are away. Otherwise they are still sent here, and get no answer.`}
        checked={state.leaveOnQuit}
        disabled={working}
        onChange={(event) => void setLeaveOnQuit(event.currentTarget.checked)}
      />
    </Section>
  )
}
