import { useMutation, useQuery } from '@apollo/client/react'
import { useDebouncedValue } from '@mantine/hooks'
import {
  ForgetSentSignatureDocument,
  ResendSignatureDocument,
  SentContentsDocument,
  type SentSignatureRowFragment,
  SentSignaturesDocument,
} from '../../graphql/documents.generated.ts'

export type SentSignature = SentSignatureRowFragment

/** Other vaults decide without an event here. */
const POLL_MS = 15_000
const PAUSE_MS = 150

/** After one of them was changed the list is asked for anew. */
export const afterSending = { refetchQueries: [SentSignaturesDocument], awaitRefetchQueries: true }

/** The owner’s signatures under documents of others, newest first; undefined until known. */
export function useSent() {
  const { data, error, refetch } = useQuery(SentSignaturesDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: POLL_MS,
  })
  return { sent: data?.sentSignatures, error, refetch }
}

/** What one of them signed: asked for when it is opened, because photographs are large. */
export function useSentContent(id: string) {
  const [settledId] = useDebouncedValue(id, PAUSE_MS)
  const { data, error, refetch } = useQuery(SentContentsDocument, {
    skip: settledId !== id,
    fetchPolicy: 'no-cache',
  })
  const content = data?.sentSignatures.find((one) => one.id === id)
  return { content: data ? (content ?? null) : undefined, error, refetch }
}

/** Sends one of them again, or forgets it. */
export function useSentChanges() {
  const [resend] = useMutation(ResendSignatureDocument, afterSending)
  const [forget] = useMutation(ForgetSentSignatureDocument, afterSending)
  return { resend, forget }
}
