import type { ConnectionCause } from '../../../ipc/connection.ts'
import type { ReachQuery } from '../../graphql/documents.generated.ts'

export type Span = ReachQuery['reach']['spans'][number]

/** A time in which the world was seen to reach the vault, or was not. Times in ms since 1970. */
export interface Period {
  readonly id: string
  readonly isReachable: boolean
  readonly from: number
  /** null: goes on. Of a reachable one, when it was last proven. */
  readonly to: number | null
  readonly publicUrl: string | null
  /** Kind of the way; empty for none. */
  readonly provider: string
  /** Why the world did not reach the vault; null where nobody looked. */
  readonly cause: ConnectionCause | null
  /** How often somebody asked meanwhile, and when last; null where nobody counted. */
  readonly missed: { readonly count: number; readonly at: number | null } | null
}

/** Shorter ones are no outage: one way has given way to another. */
const SHORTEST_GAP_MS = 1_000

/**
 * When the vault was reachable and when it was not, newest first.
 * @param spans newest first
 * @param now how it stands, and why
 */
export function periodsOf(
  spans: readonly Span[],
  now: { readonly isUp: boolean; readonly cause: ConnectionCause | null },
): Period[] {
  return spans.flatMap((span, index) => {
    const next = spans[index - 1]
    const gap = next === undefined ? openGap(span, now) : gapBetween(span, next)
    return [...(gap === null ? [] : [gap]), reachablePeriod(span, index === 0 && now.isUp)]
  })
}

function reachablePeriod(span: Span, goesOn: boolean): Period {
  const { id, publicUrl, provider } = span
  return {
    ...{ id, isReachable: true, publicUrl, provider, cause: null, missed: null },
    from: Date.parse(span.since),
    // Until then it was proven; when it ended after that, nobody saw.
    to: goesOn && span.endedAt === null ? null : Date.parse(span.provenAt),
  }
}

/** One that nobody has ended yet may come back. */
function openGap(span: Span, now: Parameters<typeof periodsOf>[1]): Period | null {
  if (now.isUp || span.endedAt === null) return null
  return gapOf(span, null, causeOf(span) ?? now.cause)
}

function gapBetween(span: Span, next: Span): Period | null {
  const to = Date.parse(next.since)
  if (to - endOf(span) < SHORTEST_GAP_MS) return null
  return { ...gapOf(span, to, causeOf(span)), missed: missedBefore(next) }
}

function missedBefore({ missed, missedAt }: Span): Period['missed'] {
  if (missed === null) return null
  return { count: missed, at: missedAt === null ? null : Date.parse(missedAt) }
}

function endOf({ endedAt, provenAt }: Span): number {
  return Date.parse(endedAt ?? provenAt)
}

function gapOf(span: Span, to: number | null, cause: ConnectionCause | null): Period {
  return {
    ...{ id: `after ${span.id}`, isReachable: false, publicUrl: null, provider: '' },
    ...{ from: endOf(span), to, cause, missed: null },
  }
}

function causeOf({ causeCode, causeParameters }: Span): ConnectionCause | null {
  if (causeCode === null) return null
  const parameters = (causeParameters ?? {}) as ConnectionCause['parameters']
  return { code: causeCode, parameters }
}

/** Part of a bar: where it begins and how wide it is, of 1. */
export interface BarPart {
  readonly id: string
  readonly x: number
  readonly width: number
}

/** What of the time from `from` to `to` the vault was proven to be reachable in, and how much. */
export function barOf(
  periods: readonly Period[],
  from: number,
  to: number,
): { readonly parts: readonly BarPart[]; readonly share: number } {
  const length = to - from
  // What has just begun may be newer than the clock.
  const placed = (time: number) => (Math.min(Math.max(time, from), to) - from) / length
  const parts = periods
    .filter((period) => period.isReachable && (period.to === null || period.to > from))
    .map((period) => {
      const x = placed(period.from)
      return { id: period.id, x, width: placed(period.to ?? to) - x }
    })
  return { parts, share: parts.reduce((sum, { width }) => sum + width, 0) }
}
