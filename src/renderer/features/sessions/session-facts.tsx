import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import classes from './sessions.module.css'

interface SessionFactsProps {
  readonly request: {
    readonly host: string
    readonly platform: string | null
    readonly session: string
    readonly message: string | null
  }
  readonly children?: ReactNode
}

/** Where an answer goes, and exactly what is signed for it. */
export function SessionFacts({ request, children }: SessionFactsProps) {
  const { host, platform, session, message } = request
  return (
    <dl className={classes.facts}>
      <dt>
        <Trans>Answer goes to</Trans>
      </dt>
      <dd>
        <strong>{host}</strong>
      </dd>
      {platform !== null && (
        <>
          <dt>
            <Trans>Says it is</Trans>
          </dt>
          <dd dir="auto">{platform}</dd>
        </>
      )}
      {message !== null && (
        <>
          <dt>
            <Trans>To agree to</Trans>
          </dt>
          <dd className={classes.message} dir="auto">
            {message}
          </dd>
        </>
      )}
      <dt>
        <Trans>Signed text</Trans>
      </dt>
      <dd className={classes.exact}>{session}</dd>
      {children}
    </dl>
  )
}
