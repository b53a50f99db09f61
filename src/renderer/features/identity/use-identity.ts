import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { IdentityDocument, type IdentityPartsFragment } from '../../graphql/documents.generated.ts'
import { errorCause } from '../../graphql/error-cause.ts'
import type { FieldRefusal } from './field-refusals.ts'

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

interface Change {
  readonly errors: readonly FieldRefusal[] | null
}
type Sent = Promise<{ readonly data?: { readonly change: Change } | undefined }>

/** Makes a change of the identity and keeps why the last one was refused. */
export function useIdentityChange() {
  const [refusals, setRefusals] = useState<readonly FieldRefusal[]>([])
  const [sending, setSending] = useState(false)

  /** Resolves to null when the change was made, otherwise to why it was not. */
  const change = async (send: () => Sent): Promise<readonly FieldRefusal[] | null> => {
    setRefusals([])
    setSending(true)
    const refused = await refusalsOf(send)
    setSending(false)
    setRefusals(refused ?? [])
    return refused
  }
  return { change, refusals, clear: () => setRefusals([]), sending }
}

async function refusalsOf(send: () => Sent): Promise<readonly FieldRefusal[] | null> {
  try {
    const { data } = await send()
    if (!data) return [{ field: null, message: t`The vault refused.` }]
    return data.change.errors?.length ? data.change.errors : null
  } catch (error) {
    return [{ field: null, message: errorCause(error) }]
  }
}
