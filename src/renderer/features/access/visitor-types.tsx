import { useQuery } from '@apollo/client/react'
import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Skeleton } from '@mantine/core'
import { Section } from '../../components/section.tsx'
import { VisitorTypesDocument } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import { useTypeName } from '../data/record-counts.ts'
import { useWhenVisited } from './use-visit-news.ts'
import classes from './visitor-types.module.css'
import type { Visitor } from './visitors.ts'

/** How much of each type somebody read and wrote. */
export function VisitorTypes({ visitor }: { visitor: Visitor }) {
  const typeName = useTypeName()
  const { data, error, refetch } = useQuery(VisitorTypesDocument, {
    variables: { caller: visitor.line },
    fetchPolicy: 'cache-and-network',
  })
  useWhenVisited(refetch)
  const types = data?.visitor?.types
  if (visitor.lastSeen === null) return null
  return (
    <Section
      title={visitor.kind === 'platform' ? t`What it read and wrote` : t`What they read and wrote`}
      hint={t`Records read, as far back as reads are kept, and all changes.`}
    >
      {!data && !error && <Skeleton height={65} />}
      {error && (
        <p role="alert" className={classes.none}>
          {errorCause(error)}
        </p>
      )}
      {data && !types?.length && (
        <p className={classes.none}>
          <Trans>Nothing yet.</Trans>
        </p>
      )}
      {types && types.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Type</Trans>
              </th>
              <th scope="col">
                <Trans>Records read</Trans>
              </th>
              <th scope="col">
                <Trans>Changes</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {types.map(({ ontology, read, written }) => (
              <tr key={ontology}>
                <th scope="row">{typeName(ontology)}</th>
                <td>{i18n.number(read)}</td>
                <td>{i18n.number(written)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}
