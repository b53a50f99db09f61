import type { Disk } from './disk.ts'

/** So many at a time: the system joins what comes together. */
const atOnce = 16

/** Brings new files to the disk while the next ones are written. */
export class FileSyncs {
  readonly #running = new Set<Promise<void>>()
  readonly #errors: unknown[] = []

  constructor(private readonly disk: Disk) {}

  /**
   * Has a file written, and then synced and closed, which is waited for only where many others are
   * on their way.
   * @throws what `write` throws; the error of a sync before
   */
  async syncAfter(fd: number, write: () => Promise<void>): Promise<void> {
    try {
      this.check()
      await write()
    } catch (error) {
      this.disk.close(fd)
      throw error
    }
    const running = this.#sync(fd).finally(() => this.#running.delete(running))
    this.#running.add(running)
    if (this.#running.size >= atOnce) await Promise.race(this.#running)
  }

  /** Resolves when no sync is under way, whatever became of them. */
  async settled(): Promise<void> {
    await Promise.all(this.#running)
  }

  /** @throws the first error of a sync */
  check(): void {
    if (this.#errors.length > 0) throw this.#errors[0]
  }

  async #sync(fd: number): Promise<void> {
    try {
      await this.disk.syncLater(fd)
    } catch (error) {
      this.#errors.push(error)
    } finally {
      this.disk.close(fd)
    }
  }
}
