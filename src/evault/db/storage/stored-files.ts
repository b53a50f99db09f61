import { join } from 'node:path'
import type { Disk, DiskEntry } from './disk.ts'
import { HeaderError } from './header.ts'
import { SealedFile, sizeOnDisk } from './sealed-file.ts'
import type { Syncable } from './unsynced.ts'

/** Descriptors that stay open; Postgres itself would use up to a thousand. */
const mostDescriptors = 256
const fileMode = 0o600

/** A file of the database, whether Postgres has it open or not. */
export class StoredFile implements Syncable {
  readonly content: SealedFile
  /** How often Postgres has it open. */
  opens = 0
  fd: number | null = null
  /** Its name is gone: it lives as long as it is open. */
  unlinked = false
  /** Written since it last reached the disk, or on its way there. */
  unsynced = false
  #syncing = 0

  constructor(
    private readonly disk: Disk,
    key: Buffer,
    public path: string,
    descriptor: (file: StoredFile) => number,
  ) {
    this.content = new SealedFile(disk, key, () => this.fd ?? descriptor(this))
  }

  /** Whether its descriptor may be closed now. */
  get isIdle(): boolean {
    return !this.unlinked && !this.unsynced && this.#syncing === 0
  }

  sync(): void {
    this.disk.sync(this.content.descriptor())
  }

  async syncLater(): Promise<void> {
    this.#syncing += 1
    try {
      await this.disk.syncLater(this.content.descriptor())
    } finally {
      this.#syncing -= 1
      if (this.unlinked && this.opens === 0) this.close()
    }
  }

  close(): void {
    if (this.fd === null || this.#syncing > 0) return
    this.disk.close(this.fd)
    this.fd = null
  }
}

/** The files of a folder by their paths in it, with a bounded number of descriptors. */
export class StoredFiles {
  readonly #files = new Map<string, StoredFile>()
  /** In the order in which they were opened. */
  readonly #open = new Set<StoredFile>()

  constructor(
    private readonly disk: Disk,
    private readonly key: Buffer,
    private readonly folder: string,
  ) {}

  /** The file's place on the disk. */
  place(path: string): string {
    return join(this.folder, path)
  }

  known(path: string): StoredFile | undefined {
    return this.#files.get(path)
  }

  /** @throws ENOENT, HeaderError */
  find(path: string): StoredFile {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const file = this.#make(path)
    try {
      file.content.load(this.disk.stat(this.place(path)).size)
    } catch (error) {
      this.#close(file)
      throw error
    }
    this.#files.set(path, file)
    return file
  }

  /**
   * Bytes of content; of a file whose header can't be read, what its length on the disk tells, so
   * that Postgres can go through the folder that it is in.
   * @param entry what the disk says of it
   */
  sizeOf(path: string, entry: Pick<DiskEntry, 'size'>): number {
    try {
      return this.find(path).content.size
    } catch (error) {
      if (error instanceof HeaderError) return sizeOnDisk(entry.size)
      throw error
    }
  }

  /** @throws EEXIST */
  create(path: string): StoredFile {
    const file = this.#make(path)
    this.#opened(file, this.disk.open(this.place(path), 'wx+', fileMode))
    this.#files.set(path, file)
    return file
  }

  rename(from: string, to: string): void {
    const file = this.find(from)
    const replaced = this.#files.get(to)
    // Windows lets no file be replaced that is open.
    if (replaced !== undefined) this.#lose(replaced)
    this.disk.rename(this.place(from), this.place(to))
    this.#files.delete(from)
    this.#files.set(to, file)
    file.path = to
  }

  unlink(path: string): void {
    const file = this.#files.get(path)
    if (file !== undefined) this.#lose(file)
    this.disk.unlink(this.place(path))
    this.#files.delete(path)
  }

  /** Postgres has closed it once. */
  closed(file: StoredFile): void {
    file.opens -= 1
    if (file.unlinked && file.opens === 0) this.#close(file)
  }

  closeAll(): void {
    for (const file of this.#open) this.#close(file)
  }

  #make(path: string): StoredFile {
    return new StoredFile(this.disk, this.key, path, (file) =>
      this.#opened(file, this.disk.open(this.place(file.path), 'r+')),
    )
  }

  #opened(file: StoredFile, fd: number): number {
    file.fd = fd
    this.#open.add(file)
    if (this.#open.size > mostDescriptors) this.#closeOldest(file)
    return fd
  }

  #closeOldest(newest: StoredFile): void {
    for (const file of this.#open) {
      if (file === newest || !file.isIdle) continue
      this.#close(file)
      return
    }
  }

  /** Its name goes: who has it open reads on. */
  #lose(file: StoredFile): void {
    if (file.opens > 0) file.content.descriptor()
    file.unlinked = true
    if (file.opens === 0) this.#close(file)
  }

  #close(file: StoredFile): void {
    file.close()
    this.#open.delete(file)
  }
}
