import { setTimeout as delay } from 'node:timers/promises'
import { DiskFailure } from '../../errors.ts'
import { type Syncable, Unsynced } from './unsynced.ts'

/** How long an early acknowledgement may be ahead of the disk, in milliseconds. */
const earlyDelay = 100

/** How long a sync that follows another waits at most for more commits to share it. */
const mostPatienceMs = 2

/** When a commit is acknowledged: once it is on the disk, or before. */
export type Acknowledge = 'durable' | 'early'

/**
 * Brings to the disk what was written, in the order that Postgres counts on: a change of data
 * never before the log that describes it, and a checkpoint never before the data.
 */
export class Durability {
  /** After a failed sync nothing may be written any more: see `DiskFailure`. */
  failure: DiskFailure | null = null
  readonly #logs: Unsynced
  readonly #data: Unsynced
  /** Commits share a sync; those that come while one is under way share the next. */
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null
  #lastFlushMs = 0
  #timer: NodeJS.Timeout | null = null

  constructor(
    private readonly acknowledge: Acknowledge,
    settled: (item: Syncable) => void,
  ) {
    this.#logs = new Unsynced(settled)
    this.#data = new Unsynced(settled)
  }

  get logIsSynced(): boolean {
    return this.#logs.isEmpty
  }

  wrote(item: Syncable, isLog: boolean): void {
    const unsynced = isLog ? this.#logs : this.#data
    unsynced.add(item)
  }

  /** A file that has lost its name needs no sync. */
  forget(item: Syncable): void {
    this.#logs.remove(item)
    this.#data.remove(item)
  }

  /** @throws DiskFailure */
  check(): void {
    if (this.failure !== null) throw this.failure
  }

  /** Before a change of data that the log describes. */
  syncLog(): void {
    if (!this.#logs.isEmpty) this.#now(() => this.#logs.syncNow())
  }

  /** Before a checkpoint is written: all that it says is done. */
  syncAll(): void {
    this.#now(() => {
      this.#logs.syncNow()
      this.#data.syncNow()
    })
  }

  /** Before a file replaces another. */
  syncFile(item: Syncable): void {
    if (this.#logs.has(item) || this.#data.has(item)) this.#now(() => item.sync())
  }

  /** All that was written until now, while others write on; only one at a time. */
  async syncAllLater(): Promise<void> {
    await this.#flush()
    await this.#later(() => this.#data.syncLater())
  }

  syncFileLater(item: Syncable): Promise<void> {
    return this.#later(() => item.syncLater())
  }

  /**
   * Resolves when all commits until now may be acknowledged.
   * @throws DiskFailure
   */
  commit(): Promise<void> {
    if (this.failure !== null) return Promise.reject(this.failure)
    if (this.acknowledge === 'durable') return this.#flush()
    if (this.#logs.isWaiting) this.#timer ??= setTimeout(() => this.#flushEarly(), earlyDelay)
    return Promise.resolve()
  }

  /** All of the log is on the disk. */
  #flush(): Promise<void> {
    if (!this.#logs.isWaiting) return this.#running ?? Promise.resolve()
    this.#next ??= this.#flushAfter(this.#running)
    return this.#next
  }

  async #flushAfter(previous: Promise<void> | null): Promise<void> {
    await previous
    // Those whom the last one has answered mostly write again at once: they come along.
    if (previous !== null) await delay(Math.min(this.#lastFlushMs / 2, mostPatienceMs))
    this.#next = null
    const began = performance.now()
    const run = this.#later(() => this.#logs.syncLater())
    this.#running = run
    try {
      await run
      this.#lastFlushMs = performance.now() - began
    } finally {
      if (this.#running === run) this.#running = null
    }
  }

  #flushEarly(): void {
    this.#timer = null
    // The next write is told of a failure.
    this.#flush().catch(() => {})
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#next?.catch(() => {})
    await this.#running?.catch(() => {})
  }

  #now(sync: () => void): void {
    this.check()
    try {
      sync()
    } catch (error) {
      throw this.#fail(error)
    }
  }

  async #later(sync: () => Promise<void>): Promise<void> {
    this.check()
    try {
      await sync()
    } catch (error) {
      throw this.#fail(error)
    }
  }

  #fail(error: unknown): DiskFailure {
    this.failure ??= new DiskFailure(error)
    return this.failure
  }
}
