import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ActivityByDayDocument } from '../../graphql/documents.generated.ts'
import { useWhenVisited } from '../access/use-visit-news.ts'
import type { ActivityPlace } from './activity-address.ts'
import { readPage } from './log-pages.ts'
import type { Trace } from './traces.ts'

export interface LogView {
  readonly traces: readonly Trace[]
  /** `first`: nothing is known yet. `older`: another page is on its way. */
  readonly loading: 'first' | 'older' | null
  readonly error: unknown
  readonly hasOlder: boolean
  /** Something newer is in the log. */
  readonly isBehind: boolean
}

const nothing: LogView = {
  ...{ traces: [], loading: 'first', error: null, hasOlder: false, isBehind: false },
}

/** What is shown of a log, newest first, page by page. */
export function useLog(place: ActivityPlace) {
  const client = useApolloClient()
  const [view, setView] = useState<LogView>(nothing)
  const cursor = useRef<string | null>(null)
  /** Counts requests: an answer that was overtaken is dropped. */
  const request = useRef(0)

  const read = useCallback(
    async (after: string | null, before: readonly Trace[]) => {
      const own = ++request.current
      setView((shown) => ({
        ...shown,
        ...{ error: null, loading: shown.traces.length === 0 ? 'first' : 'older' },
      }))
      try {
        const { traces, next } = await readPage(client, place, after)
        if (own !== request.current) return
        cursor.current = next
        const all = [...before, ...traces]
        setView({ ...nothing, traces: all, hasOlder: next !== null, loading: null })
      } catch (error) {
        if (own === request.current) setView((shown) => ({ ...shown, error, loading: null }))
      }
    },
    [client, place],
  )
  const reload = useCallback(() => read(null, []), [read])
  useEffect(() => {
    setView(nothing)
    void reload()
    return () => void request.current++
  }, [reload])

  const newest = view.traces[0]?.id
  const { isBehind } = view
  useEffect(() => {
    // What is counted a day has changed with what is listed.
    if (newest === undefined && !isBehind) return
    void client.refetchQueries({ include: [ActivityByDayDocument] }).catch(() => null)
  }, [client, newest, isBehind])
  useWhenVisited(async () => {
    const { current } = request
    if (view.loading !== null) return
    const latest = (await readPage(client, place, null, 1)).traces[0]?.id
    if (current !== request.current || latest === undefined || latest === newest) return
    setView((shown) => (shown.traces[0]?.id === newest ? { ...shown, isBehind: true } : shown))
  })

  const loadOlder = () => {
    if (view.hasOlder && view.loading === null && !view.error) {
      void read(cursor.current, view.traces)
    }
  }
  return { view, reload, loadOlder }
}
