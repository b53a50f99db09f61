/** A row of a platform's table, or a document: columns and what they hold. */
export type Row = Readonly<Record<string, unknown>>

/** What a record holds in the shape of its ontology. */
export type Payload = Readonly<Record<string, unknown>>

/** A row of another table that is named: by its local id, or in a payload by its global one. */
export interface Reference {
  readonly table: string
  readonly id: string
}

/** How a date is written in the platform's rows; in payloads it is always ISO 8601. */
export type DateForm = 'seconds' | 'milliseconds' | 'iso' | 'firestore'

/**
 * Where the owner of a row is found: at a path of the row (`ename`), or in a column of the row of
 * another table whose id is at the path (`users(author_id.ename)`).
 */
export type OwnerAlternative =
  | { readonly kind: 'path'; readonly path: string }
  | {
      readonly kind: 'lookup'
      readonly table: string
      readonly path: string
      readonly column: string
    }
