import type { Grant } from '../access/authorise.ts'
import { ask, type Database } from '../db/database.ts'
import { type Conditions, conditionsSql } from './conditions.ts'
import { coverage, covered } from './covered-by.ts'
import { type RecordRow, readRecord, recordColumns } from './rows.ts'
import type { SearchIndexer } from './search-indexer.ts'
import { type Search, searchPatterns } from './search-text.ts'
import type { StoredMetaEnvelope } from './types.ts'

/** What a list is narrowed by: it is among a type, and all of the others hold. */
export interface Wanted {
  readonly ontology: string | null
  readonly searches: readonly Search[]
  readonly conditions: Conditions | null
}

/** Finds records by their texts, and by what the owner narrows a list by. */
export interface Finder {
  /** The first matches of a list, behind a position. */
  some(
    grant: Grant<'read' | 'oversee'>,
    wanted: Wanted,
    forward: boolean,
    start: string,
    size: number,
  ): Promise<StoredMetaEnvelope[]>
  count(grant: Grant<'read' | 'oversee'>, wanted: Wanted): Promise<number>
}

/** How many records a search looks through, in their order, before it asks the index. */
const lookThrough = 200

/** Conditions in SQL, and the values they stand for. */
interface Statement {
  readonly values: unknown[]
  /** Puts a value among the parameters and says how it is called there. */
  place(value: unknown): string
  /** Which records are looked at. */
  readonly among: string
  /** What the text of each of them is like; each condition begins with AND. */
  readonly texts: readonly TextConditions[]
  readonly others: string
}

interface TextConditions {
  readonly like: string
  readonly regex: string
}

function statementFor(
  grant: Grant<'read' | 'oversee'>,
  { ontology, searches, conditions }: Wanted,
  patterns: readonly { readonly like: string; readonly regex: string | null }[],
): Statement {
  const values = coverage(grant)
  const place = (value: unknown) => `$${values.push(value)}`
  // Where texts are searched for, the type must not lure the planner away from their index.
  const isPlain = searches.length === 0
  const type = isPlain && ontology === null ? null : place(ontology)
  const ofType = isPlain ? `ontology = ${type}` : `(${type}::text IS NULL OR ontology = ${type})`
  return {
    values,
    place,
    among: type === null ? covered : `${covered} AND ${ofType}`,
    texts: patterns.map(({ like, regex }) => {
      const [likeName, regexName] = [place(like), place(regex)]
      const matches = `(${regexName}::text IS NULL OR search ~ ${regexName})`
      return { like: likeName, regex: matches }
    }),
    others: conditions === null ? '' : conditionsSql(conditions, place),
  }
}

const textsIn = (column: string, texts: readonly TextConditions[]) =>
  texts.map(({ like, regex }) => ` AND ${column} LIKE ${like} AND ${regex}`).join('')

/** So many records of a list, behind a position, walking this way. */
interface Range {
  readonly forward: boolean
  readonly start: string
  readonly size: number
}

const inOrder = ({ forward }: Range) => `ORDER BY position ${forward ? 'ASC' : 'DESC'}`
const behind = ({ place }: Statement, { forward, start }: Range) =>
  `position ${forward ? '>' : '<'} ${place(start)}::uuid`

/** A search among the next records of the list: finds what many records hold. */
function selectNear(statement: Statement, range: Range): string {
  const { place, among, texts, others } = statement
  const order = inOrder(range)
  return `SELECT ${recordColumns} FROM (
    SELECT ${recordColumns}, search FROM meta_envelopes
    WHERE ${among} AND ${behind(statement, range)} ${order} LIMIT ${lookThrough}) AS near
  WHERE true${textsIn('search', texts)}${others} ${order} LIMIT ${place(range.size)}`
}

/** All records of the list, one after the other. */
function selectAlong(statement: Statement, range: Range): string {
  const { place, among, others } = statement
  return `SELECT ${recordColumns} FROM meta_envelopes
    WHERE ${among}${others} AND ${behind(statement, range)}
    ${inOrder(range)} LIMIT ${place(range.size)}`
}

/**
 * All that a search finds: in the trigram index, which is asked for the probe only, and among
 * the records not yet in it.
 */
function hits({ among, texts, others }: Statement, probe: string, place: string): string {
  return `WITH hits AS MATERIALIZED (
    SELECT position FROM meta_envelopes
    WHERE ${among} AND indexed AND search LIKE ${probe}
      ${textsIn("(search || '')", texts)}${others}${place}
    UNION ALL
    SELECT position FROM meta_envelopes
    WHERE ${among} AND NOT indexed${textsIn('search', texts)}${others}${place})`
}

function selectFar(statement: Statement, probe: string, range: Range): string {
  const { place } = statement
  const order = inOrder(range)
  return `${hits(statement, place(probe), ` AND ${behind(statement, range)}`)}
    SELECT ${recordColumns} FROM meta_envelopes
    WHERE ename = $1 AND position IN
      (SELECT position FROM hits ${order} LIMIT ${place(range.size)}) ${order}`
}

/**
 * A page is found in one of two ways, tried in this order: what is frequent near by, what is rare
 * through the index. The planner cannot know which it is.
 */
export function createFinder(
  db: Database,
  indexer: Pick<SearchIndexer, 'searched' | 'rarestPart'>,
): Finder {
  async function prepare(grant: Grant<'read' | 'oversee'>, wanted: Wanted) {
    const { searches } = wanted
    if (searches.length > 0) await indexer.searched()
    const patterns = searches.map((search) => searchPatterns(search, indexer.rarestPart))
    // Of several texts the index is asked for the longest: it is likely the rarest.
    const probe = patterns.map((one) => one.probe).reduce(longer, '')
    return { probe, begin: () => statementFor(grant, wanted, patterns) }
  }
  const read = async (text: string, { values }: Statement) =>
    (await ask<RecordRow>(db, text, values)).map(readRecord)

  return {
    async some(grant, wanted, forward, start, size) {
      const { probe, begin } = await prepare(grant, wanted)
      const range = { forward, start, size }
      const begun = begin()
      if (wanted.searches.length === 0) return read(selectAlong(begun, range), begun)
      const near = await read(selectNear(begun, range), begun)
      if (near.length >= size) return near
      const far = begin()
      return read(selectFar(far, probe, range), far)
    },

    async count(grant, wanted) {
      const { probe, begin } = await prepare(grant, wanted)
      const statement = begin()
      const { values, place, among, others } = statement
      const text =
        wanted.searches.length > 0
          ? `${hits(statement, place(probe), '')} SELECT count(*) AS count FROM hits`
          : `SELECT count(*) AS count FROM meta_envelopes WHERE ${among}${others}`
      const [row] = await ask<{ count: number }>(db, text, values)
      return Number(row?.count ?? 0)
    },
  }
}

function longer(a: string, b: string): string {
  return b.length > a.length ? b : a
}
