import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor, Title } from '@mantine/core'
import { IconAlertTriangle, IconRosetteDiscountCheck } from '@tabler/icons-react'
import type { ReactNode, RefObject } from 'react'
import { Link } from 'react-router'
import { writtenLocale } from '../../../language/activate.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Section } from '../../components/section.tsx'
import { Time } from '../../components/time.tsx'
import { refusalWords } from '../activity/words.ts'
import { callerOf } from './caller.ts'
import { ConsentSection } from './consent-section.tsx'
import type { useVisitors } from './use-visitors.ts'
import classes from './visitor-detail.module.css'
import { VisitorPicture } from './visitor-picture.tsx'
import { VisitorTraces } from './visitor-traces.tsx'
import { VisitorTypes } from './visitor-types.tsx'
import { isWaiting, type Visitor } from './visitors.ts'

interface VisitorDetailProps {
  readonly visitor: Visitor
  readonly settings: NonNullable<ReturnType<typeof useVisitors>['settings']>
  /** Takes the focus when Enter leads here. */
  readonly heading: RefObject<HTMLHeadingElement | null>
}

/** Who it is, what they may do, and what they did. */
export function VisitorDetail({ visitor, settings, heading }: VisitorDetailProps) {
  const { kind } = visitor
  return (
    <div className={classes.column}>
      <Header visitor={visitor} heading={heading} />
      {kind === 'platform' ? (
        <ConsentSection
          // Who begins to wait is asked about at once.
          key={String(isWaiting(visitor))}
          visitor={visitor}
          asks={settings.platformConsent === 'ask'}
          onDone={() => heading.current?.focus()}
        />
      ) : (
        <Section
          title={t`What they may do`}
          hint={kind === 'person' ? person : <Anonymous settings={settings} />}
        >
          {null}
        </Section>
      )}
      <VisitorTypes visitor={visitor} />
      <VisitorTraces visitor={visitor} />
    </div>
  )
}

const person = t`People show a key of theirs, and need no decision. They read public records and those whose access names them, and change those that name them. What they may do is set at each record.`

function Anonymous({ settings }: Pick<VisitorDetailProps, 'settings'>) {
  const { createWithoutToken: create, readPublicWithoutToken: read } = settings
  const [creators, readers] = [who[create] ?? create, who[read] ?? read]
  return (
    <>
      {creators === readers
        ? t`Programs and pages that showed no token. Your policies let ${readers} read public records and add records.`
        : t`Programs and pages that showed no token. Your policies let ${readers} read public records, and ${creators} add records.`}{' '}
      <Anchor component={Link} to="/settings?section=policies" underline="always">
        <Trans>Change that in Settings</Trans>
      </Anchor>
    </>
  )
}

const who: Readonly<Record<string, string>> = {
  anyone: t({ message: 'anyone', context: 'whom the policies let read or add' }),
  'this-computer': t({
    message: 'programs on this computer',
    context: 'whom the policies let read or add',
  }),
  off: t({ message: 'nobody', context: 'whom the policies let read or add' }),
}

function Header({ visitor, heading }: Pick<VisitorDetailProps, 'visitor' | 'heading'>) {
  const { title, name, kind, firstSeen, lastSeen, lastRefusal, refusals } = visitor
  return (
    <header className={classes.header}>
      <VisitorPicture visitor={visitor} size={48} />
      <div className={classes.words}>
        <div className={classes.names}>
          <Title order={2} ref={heading} tabIndex={-1} className={classes.title ?? ''} dir="auto">
            {title}
          </Title>
          {kind === 'platform' && <Proof verified={visitor.verified} />}
        </div>
        {name && (
          <div className={classes.name}>
            <code>{name}</code>
            <CopyButton text={name} label={kind === 'person' ? t`Copy eName` : t`Copy name`} />
          </div>
        )}
        <OtherSpellings visitor={visitor} />
        <dl className={classes.facts}>
          <Fact name={t`First came`}>{firstSeen ? <Time value={firstSeen} /> : t`Not yet`}</Fact>
          <Fact name={t`Last came`}>{lastSeen ? <Time value={lastSeen} /> : t`Not yet`}</Fact>
          <Fact name={t`Reads`}>{i18n.number(visitor.reads)}</Fact>
          <Fact name={t`Writes`}>{i18n.number(visitor.writes)}</Fact>
          <Fact name={t`Refused`}>{refusals === 0 ? t`Never` : `${i18n.number(refusals)}×`}</Fact>
        </dl>
        {lastRefusal && <LastRefusal {...lastRefusal} />}
      </div>
    </header>
  )
}

/** A platform is one, however its tokens spell its name. */
function OtherSpellings({ visitor: { line, spellings } }: Pick<VisitorDetailProps, 'visitor'>) {
  const others = spellings.filter((one) => one !== line).map((one) => callerOf(one).name)
  if (others.length === 0) return null
  const names = new Intl.ListFormat(writtenLocale()).format(others)
  return (
    <p className={classes.refusal} dir="auto">
      <Trans>Also came as {names}</Trans>
    </p>
  )
}

function LastRefusal(props: NonNullable<Visitor['lastRefusal']>) {
  const reason = refusalWords(props.reason)
  return (
    <p className={classes.refusal}>
      <Trans>
        Last refused <Time value={props.at} />: {reason}.
      </Trans>
    </p>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Proof({ verified }: { verified: boolean }) {
  return verified ? (
    <span className={classes.proof} data-verified>
      <IconRosetteDiscountCheck size={16} aria-hidden="true" />
      <Trans>Verified</Trans>
    </span>
  ) : (
    <span className={classes.proof}>
      <IconAlertTriangle size={14} aria-hidden="true" />
      <Trans>Claimed</Trans>
    </span>
  )
}
