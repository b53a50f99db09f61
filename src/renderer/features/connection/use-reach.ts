import { useQuery } from '@apollo/client/react'
import { useMemo } from 'react'
import { filter } from 'rxjs'
import { useNews } from '../../components/use-news.ts'
import { ReachDocument } from '../../graphql/documents.generated.ts'
import { useData } from '../data/data-context.tsx'

const OFTEN_MS = 1_000

/** What the registry is told, and when the world reached the vault, as it is at any time. */
export function useReach() {
  const { changes } = useData()
  const { data, error, refetch } = useQuery(ReachDocument, { fetchPolicy: 'cache-and-network' })
  // `consent` is also told whenever something may have been missed.
  const news$ = useMemo(() => changes.visits$.pipe(filter((news) => news !== 'visit')), [changes])
  useNews(news$, refetch, OFTEN_MS)
  return { reach: data?.reach ?? null, error, refetch }
}
