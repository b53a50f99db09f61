import { useApolloClient } from '@apollo/client/react'
import { useCallback, useState } from 'react'
import {
  DecideConsentDocument,
  type DecideConsentMutationVariables,
  RevokeConsentDocument,
  VisitorsDocument,
} from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import type { FieldRefusal } from '../identity/field-refusals.ts'

/** Decides about platforms, and keeps why the last decision was refused. */
export function useDecision() {
  const client = useApolloClient()
  const [refusals, setRefusals] = useState<readonly FieldRefusal[]>([])
  const [sending, setSending] = useState(false)

  const run = useCallback(
    async (change: () => Promise<readonly FieldRefusal[] | null | undefined>) => {
      setRefusals([])
      setSending(true)
      const refused = await refusalsOf(change)
      // What is shown is what the vault has, also where it refused.
      await client.query({ query: VisitorsDocument, fetchPolicy: 'network-only' }).catch(() => null)
      setSending(false)
      setRefusals(refused)
      return refused.length === 0
    },
    [client],
  )
  /** False when the vault refused. */
  const decide = useCallback(
    (variables: DecideConsentMutationVariables) =>
      run(async () => {
        const { data } = await client.mutate({ mutation: DecideConsentDocument, variables })
        return data?.change.errors
      }),
    [client, run],
  )
  const forget = useCallback(
    (platform: string) =>
      run(async () => {
        await client.mutate({ mutation: RevokeConsentDocument, variables: { platform } })
        return null
      }),
    [client, run],
  )
  return { decide, forget, refusals, sending, clear: () => setRefusals([]) }
}

async function refusalsOf(
  change: () => Promise<readonly FieldRefusal[] | null | undefined>,
): Promise<readonly FieldRefusal[]> {
  try {
    return (await change()) ?? []
  } catch (error) {
    return [{ field: null, message: errorCause(error) }]
  }
}
