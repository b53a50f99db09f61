import { useQuery } from '@apollo/client/react'
import { useDebouncedValue } from '@mantine/hooks'
import {
  WaitingSignaturesDocument,
  type WaitingSignaturesQuery,
  WaitingVerdictDocument,
} from '../../graphql/documents.generated.ts'

export type WaitingSignature = WaitingSignaturesQuery['pendingSignatures'][number]

/** Signatures of others come without an event. */
const POLL_MS = 5_000

/** The signatures that wait for the owner, oldest first; undefined until they are known. */
export function useWaiting() {
  const { data, error, refetch } = useQuery(WaitingSignaturesDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
  })
  return { waiting: data?.pendingSignatures, error, refetch }
}

/** Long enough that walking the list asks for nothing. */
const PAUSE_MS = 150

/** What is to be thought now of a waiting signature; null while that is on its way. */
export function useWaitingVerdict(id: string) {
  const [settledId] = useDebouncedValue(id, PAUSE_MS)
  const { data, error, loading, refetch } = useQuery(WaitingVerdictDocument, {
    variables: { id },
    skip: settledId !== id,
    fetchPolicy: 'no-cache',
    notifyOnNetworkStatusChange: true,
  })
  const verdict = data?.pendingSignatures[0]?.verdict
  return {
    verdicts: verdict && !loading ? [verdict] : null,
    error: loading ? null : (error ?? null),
    retry: () => void refetch().catch(() => null),
  }
}
