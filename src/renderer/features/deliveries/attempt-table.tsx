import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconCheck, IconX } from '@tabler/icons-react'
import { Time } from '../../components/time.tsx'
import { ToneMark } from '../../components/tone-mark.tsx'
import type { DeliveryQuery } from '../../graphql/documents.generated.ts'
import classes from './attempt-table.module.css'
import { attemptErrorWords, tookText } from './delivery-words.ts'

type Attempt = NonNullable<DeliveryQuery['delivery']>['attempts'][number]

/** Each attempt to send something, and what the platform answered. */
export function AttemptTable({ attempts }: { attempts: readonly Attempt[] }) {
  if (attempts.length === 0) {
    return (
      <p className={classes.none}>
        <Trans>It was not tried yet.</Trans>
      </p>
    )
  }
  return (
    <table className={classes.table} aria-label={t`Attempts`}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>When</Trans>
          </th>
          <th scope="col">
            <Trans context="of attempts">No.</Trans>
          </th>
          <th scope="col">
            <Trans>Result</Trans>
          </th>
          <th scope="col">
            <Trans>Took</Trans>
          </th>
          <th scope="col">
            <Trans>Answer</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {attempts.map((attempt) => (
          <Row key={attempt.id} attempt={attempt} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ attempt }: { attempt: Attempt }) {
  const { at, number, ok, status, durationMs, response } = attempt
  const error = attemptErrorWords(attempt)
  return (
    <tr>
      <td className={classes.muted}>
        <Time value={at} />
      </td>
      <td>{i18n.number(number)}</td>
      <td>
        <ToneMark tone={ok ? 'ok' : 'bad'} Icon={ok ? IconCheck : IconX}>
          {ok ? t`Received` : t({ message: 'Failed', context: 'an attempt' })}
          {status !== null && ` (${status})`}
        </ToneMark>
      </td>
      <td>{tookText(durationMs)}</td>
      <td className={classes.answer}>
        {error && <span>{error}</span>}
        {response && <code>{response}</code>}
        {!error && !response && <span className={classes.muted}>–</span>}
      </td>
    </tr>
  )
}
