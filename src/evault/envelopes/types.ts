/** Any value JSON can hold. */
export type Json = null | boolean | number | string | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

/** A record as the database holds it. */
export interface StoredMetaEnvelope {
  readonly ename: string
  readonly id: string
  /** UUIDv7: the record's place in creation order, and when it was created. */
  readonly position: string
  readonly ontology: string
  readonly payload: JsonObject
  readonly acl: readonly string[]
}
