import type { DeliverySettingsInput } from '../../graphql/documents.generated.ts'
import type { DeliveryPlatform } from './platform-health.ts'

export type DeliverySettings = DeliveryPlatform['settings']

/** What brings back what held before these changes. */
export function wayBack(
  settings: DeliverySettings,
  changes: DeliverySettingsInput,
): DeliverySettingsInput {
  const { hasSecret: _, ontologies, ...simple } = settings
  const before = Object.entries(simple).filter(([name]) => name in changes)
  const changesTypes = changes.ontologies != null || changes.allOntologies != null
  return { ...Object.fromEntries(before), ...(changesTypes && typesInput(ontologies)) }
}

/** The types a platform is told of, as the vault wants them; null for all. */
export function typesInput(ontologies: readonly string[] | null): DeliverySettingsInput {
  return ontologies === null ? { allOntologies: true } : { ontologies: [...ontologies] }
}

/** Whether both are the same types, in any order. */
export function sameTypes(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return a === b
  return a.length === b.length && a.every((one) => b.includes(one))
}
