import { useApolloClient } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { useCallback } from 'react'
import { DeliveriesDocument } from '../../graphql/documents.generated.ts'
import { type StateFilter, statesOf } from './deliveries-address.ts'
import type { Delivery } from './delivery-words.ts'
import { LARGEST_PAGE, usePages } from './use-pages.ts'

interface Narrowing {
  readonly platform?: string
  readonly state?: StateFilter | undefined
  /** A record's id. */
  readonly record?: string
}

/** The deliveries to a platform or of a record, newest change first. */
export function useDeliveries({ platform, state, record }: Narrowing) {
  const client = useApolloClient()
  const readPage = useCallback(
    async (after: string | null) => {
      const filter = {
        ...(platform !== undefined && { platform }),
        ...(state && { states: [...statesOf[state]] }),
        ...(record !== undefined && { record }),
      }
      const { data } = await client.query({
        query: DeliveriesDocument,
        fetchPolicy: 'no-cache',
        variables: { filter, first: LARGEST_PAGE, ...(after !== null && { after }) },
      })
      if (!data) throw new Error(t`The vault gave no answer.`)
      const { entries, nextCursor } = data.deliveries
      return { entries, next: nextCursor }
    },
    [client, platform, state, record],
  )
  return usePages<Delivery>(readPage)
}
