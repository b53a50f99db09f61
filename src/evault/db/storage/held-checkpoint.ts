/**
 * What Postgres does once it has written a checkpoint's data, held back until the disk has the
 * data: it writes where its log begins now, and removes what only an earlier beginning needs.
 */
export class HeldCheckpoint {
  /** The new content of pg_control. */
  control: Buffer | null = null
  /** Files that Postgres takes for gone. */
  readonly removed = new Set<string>()

  /** Whether the removal waits: it relies on the checkpoint. */
  takes(path: string): boolean {
    if (this.control !== null) this.removed.add(path)
    return this.control !== null
  }
}
