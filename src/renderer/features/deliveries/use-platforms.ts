import { useQuery } from '@apollo/client/react'
import { plural } from '@lingui/core/macro'
import type { Waiting } from '../../components/count-badge.tsx'
import { useNews } from '../../components/use-news.ts'
import {
  DeliveryCountsDocument,
  DeliveryPlatformsDocument,
} from '../../graphql/documents.generated.ts'
import { useWhenAsked } from '../access/use-visit-news.ts'
import { useData } from '../data/data-context.tsx'

/** Packets go many times a second; nobody reads faster than this. */
const OFTEN_MS = 1_000

/** Has something read again whenever deliveries have changed. */
export function useWhenDelivered(read: () => Promise<unknown>): void {
  useNews(useData().changes.deliveries$, read, OFTEN_MS)
}

/** Everyone who is told of changes, or was, as they are at any time. */
export function usePlatforms() {
  const { data, error, refetch } = useQuery(DeliveryPlatformsDocument, {
    fetchPolicy: 'cache-and-network',
  })
  useWhenDelivered(refetch)
  // Whom the owner lets read is told of changes from then on.
  useWhenAsked(refetch)
  return { platforms: data?.deliveryPlatforms ?? null, error, refetch }
}

/** How many packets wait, how many were given up, and how many platforms fail; null for unknown. */
export function useDeliveryCounts() {
  const { data, refetch } = useQuery(DeliveryCountsDocument)
  useWhenDelivered(refetch)
  return data?.deliveryCounts ?? null
}

/** How many deliveries were given up, wherever the owner is in the window. */
export function useFailedCount(): Waiting {
  const count = useDeliveryCounts()?.failed ?? 0
  const words = plural(count, { one: '# delivery given up', other: '# deliveries given up' })
  return { count, words }
}
