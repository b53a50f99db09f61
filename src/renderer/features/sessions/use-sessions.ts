import { useMutation, useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { useChange } from '../../components/use-change.ts'
import {
  AnswerPlatformDocument,
  type PlatformSessionRowFragment,
  PlatformSessionsDocument,
  ResendPlatformAnswerDocument,
} from '../../graphql/documents.generated.ts'

export type PlatformSession = PlatformSessionRowFragment

const afterwards = {
  fetchPolicy: 'no-cache' as const,
  refetchQueries: [PlatformSessionsDocument],
}

/** What was signed for platforms, newest first; undefined until known. */
export function useSessions() {
  const { data, error, refetch } = useQuery(PlatformSessionsDocument, {
    fetchPolicy: 'cache-and-network',
  })
  return { sessions: data?.platformSessions, error, refetch }
}

/** Answers the link of a platform, and sends the answer again that it has not taken. */
export function useAnswer() {
  const [made, setMade] = useState<PlatformSession | null>(null)
  const [answer] = useMutation(AnswerPlatformDocument, afterwards)
  const { change, ...sending } = useChange()
  const { resend, ...resending } = useResend(setMade)
  return {
    made,
    ...sending,
    answer: (uri: string) =>
      change(async () => {
        // What was declined is in the list, too.
        const sent = await answer({ variables: { uri } })
        setMade(sent.data?.change.session ?? null)
        return sent
      }),
    resend,
    resending,
  }
}

/** Sends an answer again. */
export function useResend(onSent: (session: PlatformSession) => void) {
  const [send] = useMutation(ResendPlatformAnswerDocument, afterwards)
  const { change, ...resending } = useChange()
  const resend = (id: string) =>
    change(async () => {
      const sent = await send({ variables: { id } })
      const session = sent.data?.change.session
      if (session) onSent(session)
      return sent
    })
  return { resend, ...resending }
}
