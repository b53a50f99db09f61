import { join } from 'node:path'
import type { Disk } from './disk.ts'

/** So many at a time: the system joins what comes together. */
const atOnce = 16

/** Brings everything in a folder to the disk. */
export async function syncTree(disk: Disk, folder: string): Promise<void> {
  const places = walk(disk, folder)
  const next = async (): Promise<void> => {
    for (const { place, isFolder } of places)
      await (isFolder ? disk.syncFolderLater(place) : syncFile(disk, place))
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}

function* walk(disk: Disk, folder: string): Generator<{ place: string; isFolder: boolean }> {
  for (const name of disk.list(folder)) {
    const place = join(folder, name)
    if (disk.stat(place).isDirectory()) yield* walk(disk, place)
    else yield { place, isFolder: false }
  }
  yield { place: folder, isFolder: true }
}

async function syncFile(disk: Disk, place: string): Promise<void> {
  const fd = disk.open(place, 'r+')
  try {
    await disk.syncLater(fd)
  } finally {
    disk.close(fd)
  }
}
