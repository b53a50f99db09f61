import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { requireRoom } from '../db/free-space.ts'
import { createKeyCustody, type SecretStore } from '../keys/custody.ts'
import { BackupError } from './place.ts'
import { type RebuildOptions, type RebuiltVault, rebuildVault } from './rebuilt-vault.ts'
import type { Repository } from './repository.ts'

/** What a restore drill found. */
export interface DrillResult extends RebuiltVault {
  /** The backup that was restored. */
  readonly id: string
  /** When it was made: milliseconds since 1970. */
  readonly at: number
}

const scratchPrefix = 'drill.'

/**
 * Restores the latest backup into a scratch directory, opens it there, and compares it with what
 * was backed up. Where nothing differs, the place remembers that it was proven. The scratch is
 * encrypted with keys that nobody keeps, and removed.
 * @param directory for the scratch
 * @param now ISO 8601
 * @throws BackupError `NO_BACKUPS`, and where the place fails; VaultStartError `DISK_FULL`
 */
export async function runDrill(
  repository: Repository,
  directory: string,
  { now, ...options }: Omit<RebuildOptions, 'custody'> & { readonly now: string },
): Promise<DrillResult> {
  const latest = (await repository.backups()).at(-1)
  if (latest === undefined) {
    throw new BackupError('NO_BACKUPS', `There is no backup in ${repository.place.title} yet.`)
  }
  await removeScratches(directory)
  const index = await repository.readIndex(latest.id)
  const needed = index.files.reduce((sum, { size }) => sum + size, 0)
  requireRoom(directory, needed)
  const scratch = join(directory, `${scratchPrefix}${randomUUID()}`)
  try {
    const custody = createKeyCustody(forgottenKeys())
    const rebuilt = await rebuildVault(repository, index, scratch, { custody, ...options })
    for (const name of rebuilt.damagedPieces) await repository.distrust(name)
    if (rebuilt.differences.length === 0) await repository.writeProof(latest.id, now)
    return { ...rebuilt, ...latest }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Removes what drills left that were killed. Nobody has their keys any more. */
export async function removeScratches(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.startsWith(scratchPrefix))
      await rm(join(directory, name), { recursive: true, force: true })
  }
}

/** Keys of this process, for as long as it needs them. */
function forgottenKeys(): SecretStore {
  const secrets = new Map<string, string>()
  return {
    keychain: { id: 'memory', name: 'the memory of this process', weak: false },
    get: async (name) => secrets.get(name) ?? null,
    set: async (name, secret) => void secrets.set(name, secret),
    remove: async (name) => void secrets.delete(name),
    names: async (prefix) => [...secrets.keys()].filter((name) => name.startsWith(prefix)),
  }
}
