import { z } from 'zod'
import type { DeliverySettings } from './platforms.ts'

/** How a platform wants to be told of changes. What the owner has set goes before it. */
export const platformSubscription = z.object({
  byReference: z.boolean().describe('Packets with `envelopeHash` in place of `data`.'),
  deletions: z.boolean().describe('Packets about deletions, too.'),
  ontologies: z
    .array(z.string().min(1).max(512))
    .max(200)
    .readonly()
    .nullable()
    .describe('Of these only; null: all.'),
})

export type PlatformSubscription = Readonly<z.output<typeof platformSubscription>>

type Told = Pick<DeliverySettings, 'mode' | 'deletes' | 'ontologies'>

/**
 * How a platform is told: no more than the owner lets it know and than it wants to know. That a record
 * is gone it is told where either wants it: of records that it could read, or was told of.
 */
export function toldTo(
  platform: Told & { readonly subscription: PlatformSubscription | null },
): Told {
  const { subscription, mode, deletes, ontologies } = platform
  if (subscription === null) return { mode, deletes, ontologies }
  return {
    mode: subscription.byReference ? 'reference' : mode,
    deletes: deletes || subscription.deletions,
    ontologies: both(ontologies, subscription.ontologies),
  }
}

/** What the database has as a subscription; null for what is none, as an archive may have brought it. */
export function readSubscription(stored: unknown): PlatformSubscription | null {
  return platformSubscription.safeParse(stored).data ?? null
}

/** Null is all types. */
function both(
  owners: readonly string[] | null,
  wanted: readonly string[] | null,
): readonly string[] | null {
  if (owners === null || wanted === null) return owners ?? wanted
  return owners.filter((ontology) => wanted.includes(ontology))
}
