import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openArchive } from './archive/archive-file.ts'
import { type ArchiveSigner, type ExportResult, writeArchive } from './archive/export.ts'
import { type ArchivedIdentity, identifyArchive, valuesOf } from './archive/identity-parts.ts'
import { type ImportResult, importArchive } from './archive/import.ts'
import {
  intoNewFile,
  prepareDraft,
  requireRoomForArchive,
  sizeOfArchive,
} from './archive/new-file.ts'
import { reasonOf } from './archive/table-rows.ts'
import type { Database } from './db/database.ts'
import { diskError, RequestError, VaultStartError } from './errors.ts'
import { createBlobStore } from './files/blob-store.ts'
import type { KeyCustody } from './keys/custody.ts'
import { findIdentity, type Identity } from './keys/identity.ts'
import { openOwnerKeys } from './keys/owner-keys.ts'
import type { Log } from './log.ts'
import { OpenParts } from './open-parts.ts'
import { hasVault, openStorage } from './open-storage.ts'
import type { Seal } from './seal/seal.ts'

/** Is told how much was done, in bytes, of how much about, and of what. */
export type ArchiveProgress = (done: number, total: number, part: string) => void

interface Means {
  /** Opens what keeps the keys of a data directory. */
  readonly openCustody: (dataDirectory: string) => Promise<KeyCustody>
  readonly log: Log
  readonly progress: ArchiveProgress
}

interface ExportVaultMeans extends Means {
  /** Of the app. */
  readonly version: string
  /** Ends it; nothing is left then. */
  readonly signal: AbortSignal
}

interface ImportVaultMeans extends Means {
  /** Ends it where it is: called again, it goes on from there. */
  readonly signal: AbortSignal
  /** A database folder to start new vaults from. */
  readonly templateDirectory: string
  /** Takes what the owner's key does not vouch for. */
  readonly acceptUnsigned: boolean
}

/**
 * Writes all that a vault holds which is not running to a new file, as an archive
 * (`docs/export.md`). The file appears when it is complete. It is signed where the owner's key is
 * there.
 * @throws VaultStartError as `openVault` does; `INVALID_CONFIG` where there is no vault, or a file
 * already; `DISK_FULL`
 */
export async function exportVault(
  dataDirectory: string,
  file: string,
  { openCustody: openKeys, log, progress, version, signal }: ExportVaultMeans,
): Promise<ExportResult> {
  if (!hasVault(dataDirectory)) throw noVault(dataDirectory)
  if (existsSync(file)) throw new VaultStartError('INVALID_CONFIG', `${file} is there already.`)
  await using parts = new OpenParts()
  const openCustody = () => openKeys(dataDirectory)
  const means = { openCustody, log, templateDirectory: null, withoutKeys: true }
  const { db, seal, custody } = await openStorage(dataDirectory, means, parts)
  const blobs = createBlobStore(join(dataDirectory, 'blobs'), seal)
  const total = await sizeOfArchive(db)
  const draft = await prepareDraft(file, dataDirectory, seal)
  requireRoomForArchive(dirname(file), total)
  const identity = await readIdentity(db, dataDirectory)
  const signer = await openSigner(db, identity, { custody, seal, log })
  return await intoNewFile(file, draft, (sink) =>
    writeArchive({
      ...{ db, blobs, sink, signer, signal, version, now: new Date() },
      progress: (done, part) => progress(done, total, part),
    }),
  )
}

/**
 * Brings an archive into a data directory that is empty, or has nothing but the keys of its
 * recovery kit. Ended by anything, it goes on where it was when it is called again with the same
 * archive; until it has ended well, the vault does not open.
 * @throws VaultStartError as `openVault` does, `DISK_FULL`; ArchiveError for an archive that is not
 * taken: nothing has changed then
 */
export async function importVault(
  dataDirectory: string,
  file: string,
  { openCustody: openKeys, log, progress, ...means }: ImportVaultMeans,
): Promise<ImportResult & { readonly hasKeys: boolean }> {
  await using parts = new OpenParts()
  const archive = parts.add(await openArchive(file))
  const { tables, files } = archive.manifest
  const identity = await identifyArchive(archive, means.acceptUnsigned)
  const { templateDirectory, signal } = means
  const openCustody = () => openKeys(dataDirectory)
  const { evaultId } = identity.owner
  const storage = { openCustody, log, templateDirectory, evaultId }
  const { db, seal, custody } = await openStorage(dataDirectory, storage, parts)
  const blobs = createBlobStore(join(dataDirectory, 'blobs'), seal)
  const total = tables.reduce((sum, { bytes }) => sum + bytes, files.bytes)
  try {
    requireRoomForArchive(dataDirectory, total - (await sizeOfArchive(db)))
    const result = await importArchive({
      ...{ db, blobs, archive, identity, signal },
      progress: (done, part) => progress(done, total, part),
    })
    return { ...result, hasKeys: await hasOwnersKey(identity, custody) }
  } catch (error) {
    const isFull = error instanceof RequestError && error.code === 'DISK_FULL'
    throw diskError(isFull ? { code: 'ENOSPC' } : error, dataDirectory) ?? error
  }
}

async function hasOwnersKey({ parts }: ArchivedIdentity, custody: KeyCustody): Promise<boolean> {
  for (const name of valuesOf(parts.owner_keys, 'key_name')) {
    if (name !== null && (await custody.publicKey(name)) !== null) return true
  }
  return false
}

/** Null where the owner's current key is not there, or can't be told: the log says why. */
async function openSigner(
  db: Database,
  identity: Identity | null,
  means: { readonly custody: KeyCustody; readonly seal: Seal; readonly log: Log },
): Promise<ArchiveSigner | null> {
  if (identity === null) return null
  try {
    const keys = await openOwnerKeys({ ...means, db, identity, withoutKeys: true })
    if (keys.keyless) return null
    const sign = async (bytes: Uint8Array) => (await keys.signConfirmed(bytes, 'archive')).raw
    return { publicKey: keys.publicKey, sign }
  } catch (error) {
    if (error instanceof VaultStartError && !unsignedFor.includes(error.code)) throw error
    // What the database says of a damaged page, too.
    means.log.warn({ cause: reasonOf(error) }, 'the archive will not be signed')
    return null
  }
}

/** Null where it can't be read: the archive names it. */
async function readIdentity(db: Database, dataDirectory: string): Promise<Identity | null> {
  let identity: Identity | null
  try {
    identity = await findIdentity(db)
  } catch (error) {
    if (error instanceof VaultStartError) throw error
    return null
  }
  if (identity === null) throw noVault(dataDirectory)
  return identity
}

const unsignedFor = ['KEY_MISMATCH', 'IDENTITY_LOG_DAMAGED', 'KEY_MISSING']

function noVault(dataDirectory: string): VaultStartError {
  return new VaultStartError('INVALID_CONFIG', `There is no vault in ${dataDirectory}.`)
}
