import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { tellChange } from '../../components/tell.tsx'
import { useChange } from '../../components/use-change.ts'
import { ReplayDeliveryDocument } from '../../graphql/documents.generated.ts'

/** Sends a delivery's record once more, as it is now. */
export function useReplay(id: string) {
  const client = useApolloClient()
  const { change, ...state } = useChange()
  const replay = async () => {
    const refused = await change(() =>
      client.mutate({ mutation: ReplayDeliveryDocument, variables: { id } }),
    )
    if (!refused)
      tellChange(t`It is sent again`, t`The record as it is now, as soon as it is its turn.`)
  }
  return { replay, ...state }
}
