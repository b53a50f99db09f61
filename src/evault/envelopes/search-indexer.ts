import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { arrayLiteral, ask, type Database, plainArrayLiteral } from '../db/database.ts'
import { type Log, logFailedWork } from '../log.ts'
import { createSearchProbe } from './search-probe.ts'
import { searchText } from './search-text.ts'
import type { JsonObject } from './types.ts'

/**
 * Gives records their search text and moves them into the trigram index. Doing that when they
 * are written would double the time of a write, so it is done while the vault has nothing else
 * to do. A search waits until each record has its text; those that are not in the index yet it
 * looks through one by one.
 */
export interface SearchIndexer extends AsyncDisposable {
  /** Says that a record was written. */
  written(): void
  /**
   * Says that somebody searches: what is outside of the index is moved in soon.
   * @returns once each record that is committed now has its text
   */
  searched(): Promise<void>
  /** The part of a lower-cased text that the index is best asked for. */
  rarestPart(text: string): string
}

/** Rows of one transaction: others wait for as long as it takes. */
const batch = 50
/** Bytes of payloads, as they are stored, after which a batch ends. */
const batchBytes = 4 * 1024 * 1024
const lookEveryMs = 200
/** A vault that works less than this is idle. */
const idleUtilisation = 0.3
/** Records outside of the index that are moved in even if the vault is busy. */
const mostOutside = 50_000
/** Moves that make a vacuum worth its time, at first and later: PGlite has none of its own. */
const firstVacuum = 1_000
const rarestVacuum = 50_000

interface Place {
  readonly position: string
  readonly size: number
}

interface Row {
  readonly ename: string
  readonly position: string
  readonly payload: JsonObject
}

/** The next records of a kind, and how long they are. */
const selectNext = (kind: string) => `
  SELECT position, pg_column_size(payload) AS size FROM meta_envelopes
  WHERE ${kind} ORDER BY position LIMIT ${batch}`
const nextOutside = selectNext('NOT indexed')
const nextTextless = selectNext('NOT indexed AND search IS NULL')

const selectPayloads = `
  SELECT ename, position, payload FROM meta_envelopes
  WHERE NOT indexed AND position = ANY ($1::uuid[]) FOR UPDATE`

// The list of positions is there twice: with the join alone, a plan made while there were few
// records would go through all of them for ever.
const setTexts = `
  UPDATE meta_envelopes AS record SET search = item.search, indexed = $4::boolean
  FROM unnest($1::text[], $2::uuid[], $3::text[]) AS item (ename, position, search)
  WHERE NOT indexed AND record.position = ANY ($2::uuid[])
    AND record.ename = item.ename AND record.position = item.position`

export function createSearchIndexer(db: Database, log: Log): SearchIndexer {
  let outside = 1
  let textless = 1
  let moved = 0
  let untilVacuum = firstVacuum
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let moving: Promise<void> | null = null
  let filling: Promise<unknown> | null = null
  const probe = createSearchProbe(db)
  let learned = false
  let utilisation = performance.eventLoopUtilization()

  function look(): void {
    const before = utilisation
    utilisation = performance.eventLoopUtilization()
    const busy = performance.eventLoopUtilization(utilisation, before).utilization
    timer = undefined
    if (busy < idleUtilisation) start()
    else wait()
  }
  function wait(): void {
    if (outside > 0 && !closed) timer ??= setTimeout(look, lookEveryMs).unref()
  }
  function start(): void {
    moving ??= move()
      .then(wait, (error) => {
        logFailedWork(log, error)
        // Not at once, which would fail again: with the next write or search.
        outside += 1
      })
      .finally(() => {
        moving = null
      })
  }
  async function move(): Promise<void> {
    outside = 0
    for (;;) {
      if (closed) return
      const count = await setNextTexts(db, nextOutside, true)
      moved += count
      if (count === 0) break
      await nextTurn()
    }
    if (moved < untilVacuum) return
    moved = 0
    untilVacuum = Math.min(untilVacuum * 4, rarestVacuum)
    await ask(db, 'VACUUM (ANALYZE) meta_envelopes', [])
    await probe.learn()
  }
  /** Gives the next records their texts; more of them may be left. */
  async function fill(): Promise<void> {
    textless = 0
    try {
      textless += await setNextTexts(db, nextTextless, false)
    } catch (error) {
      textless += 1
      throw error
    }
  }
  wait()

  return {
    written() {
      outside += 1
      textless += 1
      if (outside >= mostOutside) start()
      else wait()
    },
    async searched() {
      if (outside > 0) start()
      while (textless > 0 || filling !== null) {
        filling ??= fill().finally(() => {
          filling = null
        })
        await filling
      }
      if (!learned) void probe.learn().catch((error) => logFailedWork(log, error))
      learned = true
    },
    rarestPart: probe.rarestPart,
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(timer)
      await moving
      await filling
    },
  }
}

/** Sets the texts of the next records, in one transaction, and says of how many. */
async function setNextTexts(db: Database, next: string, indexed: boolean): Promise<number> {
  // Looked at first: on a full disk no transaction begins, and there may be nothing to do.
  if ((await ask(db, next, [])).length === 0) return 0
  return db.transaction(async (tx) => {
    const places = firstOf(await ask<Place>(tx, next, []))
    if (places.length === 0) return 0
    const rows = await ask<Row>(tx, selectPayloads, [plainArrayLiteral(places)])
    await ask(tx, setTexts, [
      arrayLiteral(rows.map(({ ename }) => ename)),
      plainArrayLiteral(rows.map(({ position }) => position)),
      arrayLiteral(rows.map(({ payload }) => searchText(payload))),
      indexed,
    ])
    return places.length
  })
}

/** The positions of as many records as one batch may hold; the first one is always among them. */
function firstOf(places: readonly Place[]): string[] {
  let bytes = 0
  const fitting = places.findIndex(({ size }) => {
    bytes += size
    return bytes > batchBytes
  })
  const count = fitting === -1 ? places.length : Math.max(1, fitting)
  return places.slice(0, count).map(({ position }) => position)
}
