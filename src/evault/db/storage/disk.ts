import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { promisify } from 'node:util'

/** What the storage asks of a file or folder. */
export type DiskEntry = Pick<
  Stats,
  'atimeMs' | 'ctimeMs' | 'dev' | 'gid' | 'ino' | 'isDirectory' | 'mode' | 'mtimeMs' | 'nlink'
> &
  Pick<Stats, 'rdev' | 'size' | 'uid'>

/**
 * The calls to the operating system that the storage makes, and no other: a test that records
 * them has seen all that a disk can lose. Errors are Node's own.
 */
export interface Disk {
  /** `wx+` makes a file that must not exist yet. */
  open(path: string, flags: 'r+' | 'wx+', mode?: number): number
  close(fd: number): void
  /** Fills `into` as far as the file goes; answers with the number of bytes. */
  read(fd: number, into: Uint8Array, position: number): number
  /** Writes all of `bytes`, or throws. */
  write(fd: number, bytes: Uint8Array, position: number): void
  truncate(fd: number, length: number): void
  /** Content and length of the file are on the disk when this returns. */
  sync(fd: number): void
  syncLater(fd: number): Promise<void>
  stat(path: string): DiskEntry
  list(folder: string): string[]
  rename(from: string, to: string): void
  unlink(path: string): void
  makeFolder(path: string, mode: number): void
  removeFolder(path: string): void
  /** The names in the folder are on the disk when this returns. */
  syncFolder(path: string): void
  syncFolderLater(path: string): Promise<void>
}

const fdatasyncLater = promisify(fdatasync)
const fsyncLater = promisify(fsync)

// Windows keeps names in its journal and has no way to sync a folder.
const foldersSync = process.platform !== 'win32'

export const nodeDisk: Disk = {
  open: (path, flags, mode) => openSync(path, flags, mode),
  close: closeSync,
  read(fd, into, position) {
    let done = 0
    while (done < into.length) {
      const count = readSync(fd, into, done, into.length - done, position + done)
      if (count === 0) break
      done += count
    }
    return done
  },
  write(fd, bytes, position) {
    let done = 0
    while (done < bytes.length)
      done += writeSync(fd, bytes, done, bytes.length - done, position + done)
  },
  truncate: ftruncateSync,
  sync: fdatasyncSync,
  syncLater: fdatasyncLater,
  stat: (path) => lstatSync(path),
  list: (folder) => readdirSync(folder),
  rename: renameSync,
  unlink: unlinkSync,
  makeFolder: (path, mode) => mkdirSync(path, { mode }),
  removeFolder: rmdirSync,
  syncFolder(path) {
    if (!foldersSync) return
    const fd = openSync(path, 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  },
  async syncFolderLater(path) {
    if (!foldersSync) return
    const fd = openSync(path, 'r')
    try {
      await fsyncLater(fd)
    } finally {
      closeSync(fd)
    }
  },
}
