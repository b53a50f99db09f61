import { useEffect, useRef } from 'react'
import { asyncScheduler, filter, merge, throttleTime } from 'rxjs'
import { useData } from '../data/data-context.tsx'

/** A platform at work comes many times a second; nobody reads faster than this. */
const OFTEN_MS = 1_000

/**
 * Has something read again whenever somebody came, asked, or changed a record; once a second at
 * most, or once in `everyMs`.
 */
export function useWhenVisited(read: () => Promise<unknown>, everyMs = OFTEN_MS): void {
  const { changes } = useData()
  const latest = useLatest(read)
  useEffect(() => {
    const news = merge(changes.visits$, changes.changes$).pipe(throttled(everyMs))
    const following = news.subscribe(() => void latest.current().catch(() => null))
    return () => following.unsubscribe()
  }, [changes, everyMs, latest])
}

/** Has something read again whenever a platform asked or was decided about. */
export function useWhenAsked(read: () => Promise<unknown>): void {
  const { changes } = useData()
  const latest = useLatest(read)
  useEffect(() => {
    const asked = changes.visits$.pipe(
      filter((news) => news === 'consent'),
      throttled(OFTEN_MS),
    )
    const following = asked.subscribe(() => void latest.current().catch(() => null))
    return () => following.unsubscribe()
  }, [changes, latest])
}

/** At once, and again after the last. */
function throttled<T>(everyMs: number) {
  return throttleTime<T>(everyMs, asyncScheduler, { leading: true, trailing: true })
}

function useLatest<T>(value: T) {
  const latest = useRef(value)
  latest.current = value
  return latest
}
