import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { useCallback } from 'react'
import { tell, tellFailure } from '../../components/tell.tsx'
import {
  RecordVersionsDocument,
  RestoreRecordVersionDocument,
} from '../../graphql/documents.generated.ts'
import { useData } from '../data/data-context.tsx'
import { recordOrRefusal } from './save-record.ts'

/** Gives a record the content of an earlier version; the notification takes that back. */
export function useVersionRestore(): (versionId: string) => void {
  const client = useApolloClient()
  const { changes } = useData()
  return useCallback(
    (versionId: string) => {
      const restore = async (version: string) => {
        const { data } = await client.mutate({
          mutation: RestoreRecordVersionDocument,
          variables: { versionId: version },
        })
        const metaEnvelope = recordOrRefusal(data?.restoreVersion)
        const { id, ontology } = metaEnvelope
        changes.announce({ kind: 'UPDATED', id, ontology, metaEnvelope })
        return id
      }
      const run = async () => {
        const id = await restore(versionId)
        const { data } = await client.query({
          query: RecordVersionsDocument,
          variables: { id, first: 1 },
          fetchPolicy: 'no-cache',
        })
        const before = data?.versions[0]?.versionId
        tell({
          id: `restored ${id}`,
          message: t`The earlier version is back`,
          ...(before && { onUndo: () => restore(before) }),
        })
      }
      run().catch((error) => tellFailure(t`The version could not be restored`, error))
    },
    [client, changes],
  )
}
