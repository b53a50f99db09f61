import { useQuery } from '@apollo/client/react'
import { useMemo } from 'react'
import { AskingPlatformsDocument, VisitorsDocument } from '../../graphql/documents.generated.ts'
import { isWaiting, visitorsOf } from './visitors.ts'

/** Who comes has no event. */
const POLL_MS = 3_000

/** Everyone who ever came, and what holds for those the owner has not decided about. */
export function useVisitors(options: { readonly pollInterval?: number } = {}) {
  const { data, error, refetch } = useQuery(VisitorsDocument, {
    fetchPolicy: 'cache-and-network',
    ...options,
  })
  const visitors = useMemo(() => (data ? visitorsOf(data) : null), [data])
  return { visitors, settings: data?.settings ?? null, error, refetch }
}

/** The same, asked again and again. */
export function useVisitorsPolled() {
  return useVisitors({ pollInterval: POLL_MS })
}

/** How many platforms wait for the owner's decision. */
export function useWaitingPlatforms(): number {
  const { data } = useQuery(AskingPlatformsDocument, { pollInterval: POLL_MS })
  return data?.consents.filter((consent) => isWaiting({ consent })).length ?? 0
}
