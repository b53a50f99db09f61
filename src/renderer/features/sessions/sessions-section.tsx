import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconLink,
  IconLogin2,
  IconSend,
  IconSignature,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ErrorNotice } from '../../components/notice.tsx'
import { RefusalAlert } from '../../components/refusal-alert.tsx'
import { Section } from '../../components/section.tsx'
import { tellChange } from '../../components/tell.tsx'
import { Time } from '../../components/time.tsx'
import { useVault } from '../vault/vault-context.tsx'
import { SessionFacts } from './session-facts.tsx'
import { SessionState } from './session-state.tsx'
import { errorWords, listingWords, sessionWords } from './session-words.ts'
import classes from './sessions.module.css'
import { type PlatformSession, useResend, useSessions } from './use-sessions.ts'

const SHOWN_AT_FIRST = 5

/** Where the owner logged in, and what they signed for platforms. */
export function SessionsSection() {
  const { sessions, error, refetch } = useSessions()
  const { writable, lastReady } = useVault()
  const navigate = useNavigate()
  return (
    <Section
      title={t`Logins and signatures`}
      anchor="logins"
      hint={t`Platforms show a w3ds:// link or its QR code, and you answer with your key.`}
      action={
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconLink size={16} />}
          disabled={!writable || lastReady?.keyless === true}
          onClick={() => void navigate('/identity?link')}
        >
          <Trans>Open a link…</Trans>
        </Button>
      }
    >
      {sessions && sessions.length > 0 && <Sessions sessions={sessions} />}
      {sessions?.length === 0 && (
        <p className={classes.muted}>
          <Trans>You have not logged in anywhere from this computer yet.</Trans>
        </p>
      )}
      {!sessions && error && (
        <ErrorNotice
          title={t`What you signed for platforms could not be read`}
          error={error}
          onRetry={() => void refetch()}
        />
      )}
    </Section>
  )
}

function Sessions({ sessions }: { sessions: readonly PlatformSession[] }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? sessions : sessions.slice(0, SHOWN_AT_FIRST)
  const hidden = sessions.length - shown.length
  return (
    <>
      <ul className={classes.rows} aria-label={t`Logins and signatures`}>
        {shown.map((session) => (
          <li key={session.id}>
            <Row session={session} />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button variant="subtle" size="compact-md" onClick={() => setWhole(true)}>
          {plural(hidden, { one: 'Show # more', other: 'Show # more' })}
        </Button>
      )}
    </>
  )
}

function Row({ session }: { session: PlatformSession }) {
  const { action, host, askedAt } = session
  const Icon = action === 'auth' ? IconLogin2 : IconSignature
  return (
    <details className={classes.row}>
      <summary>
        <Icon size={20} aria-hidden="true" />
        <span className={classes.words}>
          <strong>{action === 'auth' ? t`Login at ${host}` : t`Signature for ${host}`}</strong>
          <span className={classes.muted}>
            <Time value={askedAt} plain />
          </span>
        </span>
        <SessionState session={session} />
      </summary>
      <Details session={session} />
    </details>
  )
}

function Details({ session }: { session: PlatformSession }) {
  const { writable } = useVault()
  const { resend, sending, refusals } = useResend((sent) => {
    const { word, meaning } = sessionWords(sent)
    tellChange(word, errorWords(sent) ?? meaning)
  })
  const listing = listingWords(session)
  return (
    <div className={classes.more}>
      <p className={classes.muted}>{sessionWords(session).meaning}</p>
      {listing && (
        <p className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          {listing}
        </p>
      )}
      <SessionFacts request={session}>
        <AnswerFacts session={session} />
      </SessionFacts>
      <RefusalAlert title={t`It was not sent`} refusals={refusals} />
      {session.state === 'undelivered' && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconSend size={16} />}
          loading={sending}
          disabled={!writable}
          onClick={() => void resend(session.id)}
        >
          <Trans>Send again</Trans>
        </Button>
      )}
    </div>
  )
}

function AnswerFacts({ session }: { session: PlatformSession }) {
  const { triedAt, response } = session
  const error = errorWords(session)
  return (
    <>
      {triedAt && (
        <>
          <dt>
            <Trans>Last sent</Trans>
          </dt>
          <dd>
            <Time value={triedAt} />
          </dd>
        </>
      )}
      {error && (
        <>
          <dt>
            <Trans>Problem</Trans>
          </dt>
          <dd>{error}</dd>
        </>
      )}
      {response && (
        <>
          <dt>
            <Trans>Platform answered</Trans>
          </dt>
          <dd className={classes.exact}>{response}</dd>
        </>
      )}
    </>
  )
}
