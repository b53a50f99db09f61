import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { RecordVersionsDocument } from '../../graphql/documents.generated.ts'
import type { Making, Version } from './history.ts'
import type { OpenRecord } from './use-record.ts'

const PAGE = 20

interface History {
  readonly versions: readonly Version[] | null
  /** Who made the record what it is now. */
  readonly latest: Making | null
  /** They go back to the first one that is kept. */
  readonly isWhole: boolean
  readonly loading: boolean
  readonly error: unknown
}

const nothing: History = {
  versions: null,
  latest: null,
  isWhole: false,
  loading: true,
  error: null,
}

/** What a record was before, page by page; read again when the record changes. */
export function useHistory(record: OpenRecord) {
  const client = useApolloClient()
  const [history, setHistory] = useState(nothing)
  const request = useRef(0)
  const { id } = record
  const read = useCallback(
    async (before: readonly Version[]) => {
      const current = ++request.current
      setHistory((now) => ({ ...now, loading: true, error: null }))
      const last = before.at(-1)
      try {
        const { data } = await client.query({
          query: RecordVersionsDocument,
          variables: { id, first: PAGE, ...(last && { after: last.versionId }) },
          fetchPolicy: 'no-cache',
        })
        if (current !== request.current) return
        const page = data?.versions ?? []
        const isWhole = page.length < PAGE
        const latest = data?.operationLog.entries[0] ?? null
        const versions = [...before, ...page]
        setHistory({ versions, latest, isWhole, loading: false, error: null })
      } catch (error) {
        if (current === request.current) setHistory((now) => ({ ...now, loading: false, error }))
      }
    },
    [client, id],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed record has a new version
  useEffect(() => {
    void read([])
    return () => {
      request.current++
    }
  }, [read, record])
  return {
    ...history,
    loadEarlier: () => void read(history.versions ?? []),
    reload: () => void read([]),
  }
}
