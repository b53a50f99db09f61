import type { Grant } from '../access/authorise.ts'
import { ask, type Database } from '../db/database.ts'
import { coverage, covered } from './covered-by.ts'
import { type RecordRow, readRecord, recordColumns } from './rows.ts'
import type { SearchIndexer } from './search-indexer.ts'
import { type Search, searchPatterns } from './search-text.ts'
import type { StoredMetaEnvelope } from './types.ts'

/** What a search is among, and for. */
interface Wanted {
  readonly ontology: string | null
  readonly search: Search
}

/** Finds records by their texts. */
export interface Finder {
  /** The first matches of a list, behind a position. */
  some(
    grant: Grant<'read'>,
    wanted: Wanted,
    forward: boolean,
    start: string,
    size: number,
  ): Promise<StoredMetaEnvelope[]>
  count(grant: Grant<'read'>, wanted: Wanted): Promise<number>
}

/** How many records a search looks through, in their order, before it asks the index. */
const lookThrough = 200

const ofOntology = '($5::text IS NULL OR ontology = $5)'

/** A search among the next records of the list: finds terms that many records hold. */
const selectNear = (forward: boolean) => {
  const order = `ORDER BY position ${forward ? 'ASC' : 'DESC'}`
  return `SELECT ${recordColumns} FROM (
    SELECT ${recordColumns}, search FROM meta_envelopes
    WHERE ${covered} AND ${ofOntology} AND position ${forward ? '>' : '<'} $8::uuid
    ${order} LIMIT ${lookThrough}) AS near
  WHERE search LIKE $6 AND ($7::text IS NULL OR search ~ $7) ${order} LIMIT $9`
}

/**
 * All that a search finds: in the trigram index, which is asked for the probe only, and among
 * the records not yet in it.
 */
const hits = (behind: string) => `
  WITH hits AS MATERIALIZED (
    SELECT position FROM meta_envelopes
    WHERE ${covered} AND ${ofOntology} AND indexed AND search LIKE $8
      AND (search || '') LIKE $6 AND ($7::text IS NULL OR search ~ $7) ${behind}
    UNION ALL
    SELECT position FROM meta_envelopes
    WHERE ${covered} AND ${ofOntology} AND NOT indexed
      AND search LIKE $6 AND ($7::text IS NULL OR search ~ $7) ${behind})`

const selectFar = (forward: boolean) => {
  const order = `ORDER BY position ${forward ? 'ASC' : 'DESC'}`
  return `${hits(`AND position ${forward ? '>' : '<'} $9::uuid`)}
    SELECT ${recordColumns} FROM meta_envelopes
    WHERE ename = $1 AND position IN (SELECT position FROM hits ${order} LIMIT $10) ${order}`
}

const countHits = `${hits('')} SELECT count(*) AS count FROM hits`

/**
 * A page is found in one of two ways, tried in this order: frequent terms near by, rare ones
 * through the index. The planner cannot know which a term is.
 */
export function createFinder(
  db: Database,
  indexer: Pick<SearchIndexer, 'searched' | 'rarestPart'>,
): Finder {
  async function prepare(grant: Grant<'read'>, { ontology, search }: Wanted) {
    await indexer.searched()
    const { probe, like, regex } = searchPatterns(search, indexer.rarestPart)
    return { probe, params: [...coverage(grant), ontology, like, regex] }
  }

  return {
    async some(grant, wanted, forward, start, size) {
      const { probe, params } = await prepare(grant, wanted)
      const near = await ask<RecordRow>(db, selectNear(forward), [...params, start, size])
      if (near.length >= size) return near.map(readRecord)
      const far = await ask<RecordRow>(db, selectFar(forward), [...params, probe, start, size])
      return far.map(readRecord)
    },

    async count(grant, wanted) {
      const { probe, params } = await prepare(grant, wanted)
      const [row] = await ask<{ count: number }>(db, countHits, [...params, probe])
      return Number(row?.count ?? 0)
    },
  }
}
