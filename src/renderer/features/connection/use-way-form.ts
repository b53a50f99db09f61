import { useState } from 'react'
import type { ConnectionMeans, ConnectionWay, TokenKind } from '../../../ipc/connection.ts'
import { prepareWay, type WayDraft, type WayErrors, type WayField } from './way-draft.ts'

/** What is typed of a way, and what is wrong with it. */
export interface WayForm {
  readonly draft: WayDraft
  readonly errors: WayErrors
  /** The token that is needed and not there was asked for in vain. */
  readonly lacksToken: boolean
  /** A token is needed, and whether it is there is not known yet. */
  readonly isUncertain: boolean
  readonly edit: (part: Partial<WayDraft>) => void
  /** The way, or null where something is wrong with it, which is shown then. */
  readonly prepare: () => ConnectionWay | null
}

export function useWayForm(first: WayDraft, means: ConnectionMeans | null): WayForm {
  const [draft, setDraft] = useState(first)
  const [errors, setErrors] = useState<WayErrors>({})
  const [isAsked, setAsked] = useState(false)
  const token = tokenOf(draft)
  const lacksToken = token !== null && means !== null && !means.hasToken[token]
  return {
    draft,
    errors,
    lacksToken: isAsked && lacksToken,
    isUncertain: token !== null && means === null,
    edit(part) {
      setDraft({ ...draft, ...part })
      const edited = Object.keys(part) as WayField[]
      const others = Object.entries(errors).filter(([field]) => !edited.includes(field as WayField))
      setErrors(Object.fromEntries(others))
    },
    prepare() {
      const prepared = prepareWay(draft)
      const isWrong = 'errors' in prepared
      setErrors(isWrong ? prepared.errors : {})
      setAsked(true)
      return isWrong || lacksToken ? null : prepared
    },
  }
}

/** Which token this way needs. */
export function tokenOf({ kind, isNamed }: WayDraft): TokenKind | null {
  if (kind === 'ngrok') return 'ngrok'
  return kind === 'cloudflared' && isNamed ? 'cloudflared' : null
}
