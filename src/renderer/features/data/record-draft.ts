import type { Access } from './access.ts'

/** Stands in the list of types for an id the owner types. */
export const OWN_ID = 'own-id'

/** A record that is being written. */
export interface RecordDraft {
  /** An ontology's id, `OWN_ID`, or null while none is chosen. */
  readonly type: string | null
  readonly ownId: string
  readonly payload: string
  /** The type whose usual fields the payload began with. */
  readonly filledFor: string | null
  readonly access: Access['kind']
  readonly people: readonly string[]
}

export const emptyDraft: RecordDraft = {
  type: null,
  ownId: '',
  payload: '{\n  \n}',
  filledFor: null,
  access: 'private',
  people: [],
}
