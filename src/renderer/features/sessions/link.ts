import { t } from '@lingui/core/macro'
import { readSessionRequest, type SessionRequest } from '../../../w3id/session-request.ts'
import { parseW3dsUri } from '../../../w3id/uri.ts'
import { searchOf } from '../data/use-data-address.ts'

/** What a w3ds:// link asks for, or why it can’t be followed. */
type ReadLink =
  | { readonly kind: 'session'; readonly request: SessionRequest }
  /** A record of this vault, or a document in somebody else’s, at an address of the window. */
  | {
      readonly kind: 'place'
      readonly vault: string
      readonly isOwn: boolean
      readonly path: string
    }
  | { readonly kind: 'problem'; readonly problem: string }

/** @param owner the eName of this vault */
export function readLink(text: string, owner: string): ReadLink {
  const link = text.trim()
  if (!/^w3ds:/i.test(link)) {
    return { kind: 'problem', problem: t`This is no w3ds:// link.` }
  }
  try {
    const uri = parseW3dsUri(link)
    if (uri.action !== 'file') return { kind: 'session', request: readSessionRequest(link) }
    const { ename: vault, metaEnvelopeId: record } = uri
    const isOwn = vault === owner
    const path = isOwn
      ? `/data?${searchOf({ record })}`
      : `/bindings?${new URLSearchParams({ link })}`
    return { kind: 'place', vault, isOwn, path }
  } catch (error) {
    const problem = error instanceof TypeError ? `${error.message}.` : t`This is no w3ds:// link.`
    return { kind: 'problem', problem }
  }
}
