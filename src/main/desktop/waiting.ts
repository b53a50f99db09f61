import { z } from 'zod'

/** What can wait for the owner, most serious first. */
export const waitingKinds = [
  'recovery',
  'platform',
  'signature',
  'failed-proof',
  'stale-backup',
  'delivery',
] as const
export type WaitingKind = (typeof waitingKinds)[number]

/**
 * Something that waits for the owner's answer; of deliveries: those for one platform that were given
 * up; of backups: that they are out of date, or that a trial failed.
 */
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
  backups { isStale plan { since title } latest { id at } failures { work at code } }
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
    backups: z.object({
      isStale: z.boolean(),
      plan: z.object({ since: z.string(), title: z.string() }).nullable(),
      latest: z.object({ id: z.string(), at: z.string() }).nullable(),
      failures: z.array(z.object({ work: z.string(), at: z.string(), code: z.string() })),
    }),
  }),
})

/**
 * What waits, out of the answer to `waitingQuery`.
 * @throws ZodError when it is no such answer
 */
export function readWaiting(answer: unknown): WaitingItem[] {
  const { recoveryRequests, consents, pendingSignatures, givenUpDeliveries, backups } =
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
    ...backupItems(backups),
  ]
}

type Backups = z.infer<typeof waitingAnswer>['data']['backups']

/** One of each backup: that another attempt failed is no news. */
function backupItems({ isStale, plan, latest, failures }: Backups): WaitingItem[] {
  if (plan === null) return []
  const id = latest?.id ?? plan.since
  const failed = (work: string) => failures.find((failure) => failure.work === work)
  // What was out of date when the app was opened is news once an attempt to mend it has failed.
  const staleSince = failed('backup')?.at ?? latest?.at ?? plan.since
  const proof = failed('drill')
  return [
    ...(isStale ? [itemOf('stale-backup', id, plan.title, staleSince)] : []),
    ...(proof?.code === 'BACKUP_DAMAGED' ? [itemOf('failed-proof', id, plan.title, proof.at)] : []),
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
