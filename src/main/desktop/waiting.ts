import { z } from 'zod'

/** What can wait for the owner, most serious first. */
export const waitingKinds = ['recovery', 'platform', 'signature', 'delivery'] as const
export type WaitingKind = (typeof waitingKinds)[number]

/** Something that waits for the owner's answer; of deliveries: those for one platform that were given up. */
export interface WaitingItem {
  readonly kind: WaitingKind
  /** Who asks again has another one. */
  readonly id: string
  /** As strangers call themselves: it can be anything. */
  readonly name: string
  /** What it stands for: deliveries for a platform, otherwise 1. */
  readonly count: number
  /** Somebody has vouched for the name. */
  readonly isVerified: boolean
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** Asks the vault, as its owner, for what waits. */
export const waitingQuery = `{
  recoveryRequests { id asker status receivedAt }
  consents { platform decision verified askedAt }
  pendingSignatures { id signer requestedAt }
  givenUpDeliveries { platform count since }
}`

const waitingAnswer = z.object({
  data: z.object({
    recoveryRequests: z.array(
      z.object({ id: z.string(), asker: z.string(), status: z.string(), receivedAt: z.string() }),
    ),
    consents: z.array(
      z.object({
        platform: z.string(),
        decision: z.string(),
        verified: z.boolean(),
        askedAt: z.string(),
      }),
    ),
    pendingSignatures: z.array(
      z.object({ id: z.string(), signer: z.string(), requestedAt: z.string() }),
    ),
    givenUpDeliveries: z.array(
      z.object({ platform: z.string(), count: z.int(), since: z.string() }),
    ),
  }),
})

/**
 * What waits, out of the answer to `waitingQuery`.
 * @throws ZodError when it is no such answer
 */
export function readWaiting(answer: unknown): WaitingItem[] {
  const { recoveryRequests, consents, pendingSignatures, givenUpDeliveries } =
    waitingAnswer.parse(answer).data
  return [
    ...recoveryRequests
      .filter(({ status }) => status === 'pending')
      .map(({ id, asker, receivedAt }) => itemOf('recovery', id, asker, receivedAt)),
    ...consents
      .filter(({ decision }) => decision === 'undecided')
      .map(({ platform, verified, askedAt }) => ({
        ...itemOf('platform', `${platform} ${askedAt}`, platform, askedAt),
        isVerified: verified,
      })),
    ...pendingSignatures.map(({ id, signer, requestedAt }) =>
      itemOf('signature', id, signer, requestedAt),
    ),
    // More of them are no news, as long as the first is still there.
    ...givenUpDeliveries.map(({ platform, count, since }) => ({
      ...itemOf('delivery', `${platform} ${since}`, platform, since),
      count,
    })),
  ]
}

function itemOf(kind: WaitingKind, id: string, name: string, since: string): WaitingItem {
  const at = Date.parse(since)
  return { kind, id: `${kind} ${id}`, name, count: 1, isVerified: true, since: at }
}

/** How many things these stand for. */
export function countOf(items: readonly WaitingItem[]): number {
  return items.reduce((total, { count }) => total + count, 0)
}
