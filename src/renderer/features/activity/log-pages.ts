import type { ApolloClient } from '@apollo/client'
import { t } from '@lingui/core/macro'
import {
  type AccessLogFilterInput,
  ChangesDocument,
  type OperationLogFilterInput,
  ReadsDocument,
} from '../../graphql/documents.generated.ts'
import { type ActivityPlace, timesOf } from './activity-address.ts'
import { type Trace, traceOfAccess, traceOfChange } from './traces.ts'

/** The server's limit. */
const LARGEST_PAGE = 100

export interface LogPage {
  readonly traces: readonly Trace[]
  /** For the page after this one; null on the last. */
  readonly next: string | null
}

/** Reads a page of what is shown, newest first, behind a cursor; rejects with the cause. */
export async function readPage(
  client: ApolloClient,
  place: ActivityPlace,
  after: string | null,
  first = LARGEST_PAGE,
): Promise<LogPage> {
  const page = { first, ...(after !== null && { after }) }
  if (place.log === 'changes') {
    const { data } = await client.query({
      query: ChangesDocument,
      fetchPolicy: 'no-cache',
      variables: { filter: changesFilter(place), ...page },
    })
    if (!data) throw new Error(t`The vault gave no answer.`)
    const { entries, nextCursor } = data.operationLog
    return { traces: entries.map(traceOfChange), next: nextCursor }
  }
  const { data } = await client.query({
    query: ReadsDocument,
    fetchPolicy: 'no-cache',
    variables: { filter: readsFilter(place), ...page },
  })
  if (!data) throw new Error(t`The vault gave no answer.`)
  const traces = data.accessLog.map(traceOfAccess)
  return { traces, next: traces.length < first ? null : (traces.at(-1)?.id ?? null) }
}

function changesFilter(place: ActivityPlace): OperationLogFilterInput {
  const { who, type, what } = place
  return {
    ...(who && { caller: who }),
    ...(type && { ontology: type }),
    ...(what && { operation: what }),
    ...timesOf(place),
  }
}

function readsFilter(place: ActivityPlace): AccessLogFilterInput {
  const { result } = place
  return { ...changesFilter(place), ...(result && { allowed: result === 'allowed' }) }
}
