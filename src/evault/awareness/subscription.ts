import type { DeliverySettings } from './platforms.ts'

/** How a platform wants to be told of changes. What the owner has set goes before it. */
export interface PlatformSubscription {
  /** Packets with the record's hash in place of its content. */
  readonly byReference: boolean
  /** Of deletions, too. */
  readonly deletions: boolean
  /** Of these types only; null for all. */
  readonly ontologies: readonly string[] | null
}

type Told = Pick<DeliverySettings, 'mode' | 'deletes' | 'ontologies'>

/**
 * How a platform is told: no more than the owner lets it know and than it wants to know. That a record
 * is gone it is told where either wants it: of records that it has been told of.
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

/** Null is all types. */
function both(
  owners: readonly string[] | null,
  wanted: readonly string[] | null,
): readonly string[] | null {
  if (owners === null || wanted === null) return owners ?? wanted
  return owners.filter((ontology) => wanted.includes(ontology))
}
