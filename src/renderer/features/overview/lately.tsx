import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor, Button, Skeleton, Title } from '@mantine/core'
import { Link } from 'react-router'
import { LatelyDocument } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { useWhenVisited } from '../access/use-visit-news.ts'
import { TraceRow } from '../activity/trace-row.tsx'
import { latestOf, type Trace } from '../activity/traces.ts'
import classes from './overview-screen.module.css'

const SHOWN = 6

/** The latest changes, reads and refusals, whoever did them. */
export function Lately() {
  const { data, error, refetch } = useQuery(LatelyDocument, {
    variables: { first: SHOWN },
    fetchPolicy: 'cache-and-network',
  })
  useWhenVisited(refetch)
  return (
    <section className={classes.section} aria-labelledby="lately">
      <div className={classes.heading}>
        <Title order={2} id="lately">
          <Trans>Lately</Trans>
        </Title>
        <Anchor component={Link} to="/activity">
          <Trans>All activity</Trans>
        </Anchor>
      </div>
      {!data && !error && <Skeleton height={132} />}
      {!data && error && (
        <div role="alert" className={classes.hint}>
          {errorCause(error)}{' '}
          <Button variant="default" size="compact-sm" onClick={() => void refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </div>
      )}
      {data && <Traces traces={latestOf(data.seen, data.changed.entries, SHOWN)} />}
    </section>
  )
}

function Traces({ traces }: { traces: readonly Trace[] }) {
  if (traces.length === 0) {
    return (
      <p className={classes.hint}>
        <Trans>Nothing yet. What platforms and people do with your records is told here.</Trans>
      </p>
    )
  }
  return (
    <ul className={classes.lately} aria-label={t`Lately`}>
      {traces.map((trace) => (
        <TraceRow key={trace.id} trace={trace} showsWho />
      ))}
    </ul>
  )
}
