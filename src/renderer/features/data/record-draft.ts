import type { Access } from './access.ts'

/** Stands in the list of types for an id the owner types. */
export const OWN_ID = 'own-id'

/** A record that is being written. */
export interface RecordDraft {
  /** An ontology's id, `OWN_ID`, or null while none is chosen. */
  readonly type: string | null
  readonly ownId: string
  readonly payload: string
  /** What the payload began with: nothing, or the usual fields of a type. */
  readonly proposed: string
  /** That type. */
  readonly proposedFor: string | null
  readonly access: Access['kind']
  readonly people: readonly string[]
}

const NOTHING = '{\n  \n}'

export const emptyDraft: RecordDraft = {
  type: null,
  ownId: '',
  payload: NOTHING,
  proposed: NOTHING,
  proposedFor: null,
  access: 'private',
  people: [],
}

/** Whether the owner wrote something that would be missed. */
export function hasContent({ payload, proposed, ownId, people }: RecordDraft): boolean {
  return payload !== proposed || ownId.trim() !== '' || people.length > 0
}
