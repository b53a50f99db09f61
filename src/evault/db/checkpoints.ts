import type { Log } from '../log.ts'
import type { PreparedPGlite } from './prepared-pglite.ts'
import { VaultFilesystem } from './storage/vault-filesystem.ts'

/** Postgres would make checkpoints from another process, which PGlite has not. */
export interface CheckpointPace {
  /** Nothing was written for so long, in milliseconds. */
  readonly idle: number
  /** The log has grown so much, in bytes, though writing goes on. */
  readonly growth: number
}

const usualPace: CheckpointPace = { idle: 20_000, growth: 48 * 1024 * 1024 }

/** The checkpoints of an open database. Dispose waits for one that is under way. */
export interface Checkpoints extends AsyncDisposable {
  /**
   * Makes a checkpoint, and no other until this work has ended: the log that the work needs stays.
   * @throws DiskFailure; what the work throws
   */
  holding<T>(work: () => Promise<T>): Promise<T>
}

/**
 * Makes a checkpoint when writing rests, or when the log has grown: it stays small, and the
 * next start quick.
 */
export function startCheckpoints(
  client: PreparedPGlite,
  log: Pick<Log, 'error'>,
  pace = usualPace,
): Checkpoints {
  const { fs } = client
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let closed = false
  /** Works that need the log as it is. */
  let holds = 0
  let isPostponed = false

  function begin(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    isPostponed = holds > 0
    if (isPostponed) return
    running ??= make()
  }

  async function make(): Promise<void> {
    try {
      await client.checkpoint()
    } catch (error) {
      // The disk failed, and says so to the next who writes; or the database is closed.
      if (!client.closed) log.error({ error }, 'no checkpoint could be made')
    } finally {
      running = null
    }
  }

  function grown(bytes: number): void {
    if (closed || running !== null) return
    if (bytes >= pace.growth) setImmediate(begin)
    else if (timer === null) timer = setTimeout(begin, pace.idle).unref()
    else timer.refresh()
  }

  if (fs instanceof VaultFilesystem) fs.whenLogGrows = grown
  return {
    async holding(work) {
      holds += 1
      try {
        await running
        await client.checkpoint()
        return await work()
      } finally {
        holds -= 1
        if (isPostponed && holds === 0 && !closed) begin()
      }
    },
    async [Symbol.asyncDispose]() {
      closed = true
      if (timer !== null) clearTimeout(timer)
      await running
    },
  }
}
