import { join } from 'node:path/posix'
import { BaseFilesystem, type FsStats } from '@electric-sql/pglite/basefs'
import { type Disk, nodeDisk } from './disk.ts'
import { type Acknowledge, Durability } from './durability.ts'
import { asPostgres, FileError } from './errno.ts'
import { statsOf, statsOfOpen } from './file-stats.ts'
import { HeldCheckpoint } from './held-checkpoint.ts'
import { LogGrowth } from './log-growth.ts'
import { controlPath, isLog, lockPath, wasShutDown } from './postgres-files.ts'
import { storageKeyBytes } from './sectors.ts'
import { StoredFile, StoredFiles } from './stored-files.ts'
import { syncTree } from './sync-tree.ts'
import { WriteOrder } from './write-order.ts'

const folderMode = 0o700

export interface StorageMeans {
  /** Where the encrypted files are; exists. */
  readonly folder: string
  /** 64 bytes, for the database alone. */
  readonly key: Buffer
  readonly acknowledge: Acknowledge
  readonly disk?: Disk
}

/**
 * The file system under Postgres: each file is encrypted, and what was committed is on the disk
 * before it is acknowledged. docs/storage.md tells the format and the rules.
 */
export class VaultFilesystem extends BaseFilesystem {
  readonly #disk: Disk
  readonly #folder: string
  readonly #key: Buffer
  readonly #files: StoredFiles
  readonly #durability: Durability
  readonly #order: WriteOrder
  readonly #descriptors = new Map<number, StoredFile>()
  readonly #growth = new LogGrowth()
  #lastDescriptor = 0
  /** While a checkpoint is made: what must wait until the data is on the disk. */
  #held: HeldCheckpoint | null = null

  constructor({ folder, key, acknowledge, disk = nodeDisk }: StorageMeans) {
    super(folder)
    if (key.length !== storageKeyBytes) throw new RangeError('The storage key has 64 bytes.')
    this.#disk = disk
    this.#folder = folder
    this.#key = Buffer.from(key)
    this.#files = new StoredFiles(disk, this.#key, folder)
    this.#durability = new Durability(acknowledge, (item) => {
      if (item instanceof StoredFile) item.unsynced = false
    })
    this.#order = new WriteOrder(this.#durability, disk, (path) => this.#files.place(path))
  }

  /** Why nothing is written any more; null as long as the disk keeps what it is given. */
  get failure(): Error | null {
    return this.#durability.failure
  }

  /** Told of each write to the log, with the bytes that came since the last checkpoint. */
  whenLogGrows: (bytes: number) => void = () => {}

  /** After a crash of the program the newest content may be known to the system alone. */
  override async initialSyncFs(): Promise<void> {
    if (!wasShutDown(this.#files)) await syncTree(this.#disk, this.#folder)
    this.#removeLock()
  }

  /**
   * Resolves when what was committed until now may be acknowledged.
   * @throws DiskFailure
   */
  override syncToFs(): Promise<void> {
    return this.#durability.commit()
  }

  /**
   * Makes a checkpoint without keeping others waiting for the disk: Postgres writes the data,
   * and what says that it is there follows when it is.
   * @param command has Postgres do it
   * @throws DiskFailure
   */
  async checkpoint(command: () => Promise<unknown>): Promise<void> {
    // The less is left, the sooner the log's last part is there.
    await this.#durability.syncAllLater()
    const bytes = this.#growth.bytes
    this.#held = new HeldCheckpoint()
    try {
      await command()
      await this.#durability.syncAllLater()
      await this.#settle()
      this.#growth.bytes -= bytes
    } finally {
      this.#held = null
    }
  }

  override async closeFs(): Promise<void> {
    await this.#durability.close()
    if (this.failure === null) {
      this.#settleNow()
      this.#durability.syncAll()
    }
    this.#files.closeAll()
    this.#key.fill(0)
  }

  open(path: string): number {
    return asPostgres(() => {
      const file = this.#files.find(path)
      file.opens += 1
      this.#lastDescriptor += 1
      this.#descriptors.set(this.#lastDescriptor, file)
      return this.#lastDescriptor
    })
  }

  close(fd: number): void {
    asPostgres(() => {
      this.#files.closed(this.#file(fd))
      this.#descriptors.delete(fd)
    })
  }

  read(fd: number, into: Uint8Array, offset: number, length: number, position: number): number {
    return asPostgres(() => {
      const file = this.#file(fd)
      const held = file.path === controlPath ? this.#held?.control : null
      if (!held) return file.content.read(view(into, offset, length), position)
      return held.copy(view(into, offset, length), 0, position)
    })
  }

  write(fd: number, from: Uint8Array, offset: number, length: number, position: number): number {
    return asPostgres(() => {
      const file = this.#file(fd)
      const bytes = view(from, offset, length)
      if (this.#holds(file, bytes, position)) return length
      this.#order.beforeWrite(file, bytes, position)
      file.content.write(bytes, position)
      this.#order.wrote(file)
      if (isLog(file.path)) this.#logGrew(file.path, position, position + length)
      return length
    })
  }

  /** Postgres makes a file with it, mostly an empty one. */
  writeFile(path: string, data: string | Uint8Array): void {
    asPostgres(() => {
      this.#durability.check()
      this.#free(path)
      const file = this.#files.create(path)
      this.#order.named(path)
      file.content.write(Buffer.from(data as Uint8Array), 0)
      this.#order.wrote(file)
    })
  }

  truncate(path: string, length: number): void {
    asPostgres(() => {
      const file = this.#files.find(path)
      if (length < file.content.size) this.#order.beforeChange(path)
      file.content.truncate(length)
      this.#order.wrote(file)
    })
  }

  rename(from: string, to: string): void {
    asPostgres(() => {
      this.#order.beforeChange(from)
      // Postgres recycles log files: only once the checkpoint is there, which needs them no more.
      if (this.#held !== null) this.#settleNow()
      // A new log file replaces nothing, and is synced before a commit in it is acknowledged.
      if (!isLog(from)) this.#durability.syncFile(this.#files.find(from))
      const replaced = this.#files.known(to)
      this.#files.rename(from, to)
      if (replaced !== undefined) this.#durability.forget(replaced)
      this.#order.named(from)
      this.#order.named(to)
    })
  }

  unlink(path: string): void {
    asPostgres(() => {
      this.#order.beforeChange(path)
      if (!this.#held?.takes(path)) this.#remove(path)
    })
  }

  mkdir(path: string): void {
    asPostgres(() => {
      this.#disk.makeFolder(this.#files.place(path), folderMode)
      this.#order.named(path)
    })
  }

  rmdir(path: string): void {
    asPostgres(() => {
      this.#order.beforeChange(path)
      this.#disk.removeFolder(this.#files.place(path))
      this.#order.folderRemoved(path)
    })
  }

  readdir(path: string): string[] {
    return asPostgres(() => {
      const names = this.#disk.list(this.#files.place(path))
      return names.filter((name) => !this.#held?.removed.has(join(path, name)))
    })
  }

  lstat(path: string): FsStats {
    return asPostgres(() => {
      if (this.#held?.removed.has(path)) throw new FileError('ENOENT')
      const entry = this.#disk.stat(this.#files.place(path))
      return statsOf(entry, entry.isDirectory() ? 0 : this.#files.sizeOf(path, entry))
    })
  }

  fstat(fd: number): FsStats {
    return statsOfOpen(asPostgres(() => this.#file(fd).content.size))
  }

  /** Files are the owner's alone, always. */
  chmod(): void {}

  utimes(): void {}

  /** One that a power cut left empty, or in part, keeps Postgres from starting. */
  #removeLock(): void {
    try {
      this.#remove(lockPath)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }

  /** Whether the write waits for the checkpoint's data. */
  #holds(file: StoredFile, bytes: Buffer, position: number): boolean {
    if (file.path !== controlPath || this.#held === null || position > 0) return false
    this.#durability.check()
    this.#held.control = Buffer.from(bytes)
    return true
  }

  /** All data is on the disk: now it may be said, and what only the past needs may go. */
  async #settle(): Promise<void> {
    const control = this.#held?.control
    if (!control) return
    const file = this.#files.find(controlPath)
    file.content.write(control, 0)
    await this.#durability.syncFileLater(file)
    this.#removeHeld()
  }

  #settleNow(): void {
    const control = this.#held?.control
    if (!control) return
    this.#durability.syncAll()
    const file = this.#files.find(controlPath)
    file.content.write(control, 0)
    this.#order.wrote(file)
    this.#removeHeld()
  }

  #removeHeld(): void {
    for (const path of this.#held?.removed ?? []) this.#remove(path)
    this.#held = null
  }

  /** A name that waits to be removed is wanted for something new. */
  #free(path: string): void {
    if (this.#held?.removed.has(path)) this.#settleNow()
  }

  #remove(path: string): void {
    const file = this.#files.known(path)
    this.#files.unlink(path)
    if (file !== undefined) this.#durability.forget(file)
    this.#order.named(path)
  }

  #file(fd: number): StoredFile {
    const file = this.#descriptors.get(fd)
    if (file === undefined) throw new FileError('EBADF')
    return file
  }

  #logGrew(path: string, from: number, to: number): void {
    this.whenLogGrows(this.#growth.wrote(path, from, to))
  }
}

/** Postgres passes its whole memory, as an array of some kind or as the buffer of one. */
function view(memory: ArrayBufferView | ArrayBuffer, offset: number, length: number): Buffer {
  if (ArrayBuffer.isView(memory))
    return Buffer.from(memory.buffer, memory.byteOffset + offset, length)
  return Buffer.from(memory, offset, length)
}
