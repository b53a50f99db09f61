import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import {
  type IdentityChangeFragment,
  IdentityDocument,
  type IdentityPartsFragment,
} from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'

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

export interface Refusal {
  readonly field: string | null
  readonly message: string
}

type Sent = Promise<{ readonly data?: { readonly change: IdentityChangeFragment } | undefined }>

/** Makes a change of the identity and keeps why the last one was refused. */
export function useIdentityChange() {
  const [refusals, setRefusals] = useState<readonly Refusal[]>([])
  const [sending, setSending] = useState(false)

  /** Resolves to null when the change was made, otherwise to why it was not. */
  const change = async (send: () => Sent): Promise<readonly Refusal[] | null> => {
    setRefusals([])
    setSending(true)
    const refused = await refusalsOf(send)
    setSending(false)
    setRefusals(refused ?? [])
    return refused
  }
  return { change, refusals, clear: () => setRefusals([]), sending }
}

async function refusalsOf(send: () => Sent): Promise<readonly Refusal[] | null> {
  try {
    const { data } = await send()
    if (data?.change.identity) return null
    const errors = data?.change.errors
    return errors?.length ? errors : [{ field: null, message: 'The vault refused.' }]
  } catch (error) {
    return [{ field: null, message: errorCause(error) }]
  }
}
