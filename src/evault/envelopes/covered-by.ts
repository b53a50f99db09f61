import { and, arrayOverlaps, eq, type SQL } from 'drizzle-orm'
import type { Grant, Operation } from '../access/authorise.ts'
import { metaEnvelopes } from '../db/schema.ts'

/** The SQL condition for the records a grant covers: every statement on records carries it. */
export function coveredBy(grant: Grant<Operation>): SQL | undefined {
  return and(
    eq(metaEnvelopes.ename, grant.ename),
    grant.records === 'all' ? undefined : arrayOverlaps(metaEnvelopes.acl, [...grant.records]),
  )
}
