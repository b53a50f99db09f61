import { useQuery } from '@apollo/client/react'
import { t } from '@lingui/core/macro'
import { normaliseEName } from '../../../w3id/ename.ts'
import { isUuid } from '../../components/is-uuid.ts'
import { KnownNamesDocument, type KnownNamesQuery } from '../../graphql/documents.generated.ts'

type Visitor = Pick<KnownNamesQuery['visitors'][number], 'kind' | 'name'>

/** Those who came to the vault, as an access list names them. */
export interface KnownNames {
  readonly people: readonly string[]
  readonly platforms: readonly string[]
}

/** Names to propose for an access list, in groups for a field with proposals. */
export function useNameProposals(held: readonly string[]) {
  const { data } = useQuery(KnownNamesDocument)
  const { people, platforms } = knownNames(data?.visitors ?? [], held)
  return [
    { group: t`People`, items: [...people] },
    { group: t`Platforms`, items: [...platforms] },
  ].filter(({ items }) => items.length > 0)
}

/** Who of these visitors an access list can name, and does not yet. Pure. */
export function knownNames(visitors: readonly Visitor[], held: readonly string[]): KnownNames {
  const taken = new Set(held.flatMap((name) => aclName(name) ?? []))
  const namesOf = (kind: Visitor['kind'], read: (name: string) => string | null) => {
    const names = visitors.flatMap((it) => (it.kind === kind && it.name && read(it.name)) || [])
    return [...new Set(names)].filter((name) => !taken.has(name))
  }
  return { people: namesOf('person', aclName), platforms: namesOf('platform', platformAclName) }
}

/** The host of a platform that an access list names (`@https://…`); null for all other names. */
export function platformHost(name: string): string | null {
  const url = name.slice(1)
  return /^@https?:\/\//.test(name) && URL.canParse(url) ? new URL(url).host : null
}

/**
 * How an access list names a platform: `@` and its address without a slash at the end, or its
 * name. Null for names no access list can hold, which the vault passes over: those written like a
 * person's (`aclNames` in the vault).
 */
function platformAclName(platform: string): string | null {
  const text = platform.trim()
  if (text.startsWith('@') || isUuid(text)) return null
  const url = /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : null
  return aclName(url ? url.origin + url.pathname.replace(/\/+$/, '') : text)
}

function aclName(name: string): string | null {
  try {
    return normaliseEName(name)
  } catch {
    return null
  }
}
