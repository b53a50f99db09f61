import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Disk, DiskEntry } from '../../../src/evault/db/storage/disk.ts'

/** What happened on a disk, in order. `until` is the number of events when a sync began. */
export type DiskEvent =
  | { readonly kind: 'create'; readonly path: string; readonly inode: Inode }
  | {
      readonly kind: 'write'
      readonly inode: Inode
      readonly position: number
      readonly bytes: Buffer
    }
  | { readonly kind: 'truncate'; readonly inode: Inode; readonly length: number }
  | { readonly kind: 'synced'; readonly inode: Inode; readonly until: number }
  | { readonly kind: 'folderSynced'; readonly path: string; readonly until: number }
  | { readonly kind: 'rename'; readonly path: string; readonly from: string }
  | { readonly kind: 'unlink' | 'makeFolder' | 'removeFolder'; readonly path: string }

/** A file's content; shared with other disks until it is written. */
export class Inode {
  #shared = true
  constructor(
    private bytes: Buffer,
    public length: number,
  ) {}

  get content(): Buffer {
    return this.bytes.subarray(0, this.length)
  }

  write(bytes: Uint8Array, position: number): void {
    this.#own(Math.max(this.length, position + bytes.length))
    this.bytes.set(bytes, position)
    this.length = Math.max(this.length, position + bytes.length)
  }

  truncate(length: number): void {
    this.#own(length)
    if (length < this.length) this.bytes.fill(0, length, this.length)
    this.length = length
  }

  copy(): Inode {
    this.#shared = true
    return new Inode(this.bytes, this.length)
  }

  #own(length: number): void {
    if (!this.#shared && length <= this.bytes.length) return
    const own = Buffer.alloc(length <= this.bytes.length ? this.bytes.length : length * 2)
    this.content.copy(own)
    this.bytes = own
    this.#shared = false
  }
}

/** The files and folders of a disk, by their paths. */
export interface Image {
  readonly files: ReadonlyMap<string, Inode>
  readonly folders: ReadonlySet<string>
}

/** A disk in memory that notes all that is done to it. */
export class MemoryDisk implements Disk {
  readonly files: Map<string, Inode>
  readonly folders: Set<string>
  readonly events: DiskEvent[] = []
  /** What was on it before the first event, by the inodes of the events. */
  readonly before: Image
  /** What those inodes held then. */
  readonly origins: ReadonlyMap<Inode, Inode>
  /** Each sync fails from now on. */
  broken = false
  readonly #open = new Map<number, Inode>()
  #lastDescriptor = 2

  constructor(image: Image = { files: new Map(), folders: new Set(['/']) }) {
    const { files, folders } = image
    this.files = new Map([...files].map(([path, inode]) => [path, inode.copy()]))
    this.folders = new Set(folders)
    this.before = { files: new Map(this.files), folders }
    this.origins = new Map(
      [...files].map(([path, inode]) => [this.files.get(path) as Inode, inode]),
    )
  }

  /** What is on it now, kept as it is. */
  image(): Image {
    return new MemoryDisk(this)
  }

  open(path: string, flags: 'r+' | 'wx+'): number {
    const found = this.files.get(path)
    if (flags === 'wx+') {
      if (found !== undefined || this.folders.has(path)) throw failure('EEXIST', path)
      if (!this.folders.has(dirname(path))) throw failure('ENOENT', path)
    } else if (found === undefined) throw failure('ENOENT', path)
    const inode = found ?? new Inode(Buffer.alloc(0), 0)
    if (found === undefined) {
      this.files.set(path, inode)
      this.events.push({ kind: 'create', path, inode })
    }
    this.#lastDescriptor += 1
    this.#open.set(this.#lastDescriptor, inode)
    return this.#lastDescriptor
  }

  close(fd: number): void {
    if (!this.#open.delete(fd)) throw failure('EBADF', String(fd))
  }

  read(fd: number, into: Uint8Array, position: number): number {
    const part = this.#inode(fd).content.subarray(position, position + into.length)
    into.set(part)
    return part.length
  }

  write(fd: number, bytes: Uint8Array, position: number): void {
    const inode = this.#inode(fd)
    inode.write(bytes, position)
    this.events.push({ kind: 'write', inode, position, bytes: Buffer.from(bytes) })
  }

  truncate(fd: number, length: number): void {
    const inode = this.#inode(fd)
    inode.truncate(length)
    this.events.push({ kind: 'truncate', inode, length })
  }

  sync(fd: number): void {
    this.#refuse()
    this.events.push({ kind: 'synced', inode: this.#inode(fd), until: this.events.length })
  }

  async syncLater(fd: number): Promise<void> {
    const [inode, until] = [this.#inode(fd), this.events.length]
    await delay(Math.random() * 3)
    this.#refuse()
    this.events.push({ kind: 'synced', inode, until })
  }

  stat(path: string): DiskEntry {
    const isFolder = this.folders.has(path)
    const file = this.files.get(path)
    if (!isFolder && file === undefined) throw failure('ENOENT', path)
    const times = { atimeMs: 0, mtimeMs: 0, ctimeMs: 0 }
    const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
    const mode = isFolder ? 0o40700 : 0o100600
    const size = file?.length ?? 0
    const node = { dev: 0, ino: 0, nlink: 1, rdev: 0, mode, size, isDirectory: () => isFolder }
    return { ...times, ...owner, ...node }
  }

  list(folder: string): string[] {
    if (!this.folders.has(folder)) throw failure('ENOENT', folder)
    const names = [...this.files.keys(), ...this.folders].filter(
      (path) => path !== '/' && dirname(path) === folder,
    )
    return names.map((path) => path.slice(path.lastIndexOf('/') + 1))
  }

  rename(from: string, to: string): void {
    const inode = this.files.get(from)
    if (inode === undefined) throw failure('ENOENT', from)
    this.files.delete(from)
    this.files.set(to, inode)
    this.events.push({ kind: 'rename', path: to, from })
  }

  unlink(path: string): void {
    if (!this.files.delete(path)) throw failure('ENOENT', path)
    this.events.push({ kind: 'unlink', path })
  }

  makeFolder(path: string): void {
    if (this.folders.has(path)) throw failure('EEXIST', path)
    this.folders.add(path)
    this.events.push({ kind: 'makeFolder', path })
  }

  removeFolder(path: string): void {
    if (this.list(path).length > 0) throw failure('ENOTEMPTY', path)
    this.folders.delete(path)
    this.events.push({ kind: 'removeFolder', path })
  }

  syncFolder(path: string): void {
    this.#refuse()
    this.events.push({ kind: 'folderSynced', path, until: this.events.length })
  }

  async syncFolderLater(path: string): Promise<void> {
    const until = this.events.length
    await delay(Math.random() * 3)
    this.#refuse()
    this.events.push({ kind: 'folderSynced', path, until })
  }

  #inode(fd: number): Inode {
    const inode = this.#open.get(fd)
    if (inode === undefined) throw failure('EBADF', String(fd))
    return inode
  }

  #refuse(): void {
    if (this.broken) throw failure('EIO', 'sync')
  }
}

function failure(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code })
}
