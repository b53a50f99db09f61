import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import { type Log, logFailedWork } from '../log.ts'
import { keepBooks, type Result } from './bookkeeping.ts'
import type { DeliveryPlatform, Platforms } from './platforms.ts'

/** Writes what became of packets, those of one moment together. */
export interface Bookkeeper {
  /**
   * @param platform how it is known to answer after that
   * @param isBack it had failed, and answers again
   */
  note(result: Result, platform: DeliveryPlatform | null, isBack: boolean): void
  /** Once what was noted is written. */
  written(): Promise<void>
}

interface Means {
  readonly db: Database
  readonly ids: IdClock
  readonly platforms: Pick<Platforms, 'disclosed'>
  readonly now: () => number
  /** Ends attempts to write what can't be written now. */
  readonly closing: AbortSignal
  readonly log: Log
  /** Told of what is written. */
  readonly done: (results: readonly Result[], back: readonly DeliveryPlatform[]) => void
}

const gatherMs = 10
const failedWaitMs = 5_000

export function createBookkeeper(means: Means): Bookkeeper {
  const { db, ids, platforms, now, closing, log, done } = means
  let results: Result[] = []
  let changed = new Map<string, DeliveryPlatform>()
  let back = new Map<string, DeliveryPlatform>()
  let writing: Promise<void> | null = null

  async function writeAll(): Promise<void> {
    while (results.length > 0) {
      await delay(gatherMs, null, { ref: false })
      const books = { results, platforms: [...changed.values()], back: [...back.values()] }
      results = []
      changed = new Map()
      back = new Map()
      await write(books)
      done(books.results, books.back)
    }
  }

  /** Until it is written: what is not in the books would be sent once more. */
  async function write(books: Omit<Parameters<typeof keepBooks>[2], 'now'>): Promise<void> {
    for (;;) {
      try {
        const disclosed = await keepBooks(db, ids, { ...books, now: now() })
        for (const one of disclosed) platforms.disclosed(one.ename, one.platform, one.records)
        return
      } catch (error) {
        logFailedWork(log, error)
        if (closing.aborted) return
        await delay(failedWaitMs, null, { ref: false, signal: closing }).catch(() => {})
      }
    }
  }

  return {
    note(result, platform, isBack) {
      results.push(result)
      const key = `${result.due.ename} ${result.due.platform}`
      if (platform !== null) changed.set(key, platform)
      if (platform !== null && isBack) back.set(key, platform)
      writing ??= writeAll().finally(() => {
        writing = null
      })
    },
    async written() {
      await writing
    },
  }
}
