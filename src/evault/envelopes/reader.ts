import { and, asc, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import { metaEnvelopes, ontologyCounts } from '../db/schema.ts'
import { coverage, coveredBy, coveredByPlaceholders } from './covered-by.ts'
import type { PageRequest } from './page.ts'
import type { StoredMetaEnvelope } from './types.ts'

/** A page in creation order, whichever way it was walked. */
export interface Page {
  readonly records: readonly StoredMetaEnvelope[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** How many records of a type there are. */
export interface OntologyCount {
  readonly ontology: string
  readonly count: number
}

export type EnvelopeReader = ReturnType<typeof createEnvelopeReader>

/** Reads records. Each method takes the grant that allows it; its ACL rule is part of the SQL. */
export function createEnvelopeReader(db: Database) {
  const selectById = db
    .select()
    .from(metaEnvelopes)
    .where(and(coveredByPlaceholders, eq(metaEnvelopes.id, sql.placeholder('id'))))
    .prepare('meta_envelope_by_id')

  return {
    /** One record, or null when there is none that this caller may read. */
    async byId(grant: Grant<'read'>, id: string): Promise<StoredMetaEnvelope | null> {
      const [record] = await selectById.execute({ ...coverage(grant), id })
      return record ?? null
    },

    /** A page of records, of one ontology or of all. */
    async page(grant: Grant<'read'>, ontology: string | null, request: PageRequest): Promise<Page> {
      const forward = request.direction === 'forward'
      const rows = await db
        .select()
        .from(metaEnvelopes)
        .where(and(matching(grant, ontology), beyond(request)))
        .orderBy(forward ? asc(metaEnvelopes.position) : desc(metaEnvelopes.position))
        .limit(request.size + 1)
      const more = rows.length > request.size
      const records = rows.slice(0, request.size)
      // Having come from a cursor, the record it stands for is on the other side.
      const other = request.from !== null
      return forward
        ? { records, hasNextPage: more, hasPreviousPage: other }
        : { records: records.reverse(), hasNextPage: other, hasPreviousPage: more }
    },

    /** How many records the caller may read; for a caller who may read all, a kept number. */
    async count(grant: Grant<'read'>, ontology: string | null): Promise<number> {
      const counts =
        grant.records === 'all'
          ? db
              .select({ count: sql<number>`coalesce(sum(${ontologyCounts.count}), 0)::float8` })
              .from(ontologyCounts)
              .where(and(eq(ontologyCounts.ename, grant.ename), ofOntologyCount(ontology)))
          : db
              .select({ count: sql<number>`count(*)::float8` })
              .from(metaEnvelopes)
              .where(matching(grant, ontology))
      return (await counts)[0]?.count ?? 0
    },

    /** The types of records, those with most records first. */
    async ontologies(grant: Grant<'oversee'>): Promise<OntologyCount[]> {
      return db
        .select({ ontology: ontologyCounts.ontology, count: ontologyCounts.count })
        .from(ontologyCounts)
        .where(and(eq(ontologyCounts.ename, grant.ename), gt(ontologyCounts.count, 0)))
        .orderBy(desc(ontologyCounts.count), asc(ontologyCounts.ontology))
    },
  }
}

function matching(grant: Grant<'read'>, ontology: string | null): SQL | undefined {
  return and(coveredBy(grant), ontology === null ? undefined : eq(metaEnvelopes.ontology, ontology))
}

function beyond({ direction, from }: PageRequest): SQL | undefined {
  if (from === null) return undefined
  return direction === 'forward'
    ? gt(metaEnvelopes.position, from)
    : lt(metaEnvelopes.position, from)
}

function ofOntologyCount(ontology: string | null): SQL | undefined {
  return ontology === null ? undefined : eq(ontologyCounts.ontology, ontology)
}
