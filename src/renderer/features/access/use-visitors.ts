import { useQuery } from '@apollo/client/react'
import { useMemo } from 'react'
import { AskingPlatformsDocument, VisitorsDocument } from '../../graphql/documents.generated.ts'
import { useWhenAsked, useWhenVisited } from './use-visit-news.ts'
import { isWaiting, visitorsOf } from './visitors.ts'

/** Everyone who ever came, and what holds for those the owner has not decided about. */
export function useVisitors() {
  const { data, error, refetch } = useQuery(VisitorsDocument, {
    fetchPolicy: 'cache-and-network',
  })
  const visitors = useMemo(() => (data ? visitorsOf(data) : null), [data])
  return { visitors, settings: data?.settings ?? null, error, refetch }
}

/** The same, as it is at any time. */
export function useVisitorsNow() {
  const answer = useVisitors()
  useWhenVisited(answer.refetch)
  return answer
}

/** How many platforms wait for the owner's decision. */
export function useWaitingPlatforms(): number {
  const { data, refetch } = useQuery(AskingPlatformsDocument)
  useWhenAsked(refetch)
  return data?.consents.filter((consent) => isWaiting({ consent })).length ?? 0
}
