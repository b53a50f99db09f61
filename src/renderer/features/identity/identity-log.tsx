import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Tooltip, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconChevronDown, IconShieldCheck } from '@tabler/icons-react'
import { type ReactNode, useId, useMemo } from 'react'
import { Section } from '../../components/section.tsx'
import { ShortEName, ShortId, ShortKey } from '../../components/short-id.tsx'
import { Time } from '../../components/time.tsx'
import classes from './identity-log.module.css'
import { type LogEntry, type TimelineEvent, timelineOf } from './timeline.ts'

/** Every change of the keys, newest first. */
export function IdentityLog({ log }: { log: readonly LogEntry[] }) {
  const events = useMemo(() => timelineOf(log), [log])
  return (
    <Section
      title={t`Identity log`}
      hint={t`Every change of your keys, signed and chained. Others check it to know your keys are yours.`}
    >
      {events.length === 0 ? (
        <p className={classes.empty}>
          <Trans>Nothing is in it yet: your first key begins it.</Trans>
        </p>
      ) : (
        <ol className={classes.events}>
          {events.map((event) => (
            <Event key={event.versionId} event={event} />
          ))}
        </ol>
      )}
    </Section>
  )
}

function Event({ event }: { event: TimelineEvent }) {
  const [opened, { toggle }] = useDisclosure(false)
  const checksId = useId()
  const { title, came, left } = event
  return (
    <li className={classes.event}>
      <div className={classes.head}>
        <strong className={classes.title}>{title}</strong>
        <Tooltip label={t`Signature, chain and commitment were checked`}>
          <UnstyledButton
            className={classes.verified}
            aria-label={t`Verified: signature, chain and commitment of “${title}”`}
            aria-expanded={opened}
            aria-controls={checksId}
            onClick={toggle}
          >
            <IconShieldCheck size={16} aria-hidden="true" />
            <Trans>Verified</Trans>
            <IconChevronDown size={14} className={classes.chevron} aria-hidden="true" />
          </UnstyledButton>
        </Tooltip>
      </div>
      <div className={classes.when}>
        <Time value={event.time} />
        <span aria-hidden="true">·</span>
        <span className={classes.version}>
          <Trans>
            Version <ShortId id={event.versionId} label={t`Copy version id`} />
          </Trans>
        </span>
      </div>
      <dl className={classes.facts}>
        <Fact name={plural(came.length, { one: 'New key', other: 'New keys' })} values={came}>
          {(key) => <ShortKey publicKey={key} />}
        </Fact>
        <Fact name={plural(left.length, { one: 'Old key', other: 'Old keys' })} values={left}>
          {(key) => <ShortKey publicKey={key} />}
        </Fact>
        <Fact name={t`Approved by`} values={event.approvedBy}>
          {(ename) => <ShortEName ename={ename} />}
        </Fact>
      </dl>
      <ul id={checksId} className={classes.checks} hidden={!opened}>
        {event.checks.map(({ name, finding }) => (
          <li key={name}>
            <IconCheck size={16} aria-hidden="true" />
            <span>
              <strong>{name}.</strong> {finding}
            </span>
          </li>
        ))}
      </ul>
    </li>
  )
}

interface FactProps {
  readonly name: string
  readonly values: readonly string[]
  readonly children: (value: string) => ReactNode
}

function Fact({ name, values, children }: FactProps) {
  if (values.length === 0) return null
  return (
    <>
      <dt>{name}</dt>
      {values.map((value) => (
        <dd key={value}>{children(value)}</dd>
      ))}
    </>
  )
}
