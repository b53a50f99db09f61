import type { FsStats } from '@electric-sql/pglite/basefs'
import type { DiskEntry } from './disk.ts'

const blockBytes = 4096
const sectorBytes = 512

/** What Postgres is told of a file or folder; `size` is that of its content. */
export function statsOf(entry: DiskEntry, size: number): FsStats {
  const { dev, ino, mode, nlink, uid, gid, rdev } = entry
  const { atimeMs: atime, mtimeMs: mtime, ctimeMs: ctime } = entry
  const owner = { dev, ino, mode, nlink, uid, gid, rdev }
  return { ...owner, ...sizes(size), atime, mtime, ctime }
}

/** Of an open file Postgres asks only for the size, and often. */
export function statsOfOpen(size: number): FsStats {
  const owner = { dev: 0, ino: 0, mode: 0o100600, nlink: 1, uid: 0, gid: 0, rdev: 0 }
  return { ...owner, ...sizes(size), atime: 0, mtime: 0, ctime: 0 }
}

function sizes(size: number): Pick<FsStats, 'size' | 'blksize' | 'blocks'> {
  return { size, blksize: blockBytes, blocks: Math.ceil(size / sectorBytes) }
}
