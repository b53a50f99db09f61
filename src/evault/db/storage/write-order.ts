import { dirname } from 'node:path/posix'
import type { Disk } from './disk.ts'
import type { Durability } from './durability.ts'
import { controlPath, isGrowth, isLog, isTemporary } from './postgres-files.ts'
import type { StoredFile } from './stored-files.ts'
import type { Syncable } from './unsynced.ts'

/**
 * What has to be on the disk before and after each change, whose rules docs/storage.md tells. It
 * knows paths in the database's folder; `place` says where on the disk they are.
 */
export class WriteOrder {
  readonly #folders = new Map<string, Syncable>()

  constructor(
    private readonly durability: Durability,
    private readonly disk: Disk,
    private readonly place: (path: string) => string,
  ) {}

  /** @throws DiskFailure */
  beforeWrite(file: StoredFile, bytes: Buffer, position: number): void {
    this.durability.check()
    if (isLog(file.path)) return
    if (file.path === controlPath) this.durability.syncAll()
    else if (!this.durability.logIsSynced && !isGrowth(file.content, bytes, position))
      this.beforeChange(file.path)
  }

  /**
   * Data must not change on the disk before the log that describes the change is there.
   * @throws DiskFailure
   */
  beforeChange(path: string): void {
    this.durability.check()
    if (!isLog(path) && !isTemporary(path)) this.durability.syncLog()
  }

  /** @throws DiskFailure */
  wrote(file: StoredFile): void {
    file.unsynced = true
    this.durability.wrote(file, isLog(file.path))
    // A checkpoint counts from here on: what follows relies on it.
    if (file.path === controlPath) this.durability.syncAll()
  }

  /** The name of a file or folder came or went. */
  named(path: string): void {
    const parent = dirname(path)
    const folder = this.#folders.get(parent) ?? this.#syncableFolder(parent)
    this.durability.wrote(folder, isLog(path))
  }

  folderRemoved(path: string): void {
    this.#folders.delete(path)
    this.named(path)
  }

  #syncableFolder(path: string): Syncable {
    const place = this.place(path)
    const folder = {
      sync: () => this.disk.syncFolder(place),
      syncLater: () => this.disk.syncFolderLater(place),
    }
    this.#folders.set(path, folder)
    return folder
  }
}
