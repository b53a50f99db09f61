import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useState } from 'react'
import { InboundRequestsDocument } from '../../graphql/documents.generated.ts'
import { useData } from '../data/data-context.tsx'
import { emptyList, type InboundList, withNews, withRead } from './inbound-list.ts'

/** Requests from outside as they come, or as they were when the owner paused. */
export interface InboundView {
  /** null while they are not known. */
  readonly list: InboundList | null
  readonly error: unknown
  readonly reload: () => Promise<void>
  readonly isPaused: boolean
  /** How many have come in since the owner paused. */
  readonly waiting: number
  readonly pause: () => void
  readonly resume: () => void
}

export function useInbound(): InboundView {
  const { list, error, reload } = useLiveList()
  const [paused, setPaused] = useState<InboundList | null>(null)
  return {
    ...{ list: paused ?? list, error, reload, isPaused: paused !== null },
    waiting: paused && list ? newSince(paused, list) : 0,
    pause: () => setPaused(list),
    resume: () => setPaused(null),
  }
}

function newSince(before: InboundList, now: InboundList): number {
  const known = new Set(before.rows.map(({ id }) => id))
  const fresh = now.rows.filter(({ id }) => !known.has(id)).length
  return fresh + now.leftOut - before.leftOut
}

function useLiveList() {
  const client = useApolloClient()
  const { changes } = useData()
  const [list, setList] = useState<InboundList | null>(null)
  const [error, setError] = useState<unknown>(null)
  const reload = useCallback(async () => {
    try {
      // A vault that begins anew gives the same ids to others, so nothing of it is cached.
      const query = { query: InboundRequestsDocument, fetchPolicy: 'no-cache' } as const
      const { data } = await client.query(query)
      setError(null)
      setList((before) => withRead(before ?? emptyList, data?.inboundRequests ?? []))
    } catch (failure) {
      setError(failure)
    }
  }, [client])
  useEffect(() => {
    void reload()
    const following = changes.inbound$.subscribe((news) => {
      if (news === null) void reload()
      else setList((before) => withNews(before ?? emptyList, news))
    })
    return () => following.unsubscribe()
  }, [changes, reload])
  return { list, error, reload }
}
