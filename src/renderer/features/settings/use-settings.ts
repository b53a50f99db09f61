import { useQuery } from '@apollo/client/react'
import { SettingsDocument } from '../../graphql/documents.generated.ts'

/** The owner's policies and retention times as they are now. */
export function useSettings() {
  const { data, error, refetch } = useQuery(SettingsDocument, {
    fetchPolicy: 'cache-and-network',
  })
  return { settings: data?.settings ?? null, error, refetch }
}
