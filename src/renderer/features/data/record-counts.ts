import type { ApolloClient } from '@apollo/client'
import { useQuery } from '@apollo/client/react'
import { asyncScheduler, concatMap, throttleTime } from 'rxjs'
import { titleOfOntology } from '../../../w3id/known-ontologies.ts'
import { shortenId } from '../../components/shorten-id.ts'
import type { ChangeStream } from '../../graphql/change-stream.ts'
import { RecordCountsDocument, type RecordCountsQuery } from '../../graphql/documents.generated.ts'

export type OntologyCount = RecordCountsQuery['ontologies'][number]

const THROTTLE_MS = 250

/**
 * Asks for the counts after changes, a few times a second at most. Adding up changes instead
 * would drift: nobody can tell whether an answer already contains a change. A question that
 * fails is not repeated: the next change, or the reopened stream, asks again.
 */
export function keepCountsFresh(client: ApolloClient, changes: ChangeStream): void {
  changes.changes$
    .pipe(
      throttleTime(THROTTLE_MS, asyncScheduler, { leading: true, trailing: true }),
      concatMap(() => {
        const counts = { query: RecordCountsDocument, fetchPolicy: 'network-only' } as const
        return client.query(counts).catch(() => null)
      }),
    )
    .subscribe()
  changes.reopened$
    .pipe(concatMap(() => client.refetchQueries({ include: 'active' }).catch(() => null)))
    .subscribe()
}

/** How many records the vault holds, of each type and in all. */
export function useRecordCounts() {
  const { data, error, refetch } = useQuery(RecordCountsDocument)
  return { total: data?.vault.totalCount, types: data?.ontologies, error, refetch }
}

/** Names a record type: as the vault does, as the protocol does, or by its shortened id. */
export function useTypeName(): (ontology: string) => string {
  const { types } = useRecordCounts()
  return (ontology) =>
    types?.find((type) => type.ontology === ontology)?.title ??
    titleOfOntology(ontology) ??
    shortenId(ontology)
}
