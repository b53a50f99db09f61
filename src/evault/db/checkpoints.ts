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

/**
 * Makes a checkpoint when writing rests, or when the log has grown: it stays small, and the
 * next start quick. Dispose waits for one that is under way.
 */
export function startCheckpoints(
  client: PreparedPGlite,
  log: Pick<Log, 'error'>,
  pace = usualPace,
): AsyncDisposable {
  const { fs } = client
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> | null = null
  let closed = false

  function begin(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
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
    async [Symbol.asyncDispose]() {
      closed = true
      if (timer !== null) clearTimeout(timer)
      await running
    },
  }
}
