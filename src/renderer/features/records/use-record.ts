import { useQuery } from '@apollo/client/react'
import { useEffect } from 'react'
import { RecordDocument, type RecordQuery } from '../../graphql/documents.generated.ts'
import { useData } from '../data/data-context.tsx'

export type OpenRecord = NonNullable<RecordQuery['metaEnvelope']>

/** One record with its fields, read again when it changes. */
export function useRecord(id: string) {
  const { changes } = useData()
  const { data, previousData, error, refetch } = useQuery(RecordDocument, {
    variables: { id },
    // Changes are followed only while the record is open, so what was read earlier may be old.
    fetchPolicy: 'cache-and-network',
  })
  useEffect(() => {
    const following = changes.changes$.subscribe((batch) => {
      // A failure reaches the screen as `error`.
      if (batch.some((change) => change.id === id)) refetch().catch(() => null)
    })
    return () => following.unsubscribe()
  }, [changes, id, refetch])
  // Until the next record is here the one before stays, so that walking the list is calm.
  return { record: (data ?? previousData)?.metaEnvelope, error, refetch }
}
