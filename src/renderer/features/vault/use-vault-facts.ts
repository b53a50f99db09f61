import { useQuery } from '@apollo/client/react'
import { useEffect } from 'react'
import { VaultFactsDocument, type VaultFactsQuery } from '../../graphql/documents.generated.ts'

export type VaultFacts = VaultFactsQuery['vault']

const UNCERTIFIED_POLL_MS = 3_000
const POLL_MS = 30_000

/** What the vault says about itself. */
export function useVaultFacts() {
  const { data, error, refetch } = useQuery(VaultFactsDocument)
  return { facts: data?.vault ?? null, error, refetch }
}

/** The same, asked again now and then: certification and warnings have no event. */
export function useVaultFactsPolled(): VaultFacts | null {
  const { data, startPolling, stopPolling } = useQuery(VaultFactsDocument)
  const certified = Boolean(data?.vault.certifiedAt)
  useEffect(() => {
    startPolling(certified ? POLL_MS : UNCERTIFIED_POLL_MS)
    return stopPolling
  }, [certified, startPolling, stopPolling])
  return data?.vault ?? null
}
