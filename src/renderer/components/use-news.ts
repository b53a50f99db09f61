import { useEffect, useRef } from 'react'
import { asyncScheduler, type Observable, throttleTime } from 'rxjs'

/** Has something read again when there is news: at once, and then once in `everyMs` at most. */
export function useNews(
  news$: Observable<unknown>,
  read: () => Promise<unknown>,
  everyMs: number,
): void {
  const latest = useRef(read)
  latest.current = read
  useEffect(() => {
    const throttled = throttleTime(everyMs, asyncScheduler, { leading: true, trailing: true })
    const following = news$.pipe(throttled).subscribe(() => void latest.current().catch(() => null))
    return () => following.unsubscribe()
  }, [news$, everyMs])
}
