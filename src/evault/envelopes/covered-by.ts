import { and, eq, or, type Param, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Grant, Operation } from '../access/authorise.ts'
import { metaEnvelopes } from '../db/schema.ts'

/** The SQL condition for the records a grant covers: every statement on records carries it. */
export function coveredBy(grant: Grant<Operation>): SQL | undefined {
  const { ename, all, names } = coverage(grant)
  return condition(ename, all, sql.param(names))
}

/** The same condition for a statement that is built once; `coverage` fills it in. */
export const coveredByPlaceholders = condition(
  sql.placeholder('ename'),
  sql.placeholder('all'),
  sql.placeholder('names'),
)

/** The values of a grant, by the names of the placeholders. */
export function coverage({ ename, records }: Grant<Operation>) {
  return { ename, all: records === 'all', names: records === 'all' ? [] : [...records] }
}

/** The one rule: within this vault, all records or those whose ACL holds one of the names. */
function condition(
  ename: string | Placeholder,
  all: boolean | Placeholder,
  names: Param | Placeholder,
): SQL | undefined {
  return and(
    eq(metaEnvelopes.ename, ename),
    or(sql`${all}::boolean`, sql`${metaEnvelopes.acl} && ${names}::text[]`),
  )
}
