import { takeLease } from './lease.ts'
import type { Repository } from './repository.ts'
import { backupsToRemove, type Retention } from './retention.ts'

/**
 * Removes the backups that need not stay, then the pieces that no other one needs. Whatever ends
 * this in the middle, all backups that are listed are whole; what is left over goes next time.
 * Pieces stay for a day, for a backup that was interrupted, and all of them where an index can't
 * be read: it may need them.
 * @param holder who does it (`takeLease`)
 * @returns how many of each were removed
 * @throws BackupError; `PLACE_BUSY` where another computer is at work
 */
export async function thinOut(
  repository: Repository,
  retention: Retention,
  holder: string,
): Promise<{ backups: number; pieces: number }> {
  const outdated = backupsToRemove(
    ...([await repository.backups(), await repository.provenBackups(), retention] as const),
  )
  if (outdated.length === 0) return { backups: 0, pieces: 0 }
  await using lease = await takeLease(repository.place, 'removing', holder)
  for (const { id } of outdated) await repository.removeBackup(id)
  const needed = await neededPieces(repository)
  let pieces = 0
  for (const [name, { putAt }] of await repository.pieces()) {
    if (needed.has(name) || lease.placeTime - putAt < abandonedAfterMs) continue
    if (pieces % confirmEvery === 0) await lease.confirm()
    await repository.removePiece(name)
    pieces += 1
  }
  return { backups: outdated.length, pieces }
}

const abandonedAfterMs = 24 * 60 * 60 * 1000
const confirmEvery = 100

async function neededPieces(repository: Repository): Promise<ReadonlySet<string>> {
  const needed = new Set<string>()
  for (const { id } of await repository.backups()) {
    for (const name of (await repository.readIndex(id)).pieces) needed.add(name)
  }
  return needed
}
