import type { Grant } from '../access/authorise.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import type { AccessLog } from '../log/access-log.ts'
import type { ChangeFeed } from './changes.ts'
import type { Conditions } from './conditions.ts'
import { createCountMemory } from './count-memory.ts'
import { coverage, covered } from './covered-by.ts'
import type { Finder, Wanted } from './finder.ts'
import { gather } from './gather.ts'
import type { PageRequest } from './page.ts'
import { type RecordRow, readRecord, recordColumns } from './rows.ts'
import type { Search } from './search-text.ts'
import type { StoredMetaEnvelope } from './types.ts'

/** A page in creation order, whichever way it was walked. */
export interface Page {
  readonly records: readonly StoredMetaEnvelope[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
}

/** Which records a list holds. */
export interface RecordFilter {
  readonly ontology: string | null
  readonly search: Search | null
  /** What only the owner's window asks for. */
  readonly conditions?: Conditions | null
}

/** How many records of a type there are. */
export interface OntologyCount {
  readonly ontology: string
  readonly count: number
}

export type EnvelopeReader = ReturnType<typeof createEnvelopeReader>

/** What records are read for: by who may read them, or by the owner who looks after the vault. */
type Reading = 'read' | 'oversee'

/** The most records a list without pages may hold. */
export const longestList = 50_000
const listChunk = 1_000

const selectByIds = `
  SELECT ${recordColumns} FROM meta_envelopes WHERE ${covered} AND id = ANY ($5::text[])`

const ofOntology = '($5::text IS NULL OR ontology = $5)'
const first = '00000000-0000-0000-0000-000000000000'
const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Several pages of one list: $6 holds where each begins, $7 how many records it has at most. */
const selectPages = (ontology: boolean, forward: boolean) => `
  SELECT wanted.page, record.* FROM unnest($6::uuid[]) WITH ORDINALITY AS wanted (start, page)
  CROSS JOIN LATERAL (
    SELECT ${recordColumns} FROM meta_envelopes
    WHERE ${covered} AND ${ontology ? 'ontology = $5::text' : '$5::text IS NULL'}
      AND position ${forward ? '>' : '<'} wanted.start
    ORDER BY position ${forward ? 'ASC' : 'DESC'} LIMIT $7
  ) AS record`

const countKept = `SELECT coalesce(sum(count), 0) AS count FROM ontology_counts
  WHERE ename = $1 AND ($2::text IS NULL OR ontology = $2)
    AND ($3::text[] IS NULL OR ontology = ANY ($3::text[]))`

const countCovered = `SELECT count(*) AS count FROM meta_envelopes
  WHERE ${covered} AND ${ofOntology}`

const selectOntologies = `SELECT ontology, count FROM ontology_counts
  WHERE ename = $1 AND count > 0 AND ($2::text[] IS NULL OR ontology = ANY ($2::text[]))
  ORDER BY count DESC, ontology ASC`

const countOntologies = `SELECT ontology, count(*) AS count FROM meta_envelopes
  WHERE ${covered} GROUP BY ontology ORDER BY count DESC, ontology ASC`

/**
 * Reads records. Each method takes the grant that allows it; its ACL rule is part of the SQL.
 * What is asked in the same moment becomes one statement.
 */
export function createEnvelopeReader(
  db: Database,
  access: Pick<AccessLog, 'read'>,
  finder: Finder,
  feed: Pick<ChangeFeed, 'revision'>,
) {
  const counts = createCountMemory(feed)
  const byId = gather(
    (grant: Grant<Reading>) => JSON.stringify(coverage(grant)),
    async (grant, ids: readonly string[]) => {
      const wanted = arrayLiteral([...new Set(ids)])
      const rows = await ask<RecordRow>(db, selectByIds, [...coverage(grant), wanted])
      const records = new Map(rows.map((row) => [row.id, readRecord(row)]))
      return ids.map((id) => records.get(id) ?? null)
    },
  )

  const pages = gather(
    ({ grant, ontology, forward, size }: PageKey) =>
      JSON.stringify([coverage(grant), ontology, forward, size]),
    async ({ grant, ontology, forward, size }, starts: readonly string[]) => {
      const distinct = [...new Set(starts)]
      const rows = await ask<RecordRow & { page: number }>(
        db,
        selectPages(ontology !== null, forward),
        [...coverage(grant), ontology, arrayLiteral(distinct), size],
      )
      const found = new Map<string, StoredMetaEnvelope[]>(distinct.map((start) => [start, []]))
      for (const row of rows) found.get(distinct[row.page - 1] ?? '')?.push(readRecord(row))
      return starts.map((start) => found.get(start) ?? [])
    },
  )

  async function slice(
    grant: Grant<Reading>,
    filter: RecordFilter,
    forward: boolean,
    from: string | null,
    size: number,
  ): Promise<StoredMetaEnvelope[]> {
    const start = from ?? (forward ? first : last)
    const { ontology } = filter
    const narrow = narrowed(filter)
    if (narrow !== null) return finder.some(grant, narrow, forward, start, size)
    return [...(await pages({ grant, ontology, forward, size }, start))]
  }

  return {
    /** One record, or null when there is none that this caller may read. */
    async byId(grant: Grant<Reading>, id: string): Promise<StoredMetaEnvelope | null> {
      const record = await byId(grant, id)
      access.read(grant, [record ?? { id, ontology: null }], record === null ? 'NOT_FOUND' : null)
      return record
    },

    /** A page of records. */
    async page(grant: Grant<Reading>, filter: RecordFilter, request: PageRequest): Promise<Page> {
      const { direction, from, size } = request
      const forward = direction === 'forward'
      const found = await slice(grant, filter, forward, from, size + 1)
      const more = found.length > size
      const records = found.slice(0, size)
      access.read(grant, records, null)
      // Having come from a cursor, the record it stands for is on the other side.
      const other = from !== null
      return forward
        ? { records, hasNextPage: more, hasPreviousPage: other }
        : { records: records.reverse(), hasNextPage: other, hasPreviousPage: more }
    },

    /**
     * All records, for the lists that know no pages; read in parts, so that others get their turn.
     * @throws RequestError `RESULT_TOO_LARGE`
     */
    async list(grant: Grant<Reading>, filter: RecordFilter): Promise<StoredMetaEnvelope[]> {
      const records: StoredMetaEnvelope[] = []
      for (;;) {
        const from = records.at(-1)?.position ?? null
        const part = await slice(grant, filter, true, from, listChunk)
        records.push(...part)
        access.read(grant, part, null)
        if (part.length < listChunk) return records
        if (records.length >= longestList) throw tooLong()
      }
    },

    /**
     * How many records the caller may read. Kept numbers wherever no ACL and no term is asked;
     * others are counted once and remembered until the vault changes.
     */
    async count(grant: Grant<Reading>, filter: RecordFilter): Promise<number> {
      const { ename, records } = grant
      const { ontology } = filter
      const narrow = narrowed(filter)
      if (narrow === null && records.all) {
        return total(await ask<Count>(db, countKept, [ename, ontology, typesOf(grant)]))
      }
      return counts.remember(ename, JSON.stringify([records, filter]), async () =>
        narrow === null
          ? total(await ask<Count>(db, countCovered, [...coverage(grant), ontology]))
          : finder.count(grant, narrow),
      )
    },

    /** The types of the records the caller may read, those with most records first. */
    async ontologies(grant: Grant<Reading>): Promise<OntologyCount[]> {
      const rows = grant.records.all
        ? await ask<OntologyCount>(db, selectOntologies, [grant.ename, typesOf(grant)])
        : await ask<OntologyCount>(db, countOntologies, coverage(grant))
      return rows.map(({ ontology, count }) => ({ ontology, count: Number(count) }))
    },
  }
}

/** Filters that need more than the order of records. */
function narrowed({ ontology, search, conditions = null }: RecordFilter): Wanted | null {
  if (search === null && conditions === null) return null
  const searches = [...(search === null ? [] : [search]), ...(conditions?.matches ?? [])]
  return { ontology, searches, conditions }
}

function typesOf({ records: { ontologies } }: Grant<Reading>): string | null {
  return ontologies === null ? null : arrayLiteral(ontologies)
}

interface Count {
  readonly count: number
}

function total([row]: Count[]): number {
  return Number(row?.count ?? 0)
}

interface PageKey {
  readonly grant: Grant<Reading>
  readonly ontology: string | null
  readonly forward: boolean
  readonly size: number
}

function tooLong(): RequestError {
  return new RequestError(
    'RESULT_TOO_LARGE',
    `More than ${longestList} records: ask for pages with metaEnvelopes.`,
  )
}
