/** What can be brought to the disk: a file's content, or the names in a folder. */
export interface Syncable {
  sync(): void
  syncLater(): Promise<void>
}

/** What was written, and is not known to be on the disk. */
export class Unsynced {
  readonly #waiting = new Set<Syncable>()
  readonly #underWay = new Set<Syncable>()

  /** @param settled told of each that has reached the disk and was not written since */
  constructor(private readonly settled: (item: Syncable) => void) {}

  get isEmpty(): boolean {
    return this.#waiting.size === 0 && this.#underWay.size === 0
  }

  /** Whether something is not even on its way. */
  get isWaiting(): boolean {
    return this.#waiting.size > 0
  }

  has(item: Syncable): boolean {
    return this.#waiting.has(item) || this.#underWay.has(item)
  }

  add(item: Syncable): void {
    this.#waiting.add(item)
  }

  remove(item: Syncable): void {
    this.#waiting.delete(item)
    this.#underWay.delete(item)
  }

  syncNow(): void {
    for (const item of [...this.#underWay, ...this.#waiting]) {
      item.sync()
      this.#waiting.delete(item)
      if (!this.#underWay.has(item)) this.settled(item)
    }
  }

  /** Only one at a time. Other things may be written meanwhile. */
  async syncLater(): Promise<void> {
    for (const item of this.#waiting) this.#underWay.add(item)
    this.#waiting.clear()
    try {
      await Promise.all([...this.#underWay].map((item) => item.syncLater()))
    } finally {
      const items = [...this.#underWay]
      this.#underWay.clear()
      for (const item of items) if (!this.#waiting.has(item)) this.settled(item)
    }
  }
}
