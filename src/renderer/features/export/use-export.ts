import { useMutation, useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { bridge } from '../../bridge.ts'
import { callFailure } from '../../call-failure.ts'
import { useChange } from '../../components/use-change.ts'
import {
  CancelExportDocument,
  ExportRunDocument,
  type ExportRunPartsFragment,
  StartExportDocument,
} from '../../graphql/documents.generated.ts'

export type Run = ExportRunPartsFragment

/** It goes on without an event. */
const POLL_MS = 1_000

const afterChange = { refetchQueries: [ExportRunDocument], awaitRefetchQueries: true }

export function isUnderWay(run: Pick<Run, 'state'> | null | undefined): boolean {
  return run?.state === 'running' || run?.state === 'signing'
}

/** The export that is under way or was the last one, and what can be done about it. */
export function useExport() {
  const { data, error, refetch } = useQuery(ExportRunDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
  })
  const [startExport] = useMutation(StartExportDocument, afterChange)
  const [cancelExport] = useMutation(CancelExportDocument, afterChange)
  const { change, refusals, sending } = useChange()
  const [failure, setFailure] = useState<string | null>(null)

  /** Main's dialog says where. */
  const start = async () => {
    setFailure(null)
    try {
      const file = await bridge.call('export:choose')
      if (file !== null) await change(() => startExport({ variables: { file } }))
    } catch (cause) {
      setFailure(callFailure(cause))
    }
  }
  return {
    run: data?.exportRun,
    ...{ error, refetch, start, refusals, failure, sending },
    cancel: () => change(() => cancelExport()),
  }
}
