import type {
  ConsentOntologyInput,
  DecideConsentMutationVariables,
} from '../../graphql/documents.generated.ts'
import type { Consent } from './visitors.ts'

/** What the form offers; blocking has a button of its own. */
export const offered = ['read', 'ontologies', 'everything'] as const
export type Offered = (typeof offered)[number]

/** A decision that is being made. */
export interface ConsentDraft {
  readonly decision: Offered
  readonly ontologies: readonly ConsentOntologyInput[]
  readonly migrator: boolean
}

/** What the form starts with: what holds, or the narrowest where nothing does. */
export function draftOf(consent: Consent | null): ConsentDraft {
  const decision = offered.find((one) => one === consent?.decision) ?? 'read'
  const { ontologies = [], migrator = false } = consent ?? {}
  return {
    decision,
    ontologies: ontologies.map(({ ontology, write }) => ({ ontology, write })),
    migrator,
  }
}

export type TypeAccess = 'none' | 'read' | 'write'

/** What a draft lets a platform do with a type. */
export function accessTo({ ontologies }: ConsentDraft, ontology: string): TypeAccess {
  const chosen = ontologies.find((one) => one.ontology === ontology)
  if (!chosen) return 'none'
  return chosen.write ? 'write' : 'read'
}

/** The draft with another choice for a type; its place in the list stays. */
export function withType(draft: ConsentDraft, ontology: string, access: TypeAccess): ConsentDraft {
  const chosen = { ontology, write: access === 'write' }
  const isThere = accessTo(draft, ontology) !== 'none'
  const others = draft.ontologies.filter((one) => one.ontology !== ontology)
  if (access === 'none') return { ...draft, ontologies: others }
  const ontologies = isThere
    ? draft.ontologies.map((one) => (one.ontology === ontology ? chosen : one))
    : [...others, chosen]
  return { ...draft, ontologies }
}

/** Whether what is drafted writes: only then can it be a migrator. */
export function writes({ decision, ontologies }: ConsentDraft): boolean {
  return decision === 'everything' || (decision === 'ontologies' && ontologies.some((o) => o.write))
}

/** What to send for a draft. */
export function decisionOf(draft: ConsentDraft): Omit<DecideConsentMutationVariables, 'platform'> {
  const { decision, ontologies, migrator } = draft
  return {
    decision,
    ontologies: decision === 'ontologies' ? [...ontologies] : [],
    migrator: migrator && writes(draft),
  }
}
