import { t } from '@lingui/core/macro'
import { useState } from 'react'
import { errorCause } from '../graphql/error-cause.ts'
import type { FieldRefusal } from './field-refusals.ts'

interface Change {
  readonly errors: readonly FieldRefusal[] | null
}
type Sent = Promise<{ readonly data?: { readonly change: Change } | undefined }>

/** How a change is getting on. */
export interface Sending {
  /** Why the last one was refused. */
  readonly refusals: readonly FieldRefusal[]
  readonly sending: boolean
  /** Forgets why. */
  clear(): void
}

/** Sends changes to the vault, one at a time, and keeps why the last one was refused. */
export function useChange(): Sending & {
  /** Resolves to null when the change was made, otherwise to why it was not. */
  change(send: () => Sent): Promise<readonly FieldRefusal[] | null>
} {
  const [refusals, setRefusals] = useState<readonly FieldRefusal[]>([])
  const [sending, setSending] = useState(false)

  const change = async (send: () => Sent) => {
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
