import { useQuery } from '@apollo/client/react'
import {
  IdentityDocument,
  NotariesDocument,
  RecoveryDocument,
  type RecoveryPartsFragment,
  type RecoveryRequestPartsFragment,
  VaultFactsDocument,
} from '../../graphql/documents.generated.ts'

export type OwnRecovery = RecoveryPartsFragment
export type RecoveryRequest = RecoveryRequestPartsFragment

/** Friends answer without an event. */
const POLL_MS = 5_000

/** What a change of a recovery shows on: asked anew before the change counts as made. */
export const afterRecoveryChange = {
  refetchQueries: [IdentityDocument, RecoveryDocument, VaultFactsDocument],
  awaitRefetchQueries: true,
}

/** The owner's own recovery, and the requests of others; undefined until they are known. */
export function useRecovery() {
  const { data, error, refetch } = useQuery(RecoveryDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
  })
  return { recovery: data?.recovery, requests: data?.recoveryRequests, error, refetch }
}

/** Whom the registry proposes; undefined until it has answered. */
export function useNotaries() {
  const { data, error, refetch, loading } = useQuery(NotariesDocument, {
    notifyOnNetworkStatusChange: true,
  })
  return { notaries: data?.notaries, error, refetch, loading }
}

/** One that can still bring new keys, and can still be stopped. */
type PendingRecovery = OwnRecovery & { readonly state: 'collecting' | 'waiting' }

export function isPending(recovery: OwnRecovery | null | undefined): recovery is PendingRecovery {
  return recovery?.state === 'collecting' || recovery?.state === 'waiting'
}
