import { useQuery } from '@apollo/client/react'
import { IdentityDocument, type IdentityPartsFragment } from '../../graphql/documents.generated.ts'

export type Identity = IdentityPartsFragment

/** Certificates come and run out without an event. */
const POLL_MS = 5_000

/** The owner's identity as it is now, and whether the vault holds no records yet. */
export function useIdentity() {
  const { data, error, refetch } = useQuery(IdentityDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
  })
  const isEmpty = data?.vault.totalCount === 0
  return { identity: data?.identity ?? null, isEmpty, error, refetch }
}
