import { useMemo } from 'react'
import { filter, merge } from 'rxjs'
import { useNews } from '../../components/use-news.ts'
import { useData } from '../data/data-context.tsx'

/** A platform at work comes many times a second; nobody reads faster than this. */
const OFTEN_MS = 1_000

/**
 * Has something read again whenever somebody came, asked, or changed a record; once a second at
 * most, or once in `everyMs`.
 */
export function useWhenVisited(read: () => Promise<unknown>, everyMs = OFTEN_MS): void {
  const { changes } = useData()
  const news$ = useMemo(() => {
    const came$ = changes.visits$.pipe(filter((news) => news !== 'reach'))
    return merge(came$, changes.changes$)
  }, [changes])
  useNews(news$, read, everyMs)
}

/** Has something read again whenever a platform asked or was decided about. */
export function useWhenAsked(read: () => Promise<unknown>): void {
  const { changes } = useData()
  const asked$ = useMemo(
    () => changes.visits$.pipe(filter((news) => news === 'consent')),
    [changes],
  )
  useNews(asked$, read, OFTEN_MS)
}
