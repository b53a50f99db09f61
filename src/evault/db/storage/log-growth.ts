/** How much Postgres has written to its log, whose last page it writes again and again. */
export class LogGrowth {
  /** Since the last checkpoint. */
  bytes = 0
  #path = ''
  #end = 0

  /** @returns `bytes`, with what was written from `position` to `end` */
  wrote(path: string, position: number, end: number): number {
    // Empty log files are made in advance.
    if (path.includes('xlogtemp')) return this.bytes
    if (path !== this.#path) {
      this.#path = path
      this.#end = position
    }
    this.bytes += Math.max(0, end - this.#end)
    this.#end = Math.max(this.#end, end)
    return this.bytes
  }
}
