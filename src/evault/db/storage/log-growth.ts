/** How much Postgres has written to its log, whose last page it writes again and again. */
export class LogGrowth {
  /** Since the last checkpoint. */
  bytes = 0
  #path = ''
  #end = 0

  /** @returns `bytes`, with what ends there */
  wrote(path: string, end: number): number {
    // Empty log files are made in advance.
    if (path.includes('xlogtemp')) return this.bytes
    if (path !== this.#path) {
      this.#path = path
      this.#end = 0
    }
    this.bytes += Math.max(0, end - this.#end)
    this.#end = Math.max(this.#end, end)
    return this.bytes
  }
}
