import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { TrashDocument, type TrashQuery } from '../../graphql/documents.generated.ts'
import { useData } from './data-context.tsx'

export type Deleted = TrashQuery['trash'][number]

const PAGE = 50

interface Trash {
  /** Null while nothing is known. */
  readonly deleted: readonly Deleted[] | null
  readonly hasOlder: boolean
  readonly loading: boolean
  readonly error: unknown
}

/** The deleted records, page by page; read again when something is deleted or restored. */
export function useTrash() {
  const client = useApolloClient()
  const { changes } = useData()
  const request = useRef(0)
  const [trash, setTrash] = useState<Trash>({
    ...{ deleted: null, hasOlder: false, loading: true, error: null },
  })
  const read = useCallback(
    async (before: readonly Deleted[]) => {
      const current = ++request.current
      setTrash((now) => ({ ...now, loading: true, error: null }))
      const last = before.at(-1)
      try {
        const { data } = await client.query({
          query: TrashDocument,
          variables: { first: PAGE, ...(last && { after: last.versionId }) },
          fetchPolicy: 'no-cache',
        })
        if (current !== request.current) return
        const page = data?.trash ?? []
        const deleted = [...before, ...page]
        setTrash({ deleted, hasOlder: page.length === PAGE, loading: false, error: null })
      } catch (error) {
        if (current === request.current) setTrash((now) => ({ ...now, loading: false, error }))
      }
    },
    [client],
  )
  useEffect(() => {
    void read([])
    const following = changes.changes$.subscribe((batch) => {
      if (batch.some(({ kind }) => kind === 'DELETED' || kind === 'RESTORED')) void read([])
    })
    return () => {
      request.current++
      following.unsubscribe()
    }
  }, [read, changes])
  return {
    ...trash,
    loadOlder: () => void read(trash.deleted ?? []),
    reload: () => void read([]),
  }
}
