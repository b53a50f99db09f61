import type { Grant, Operation } from '../access/authorise.ts'
import { arrayLiteral } from '../db/database.ts'
import type { StoredMetaEnvelope } from './types.ts'

/**
 * The one ACL rule in SQL: every statement on records carries it. Within the vault, all records
 * or those whose ACL holds one of the names, of the types the grant is about. It takes the
 * statement's first four parameters; `coverage` fills them in.
 */
export const covered = `ename = $1 AND ($2::boolean OR acl && $3::text[])
  AND ($4::text[] IS NULL OR ontology = ANY ($4::text[]))`

/** The values of a grant for `covered`. */
export function coverage({ ename, records }: Grant<Operation>): unknown[] {
  const { all, names, ontologies } = records
  return [ename, all, arrayLiteral(names), ontologies === null ? null : arrayLiteral(ontologies)]
}

/** The same rule for one record at hand. Both change together; a test holds them to it. */
export function isCovered(
  { ename, records }: Grant<Operation>,
  record: Pick<StoredMetaEnvelope, 'ename' | 'ontology' | 'acl'>,
): boolean {
  const { all, names, ontologies } = records
  if (record.ename !== ename) return false
  if (!all && !record.acl.some((name) => names.includes(name))) return false
  return ontologies === null || ontologies.includes(record.ontology)
}
