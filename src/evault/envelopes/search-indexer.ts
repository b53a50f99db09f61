import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import { type Log, logFailedWork } from '../log.ts'
import { createSearchProbe } from './search-probe.ts'
import { searchText } from './search-text.ts'
import type { JsonObject } from './types.ts'

/**
 * Moves records into the trigram index. Doing that when they are written would double the time
 * of a write, so it is done while the vault has nothing else to do; until then a search looks
 * through them one by one.
 */
export interface SearchIndexer extends AsyncDisposable {
  /** Says that a record was written. */
  written(): void
  /** Says that somebody searches: what is outside of the index is moved in at once. */
  searched(): void
  /** The part of a lower-cased text that the index is best asked for. */
  rarestPart(text: string): string
}

/** Rows of one statement: others wait for as long as it takes. */
const batch = 50
const lookEveryMs = 200
/** A vault that works less than this is idle. */
const idleUtilisation = 0.3
/** Records outside of the index that are moved in even if the vault is busy. */
const mostOutside = 50_000
/** Moves that make a vacuum worth its time, at first and later: PGlite has none of its own. */
const firstVacuum = 1_000
const rarestVacuum = 50_000

const moveBatch = `
  UPDATE meta_envelopes SET indexed = true
  WHERE (ename, position) IN (
    SELECT ename, position FROM meta_envelopes WHERE NOT indexed ORDER BY position LIMIT $1)
  RETURNING 1`

export function createSearchIndexer(db: Database, log: Log): SearchIndexer {
  let outside = 1
  let moved = 0
  let untilVacuum = firstVacuum
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let moving: Promise<void> | null = null
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
      const { length } = await ask(db, moveBatch, [batch])
      moved += length
      if (length < batch) break
      await nextTurn()
    }
    if (moved < untilVacuum) return
    moved = 0
    untilVacuum = Math.min(untilVacuum * 4, rarestVacuum)
    await ask(db, 'VACUUM (ANALYZE) meta_envelopes', [])
    await probe.learn()
  }
  wait()

  return {
    written() {
      outside += 1
      if (outside >= mostOutside) start()
      else wait()
    },
    searched() {
      if (!learned) void probe.learn().catch((error) => logFailedWork(log, error))
      learned = true
      if (outside > 0) start()
    },
    rarestPart: probe.rarestPart,
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(timer)
      await moving
    },
  }
}

const selectWithoutText = `SELECT ename, id, position, payload FROM meta_envelopes
  WHERE NOT indexed AND search = '' AND position > $1::uuid ORDER BY position LIMIT $2`

const setTexts = `UPDATE meta_envelopes AS record SET search = item.search
  FROM unnest($1::text[], $2::text[], $3::text[]) AS item (ename, id, search)
  WHERE record.ename = item.ename AND record.id = item.id`

/** Gives records of versions that knew no search their search text. */
export async function fillSearchTexts(db: Database): Promise<void> {
  type Row = { ename: string; id: string; position: string; payload: JsonObject }
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await ask<Row>(db, selectWithoutText, [last, batch])
    const end = rows.at(-1)
    if (end === undefined) return
    await ask(db, setTexts, [
      arrayLiteral(rows.map(({ ename }) => ename)),
      arrayLiteral(rows.map(({ id }) => id)),
      arrayLiteral(rows.map(({ payload }) => searchText(payload))),
    ])
    last = end.position
  }
}
