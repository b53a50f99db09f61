import type { BackupIndex } from './backup-index.ts'
import { takeLease } from './lease.ts'
import { type FileToPack, type PackOptions, packFiles } from './packing.ts'
import { BackupError } from './place.ts'
import type { Repository } from './repository.ts'

/** What a backup says of itself. */
export interface BackupFacts {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly facts: Readonly<Record<string, string>>
  readonly manifest: unknown
}

export interface WrittenBackup {
  readonly id: string
  /** Bytes of the vault. */
  readonly size: number
  /** Bytes that were put at the place for it. */
  readonly added: number
}

/** A place that has less room is full. */
const smallestRoomBytes = 64 * 1024 * 1024

/**
 * Makes a backup of these files. It counts once its index is there, which is put last: whatever
 * ends this before leaves pieces only, which the next backup finds.
 * @param options with who makes it (`takeLease`)
 * @throws BackupError
 */
export async function writeBackup(
  repository: Repository,
  files: readonly FileToPack[],
  { at, facts, manifest }: BackupFacts,
  options: Omit<PackOptions, 'previous' | 'distrusted'> & { readonly holder: string },
): Promise<WrittenBackup> {
  const { place } = repository
  const free = await place.freeBytes()
  if (free !== null && free < smallestRoomBytes) {
    const message = `${place.title} has ${Math.floor(free / 2 ** 20)} MB left; a backup needs more than ${smallestRoomBytes / 2 ** 20}. Free some space, or choose another place. Earlier backups are whole.`
    throw new BackupError('PLACE_FULL', message)
  }
  await using lease = await takeLease(place, 'adding', options.holder)
  const previous = await latestIndex(repository)
  const distrusted = await repository.distrusted()
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1))
  const packed = await packFiles(repository, sorted, { ...options, previous, distrusted })
  await lease.confirm()
  const { pieces, files: indexed, added } = packed
  const createdAt = new Date(at).toISOString()
  const index: BackupIndex = {
    ...{ version: 1, createdAt, facts: { ...facts }, manifest },
    ...{ pieces, files: indexed },
  }
  const id = await repository.writeIndex(index)
  return { id, size: indexed.reduce((sum, { size }) => sum + size, 0), added }
}

/** Null where there is none, or it can't be read: then everything is looked at again. */
async function latestIndex(repository: Repository): Promise<BackupIndex | null> {
  const latest = (await repository.backups()).at(-1)
  if (latest === undefined) return null
  try {
    return await repository.readIndex(latest.id)
  } catch (error) {
    if (error instanceof BackupError && error.code === 'BACKUP_DAMAGED') return null
    throw error
  }
}
