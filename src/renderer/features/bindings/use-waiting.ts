import { useQuery } from '@apollo/client/react'
import {
  WaitingSignaturesDocument,
  type WaitingSignaturesQuery,
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
