/** What of a vault could not be moved. */
export type NotMovedKind =
  | 'records'
  | 'conflicts'
  | 'acls'
  | 'files'
  | 'bindings'
  | 'signatures'
  | 'ontologies'
  | 'log'
  | 'versions'
  | 'trash'
  | 'consents'
  | 'settings'
  | 'passphrase'
  | 'identity-log'
  | 'former-id'
  | 'keys'
  | 'deliveries'
  | 'webhooks'
  | 'addresses'

/** One kind of things that stayed behind, or are not as they were. */
export interface NotMoved {
  readonly kind: NotMovedKind
  /** How many there are; null where nobody can tell. */
  readonly count: number | null
  /** Why, for people. */
  readonly reason: string
  /** Ids, names or addresses of the first of them. */
  readonly items: readonly string[]
}

/** How much of one type was moved. */
export interface MovedType {
  readonly ontology: string
  readonly source: number
  readonly target: number
}

/** What came of a move. */
export interface MoveReport {
  readonly ename: string
  readonly direction: 'out' | 'in'
  readonly from: string
  readonly to: string
  readonly startedAt: string
  readonly switchedAt: string
  /** For how long nothing could be written. */
  readonly frozenMs: number
  readonly records: number
  readonly files: number
  /** Records that were read back and compared with their ACL, and those without. */
  readonly compared: { readonly withAcl: number; readonly withoutAcl: number }
  readonly types: readonly MovedType[]
  readonly notMoved: readonly NotMoved[]
}

/** As many things of one kind are named in a report. */
export const mostNamed = 1_000
