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

/** Whose vault a row belongs to: the first alternative that says. */
export type OwnerPath = readonly OwnerAlternative[]

/** One line of a mapping: what of a row is which field of the payload. */
export type MappedField =
  | { readonly kind: 'plain'; readonly path: string; readonly global: string }
  | ReferenceField
  | {
      readonly kind: 'date'
      readonly path: string
      readonly global: string
      readonly form: DateForm
    }
  | { readonly kind: 'file'; readonly path: ListPath; readonly global: string }
  | { readonly kind: 'calculation'; readonly global: string; readonly expression: Expression }

/** Rows of another table that a row names. */
export interface ReferenceField {
  readonly kind: 'reference'
  readonly table: string
  readonly path: ListPath
  readonly global: string
}

/** A value, or each item of a list (`path[]`), or one value in each of its items (`path[].id`). */
export interface ListPath {
  readonly path: string
  readonly isList: boolean
  /** Within each item; null for the item itself. */
  readonly item: string | null
}

/** An expression that was read; `expression.ts` computes it. */
export interface Expression {
  readonly text: string
  /** The columns it names. */
  readonly columns: readonly string[]
  compute(row: Row): unknown
}

/** A mapping file that was read and checked. Protocol §10. */
export interface Mapping {
  readonly tableName: string
  readonly schemaId: string
  readonly owner: OwnerPath
  /** Nothing is sent to vaults. */
  readonly readOnly: boolean
  /** Tables of pairs whose rows belong to those of this one. */
  readonly ownedJunctionTables: readonly string[]
  /** In the order of the file. */
  readonly fields: readonly MappedField[]
}
