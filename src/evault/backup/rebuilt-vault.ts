import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { replaceFile } from '../../registry/replace-file.ts'
import type { VaultManifest } from '../archive/vault-manifest.ts'
import { nodeDisk } from '../db/storage/disk.ts'
import { writeSealedFile } from '../db/storage/seal-folder.ts'
import { syncTree } from '../db/storage/sync-tree.ts'
import { createBlobStore } from '../files/blob-store.ts'
import type { KeyCustody } from '../keys/custody.ts'
import type { Log } from '../log.ts'
import { createSeal } from '../seal/seal.ts'
import { sealWhole } from '../seal/sealed-whole.ts'
import type { BackupIndex } from './backup-index.ts'
import { compareManifests, type Difference, damageOf } from './differences.ts'
import { BackupError } from './place.ts'
import { type FileSink, type ReadOptions, readBackup } from './read-backup.ts'
import type { Repository } from './repository.ts'
import { describeVault } from './vault-source.ts'

/** What came of rebuilding a vault from a backup. */
export interface RebuiltVault {
  /** What is not as it was backed up; empty where all of it is. */
  readonly differences: readonly Difference[]
  /** Names of pieces that are missing or damaged at the place. */
  readonly damagedPieces: readonly string[]
  /** How much is there now; null where the database can't be opened. */
  readonly holds: { readonly records: number; readonly files: number } | null
}

/** What a vault is rebuilt with. */
export interface RebuildOptions extends ReadOptions {
  /** Is given the directory's storage key, unless it has one. */
  readonly custody: KeyCustody
  readonly log: Log
}

const databasePath = /^pg(?:\/[A-Za-z0-9_.-]+)+\/?$/
const filePath = /^files\/([0-9a-f]{64})$/

/**
 * Writes the vault of a backup into an empty directory, encrypted with a key of its own, opens it,
 * and compares what is in it with what was backed up.
 * @throws BackupError where the place fails; VaultStartError where it can't be opened
 */
export async function rebuildVault(
  repository: Repository,
  index: BackupIndex,
  directory: string,
  { custody, log, ...options }: RebuildOptions,
): Promise<RebuiltVault> {
  const { evaultId } = index.facts
  if (evaultId === undefined) throw new BackupError('BACKUP_DAMAGED', 'It says of no vault.')
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const seal = await createSeal(directory, { evaultId, state: 'new' }, custody)
  const sink = vaultSink(directory, seal)
  const damage = await readBackup(repository, index, sink, options)
  const damaged = damageOf(
    index.files.map(({ path }) => path),
    damage.damagedFiles,
  )
  // Without all files of the database it may not open at all.
  if (damaged.some(({ part }) => part === 'database')) {
    return { differences: damaged, damagedPieces: damage.damagedPieces, holds: null }
  }
  await syncTree(nodeDisk, directory)
  await seal.settle()
  const { manifest } = await describeVault(
    { directory, dataDirectory: directory, seal, log },
    options.signal,
  )
  const compared = compareManifests(index.manifest as VaultManifest, manifest)
  const isNamed = ({ part }: Difference) => damaged.some((one) => one.part === part)
  const differences = [...damaged, ...compared.filter((one) => !isNamed(one))]
  const records = manifest.tables.find(({ name }) => name === 'meta_envelopes')?.rows ?? 0
  const holds = { records, files: manifest.files.count }
  return { differences, damagedPieces: damage.damagedPieces, holds }
}

function vaultSink(directory: string, seal: Awaited<ReturnType<typeof createSeal>>): FileSink {
  const key = seal.databaseKey()
  const blobs = createBlobStore(join(directory, 'blobs'), seal)
  return {
    async write(path, content) {
      const blobKey = filePath.exec(path)?.[1]
      if (blobKey !== undefined) return writeBlob(blobKey, content)
      if (path === 'registry.json') {
        const bytes = sealWhole(seal.key('registry'), await whole(content))
        return replaceFile(join(directory, path), bytes)
      }
      if (!databasePath.test(path) || path.split('/').includes('..')) {
        throw new BackupError('BACKUP_DAMAGED', `${path} is no file of a vault.`)
      }
      const place = join(directory, path)
      if (path.endsWith('/')) await mkdir(place, { recursive: true, mode: 0o700 })
      else {
        await mkdir(dirname(place), { recursive: true, mode: 0o700 })
        await writeSealedFile(place, key, content)
      }
    },
  }

  async function writeBlob(blobKey: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    await using draft = await blobs.draft()
    for await (const chunk of content) await draft.write(chunk)
    const { key: written } = await draft.finish()
    if (written === blobKey) return
    throw new BackupError('BACKUP_DAMAGED', `The bytes of the file ${blobKey} are others.`)
  }
}

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}
