import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Anchor, Skeleton } from '@mantine/core'
import { Link } from 'react-router'
import { Section } from '../../components/section.tsx'
import { VisitorTracesDocument } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { activityPath } from '../activity/activity-address.ts'
import { TraceRow } from '../activity/trace-row.tsx'
import { latestOf } from '../activity/traces.ts'
import { useWhenVisited } from './use-visit-news.ts'
import classes from './visitor-traces.module.css'
import type { Visitor } from './visitors.ts'

const SHOWN = 12

/** What somebody did and was refused lately, newest first. */
export function VisitorTraces({ visitor }: { visitor: Visitor }) {
  const { line, lastSeen } = visitor
  const { data, error, refetch } = useQuery(VisitorTracesDocument, {
    variables: { caller: line, first: SHOWN },
    fetchPolicy: 'cache-and-network',
  })
  useWhenVisited(refetch)
  if (lastSeen === null) return null
  const traces = data ? latestOf(data.seen, data.changed.entries, SHOWN) : null
  return (
    <Section
      title={t`Lately`}
      hint={t`The latest changes, reads and refusals.`}
      action={
        <span className={classes.all}>
          <Anchor component={Link} to={activityPath({ log: 'changes', who: line })}>
            <Trans>All changes</Trans>
          </Anchor>
          <Anchor component={Link} to={activityPath({ log: 'reads', who: line })}>
            <Trans>All reads</Trans>
          </Anchor>
        </span>
      }
    >
      {!traces && !error && <Skeleton height={128} />}
      {!traces && error && (
        <p role="alert" className={classes.none}>
          {errorCause(error)}
        </p>
      )}
      {traces?.length === 0 && (
        <p className={classes.none}>
          <Trans>The logs have nothing of that any more.</Trans>
        </p>
      )}
      {traces && traces.length > 0 && (
        <ul className={classes.traces}>
          {traces.map((trace) => (
            <TraceRow key={trace.id} trace={trace} />
          ))}
        </ul>
      )}
    </Section>
  )
}
