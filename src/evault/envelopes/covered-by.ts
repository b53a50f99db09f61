import { and, arrayOverlaps, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Grant, Operation } from '../access/authorise.ts'
import { metaEnvelopes } from '../db/schema.ts'

/** The SQL condition for the records a grant covers: every statement on records carries it. */
export function coveredBy(grant: Grant<Operation>): SQL | undefined {
  return and(
    eq(metaEnvelopes.ename, grant.ename),
    grant.records === 'all' ? undefined : arrayOverlaps(metaEnvelopes.acl, [...grant.records]),
  )
}

/** The same for a prepared statement, to be filled in with `coverage`. */
export const covered = and(
  eq(metaEnvelopes.ename, sql.placeholder('ename')),
  or(
    sql`${sql.placeholder('all')}::boolean`,
    sql`${metaEnvelopes.acl} && ${sql.placeholder('names')}::text[]`,
  ),
)
export function coverage({ ename, records }: Grant<Operation>) {
  return { ename, all: records === 'all', names: records === 'all' ? [] : records }
}
