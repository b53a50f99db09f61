/** Any value JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A field of a record as the database holds it; its type is read off the value. */
export interface StoredEnvelope {
  readonly id: string
  readonly key: string
  readonly value: Json
}

/** A record as the database holds it. */
export interface StoredMetaEnvelope {
  readonly ename: string
  readonly id: string
  /** UUIDv7: the record's place in creation order. */
  readonly position: string
  readonly ontology: string
  readonly envelopes: readonly StoredEnvelope[]
  readonly acl: readonly string[]
  readonly createdAt: Date
}
