import type { JsonObject, StoredMetaEnvelope } from './types.ts'

/** The columns a record is read by. */
export const recordColumns = 'ename, id, position, ontology, payload, acl'

/** A row of `recordColumns`, as the driver hands it over. */
export interface RecordRow {
  readonly ename: string
  readonly id: string
  readonly position: string
  readonly ontology: string
  readonly payload: JsonObject
  readonly acl: string[]
}

/** The record in a row. */
export function readRecord({
  ename,
  id,
  position,
  ontology,
  payload,
  acl,
}: RecordRow): StoredMetaEnvelope {
  return { ename, id, position, ontology, payload, acl }
}
