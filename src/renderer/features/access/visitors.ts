import type { ConsentPartsFragment, VisitorsQuery } from '../../graphql/documents.generated.ts'
import { type Caller, callerOf, callerTitle, normalisePlatform, platformLine } from './caller.ts'

export type Consent = ConsentPartsFragment
type VisitorParts = VisitorsQuery['visitors'][number]

/** Somebody who came, or whom the owner has decided about before they did. */
export interface Visitor extends Caller {
  /** As in the logs. */
  readonly line: string
  readonly title: string
  /** ISO 8601; null for who has not come. */
  readonly firstSeen: string | null
  readonly lastSeen: string | null
  readonly reads: number
  readonly writes: number
  readonly refusals: number
  /** All lines the logs have of it. */
  readonly spellings: readonly string[]
  /** Its registry had made it prove itself: when it asked or, where it did not, came last. */
  readonly verified: boolean
  readonly lastRefusal: VisitorParts['lastRefusal']
  /** What the owner decided, or that it asked; null for neither. */
  readonly consent: Consent | null
}

/** Everyone there is to decide about, those seen last first. */
export function visitorsOf({ visitors, consents }: Pick<VisitorsQuery, 'visitors' | 'consents'>) {
  const byPlatform = new Map(consents.map((consent) => [consent.platform, consent]))
  const came = visitors.map((visitor): Visitor => {
    const { caller: line, kind: _, name: __, ...rest } = visitor
    const caller = callerOf(line)
    const consent =
      caller.kind === 'platform' ? byPlatform.get(normalisePlatform(caller.name)) : undefined
    const verified = consent?.verified ?? rest.verified
    return {
      ...rest,
      ...caller,
      line,
      title: callerTitle(caller),
      consent: consent ?? null,
      verified,
    }
  })
  const known = new Set(came.map(({ consent }) => consent?.platform))
  const others = consents.filter(({ platform }) => !known.has(platform)).map(expected)
  return [...came, ...others]
}

function expected(consent: Consent): Visitor {
  return absent(platformLine(consent.platform), consent)
}

/** Somebody who has not come. */
function absent(line: string, consent: Consent | null): Visitor {
  const caller = callerOf(line)
  return {
    ...{ ...caller, line, title: callerTitle(caller), firstSeen: null, lastSeen: null },
    ...{ reads: 0, writes: 0, refusals: 0, lastRefusal: null, consent },
    ...{ spellings: [line], verified: consent?.verified ?? false },
  }
}

/** A platform to decide about before it comes, as one that deliveries could go to. */
export function newcomerAt(line: string): Visitor | undefined {
  const { kind, name } = callerOf(line)
  return kind === 'platform' && /^https?:\/\//i.test(name) ? absent(line, null) : undefined
}

/** Who a line of the logs is about: a platform in any spelling, also one it never came in. */
export function visitorAt(visitors: readonly Visitor[], line: string): Visitor | undefined {
  const { kind, name } = callerOf(line)
  const isIt = (visitor: Visitor) =>
    kind === 'platform'
      ? visitor.kind === kind && normalisePlatform(visitor.name) === normalisePlatform(name)
      : visitor.line === line
  return visitors.find(isIt)
}

/** Whether the owner has something to decide about it. */
export function isWaiting({
  consent,
}: {
  readonly consent: Pick<Consent, 'decision'> | null
}): boolean {
  return consent?.decision === 'undecided'
}

/** Those that wait for a decision, and all others; only those whose name holds the text. */
export function groupsOf(
  visitors: readonly Visitor[],
  filter: string,
): { readonly waiting: readonly Visitor[]; readonly others: readonly Visitor[] } {
  const text = filter.trim().toLowerCase()
  const found = visitors.filter(({ title, name }) =>
    [title, name].some((one) => one.toLowerCase().includes(text)),
  )
  return { waiting: found.filter(isWaiting), others: found.filter((one) => !isWaiting(one)) }
}
