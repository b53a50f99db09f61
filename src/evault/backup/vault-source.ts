import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileItem, type VaultManifest, vaultManifest } from '../archive/vault-manifest.ts'
import { ask } from '../db/database.ts'
import { openDatabase } from '../db/open.ts'
import { readSealedFile, sealedFileSize } from '../db/storage/seal-folder.ts'
import { createBlobStore } from '../files/blob-store.ts'
import type { Log } from '../log.ts'
import type { Seal } from '../seal/seal.ts'
import { openWhole } from '../seal/sealed-whole.ts'
import { cancelled } from './cancelling.ts'
import type { FileToPack } from './packing.ts'

/** A vault whose database nobody else uses: one that is not running, or a snapshot. */
export interface VaultSource {
  /** The database is in `pg` there. */
  readonly directory: string
  /** Where the rest of the vault is: the bytes of files, what the registry knows. */
  readonly dataDirectory: string
  readonly seal: Pick<Seal, 'key' | 'databaseKey'>
  readonly log: Log
}

/** What a vault holds: in numbers and hashes, and which files' bytes belong to it. */
export interface DescribedVault {
  readonly manifest: VaultManifest
  /** Hashes of those that can be read. */
  readonly blobs: readonly string[]
}

/**
 * Opens a vault's database, describes what is in it, and closes it: after a crash, and in a
 * snapshot, Postgres brings its files in order so.
 * @throws VaultStartError as `openDatabase` does; BackupError `CANCELLED`
 */
export async function describeVault(
  source: VaultSource,
  signal: AbortSignal,
): Promise<DescribedVault> {
  const goOn = () => {
    if (signal.aborted) throw cancelled()
  }
  await using opened = await openDatabase(source.directory, {
    key: source.seal.databaseKey(),
    log: source.log,
    ...{ isNew: false, acknowledge: 'durable', templateDirectory: null },
  })
  const { db } = opened
  const manifest = await vaultManifest(db, blobsOf(source), goOn)
  const unreadable = new Set(manifest.problems.map(({ item }) => item))
  const rows = await ask<{ blob_key: string }>(db, 'SELECT DISTINCT blob_key FROM files', [])
  const blobs = rows.map(({ blob_key }) => blob_key).filter((key) => !unreadable.has(fileItem(key)))
  return { manifest, blobs }
}

/**
 * All files of a vault whose database is closed, decrypted: `pg/…` (a folder that holds nothing
 * ends with a slash), `files/<sha256>`, `registry.json`.
 */
export async function listVaultFiles(
  source: VaultSource,
  { blobs }: DescribedVault,
): Promise<FileToPack[]> {
  const files = await listDatabase(source, 'pg')
  const store = blobsOf(source)
  for (const key of blobs) {
    const size = await store.size(key)
    if (size === null) throw new Error(`the stored bytes ${key} are gone`)
    files.push({ path: fileItem(key), size, isImmutable: true, read: () => readBlob(store, key) })
  }
  const registry = await readRegistry(source)
  if (registry !== null) {
    const { length: size } = registry
    files.push({ path: 'registry.json', size, isImmutable: false, read: () => inParts([registry]) })
  }
  return files
}

/** Of this process while it runs; nobody reads it afterwards. */
const ownFiles: ReadonlySet<string> = new Set(['pg/postmaster.pid'])

async function listDatabase(source: VaultSource, folder: string): Promise<FileToPack[]> {
  const key = source.seal.databaseKey()
  const entries = await readdir(join(source.directory, folder), { withFileTypes: true })
  const files: FileToPack[] = []
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`
    if (ownFiles.has(path)) continue
    if (entry.isDirectory()) {
      files.push(...(await listDatabase(source, path)))
      continue
    }
    const place = join(source.directory, path)
    const read = () => inParts(readSealedFile(place, key))
    files.push({ path, size: sealedFileSize(place, key), isImmutable: false, read })
  }
  if (entries.length > 0) return files
  return [{ path: `${folder}/`, size: 0, isImmutable: false, read: () => inParts([]) }]
}

function blobsOf({ dataDirectory, seal }: VaultSource) {
  return createBlobStore(join(dataDirectory, 'blobs'), seal)
}

async function* readBlob(
  blobs: ReturnType<typeof blobsOf>,
  key: string,
): AsyncGenerator<Uint8Array> {
  const content = await blobs.open(key)
  if (content === null) throw new Error(`the stored bytes ${key} are gone`)
  yield* content
}

async function readRegistry({ dataDirectory, seal }: VaultSource): Promise<Buffer | null> {
  try {
    const sealed = await readFile(join(dataDirectory, 'registry.json'))
    return openWhole(seal.key('registry'), sealed)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function* inParts(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts
}
