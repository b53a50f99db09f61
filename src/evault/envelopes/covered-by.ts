import type { Grant, Operation } from '../access/authorise.ts'
import { arrayLiteral } from '../db/database.ts'

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
