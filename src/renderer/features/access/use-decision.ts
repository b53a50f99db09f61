import type { ApolloClient } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { tell } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import {
  DecideConsentDocument,
  type DecideConsentMutationVariables,
  RevokeConsentDocument,
  UndoConsentDocument,
  VisitorsDocument,
} from '../../graphql/documents.generated.ts'
import type { Visitor } from './visitors.ts'

/** What is told below when a decision counts: that it does, and what follows. */
interface Told {
  readonly title: string
  readonly message: string
}

/**
 * Decides about a platform and keeps why the last decision was refused. What counts is told, with
 * the way back to what held before; then `onDone` is called.
 */
export function useDecision({ consent, name }: Visitor, onDone: () => void) {
  const client = useApolloClient()
  const { change, ...state } = useChange()
  const platform = consent?.platform ?? name

  const run = async (send: Parameters<typeof change>[0], told: Told) => {
    // What is shown is what the vault has, also where it refused.
    const refused = await change(() => send().finally(() => readAgain(client)))
    if (refused) return
    onDone()
    tell({ id: 'access-decision', ...told, onUndo: () => undo(client, platform) })
  }
  return {
    decide: (decision: Omit<DecideConsentMutationVariables, 'platform'>, told: Told) =>
      run(() => {
        const variables = { platform, ...decision }
        return client.mutate({ mutation: DecideConsentDocument, variables })
      }, told),
    forget: (told: Told) =>
      run(async () => {
        await client.mutate({ mutation: RevokeConsentDocument, variables: { platform } })
        return { data: { change: { errors: null } } }
      }, told),
    ...state,
  }
}

async function undo(client: ApolloClient, platform: string): Promise<void> {
  const variables = { platform }
  const { data } = await client.mutate({ mutation: UndoConsentDocument, variables })
  await readAgain(client)
  if (!data?.undoConsent) throw new Error(t`The vault does not know any more what held before.`)
}

async function readAgain(client: ApolloClient): Promise<void> {
  await client.query({ query: VisitorsDocument, fetchPolicy: 'network-only' }).catch(() => null)
}
