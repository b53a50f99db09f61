import { lockDirectory } from '../db/lock.ts'
import { VaultStartError } from '../errors.ts'
import { createKeyCustody, type SecretStore } from '../keys/custody.ts'
import type { Log } from '../log.ts'
import { OpenParts } from '../open-parts.ts'
import { readStorageRecord } from '../seal/record.ts'
import { openSeal } from '../seal/seal.ts'
import { type DrillResult, runDrill } from './drill.ts'
import { beginOwnRepository, openOwnRepository } from './own-repository.ts'
import type { PackProgress } from './packing.ts'
import { BackupError, type BackupPlace } from './place.ts'
import type { Repository } from './repository.ts'
import type { Retention } from './retention.ts'
import { thinOut } from './thin-out.ts'
import { describeVault, listVaultFiles, type VaultSource } from './vault-source.ts'
import { type WrittenBackup, writeBackup } from './write-backup.ts'

/** How the backups of a vault that is not running are reached. */
export interface BackupMeans {
  readonly place: BackupPlace
  readonly openStore: (dataDirectory: string) => Promise<SecretStore>
  readonly log: Log
  readonly signal: AbortSignal
  onProgress(progress: PackProgress): void
}

/** What a backup is begun and made with. */
export interface BackupOptions {
  /** Begins them at a place that holds none; with this passphrase beside the recovery key. */
  readonly begin: { readonly passphrase: string | null } | null
  readonly retention: Retention
  /** Of the program. */
  readonly version: string
}

/**
 * Backs up a vault that is not running, and removes the backups that need not stay.
 * @throws VaultStartError as `openVault` does; `INVALID_CONFIG` where there is no vault; BackupError
 */
export async function backUpVault(
  dataDirectory: string,
  means: BackupMeans,
  { begin, retention, version }: BackupOptions,
): Promise<WrittenBackup & Thinned> {
  return withVault(dataDirectory, means, async ({ source, store, evaultId }) => {
    const repository = begin
      ? await beginOwnRepository(means.place, store, evaultId, begin.passphrase)
      : await openOwnRepository(means.place, store, evaultId)
    const written = await backUpSource(repository, source, {
      ...{ evaultId, version },
      ...means,
    })
    return { ...written, ...(await thinOutQuietly(repository, retention)) }
  })
}

/** What became of the backups that need not stay. */
export interface Thinned {
  /** How many were removed. */
  readonly removed: number
  /** Why they were not, in words; null where they were. */
  readonly notRemoved: string | null
}

/** What can't be removed now goes another time: the backup that was just made counts. */
async function thinOutQuietly(repository: Repository, retention: Retention): Promise<Thinned> {
  try {
    return { removed: (await thinOut(repository, retention)).backups, notRemoved: null }
  } catch (error) {
    if (!(error instanceof BackupError)) throw error
    return { removed: 0, notRemoved: error.message }
  }
}

/** What is backed up, and by whom. */
export interface SourceFacts {
  readonly evaultId: string
  readonly version: string
  readonly signal: AbortSignal
  onProgress(progress: PackProgress): void
}

/** Backs up a vault whose database nobody uses. @throws BackupError */
export async function backUpSource(
  repository: Repository,
  source: VaultSource,
  { evaultId, version, ...options }: SourceFacts,
): Promise<WrittenBackup> {
  const at = Date.now()
  const described = await describeVault(source)
  const { manifest } = described
  const { ename, schema } = manifest.vault
  const facts = { evaultId, ename: ename ?? '', schema: String(schema), version }
  const files = await listVaultFiles(source, described)
  return writeBackup(repository, files, { at, facts, manifest }, options)
}

/**
 * Restores the latest backup of a vault that is not running as a trial.
 * @throws VaultStartError, BackupError
 */
export function proveBackup(dataDirectory: string, means: BackupMeans): Promise<DrillResult> {
  return withVault(dataDirectory, means, async ({ store, evaultId }) => {
    const repository = await openOwnRepository(means.place, store, evaultId)
    const { signal, onProgress, log } = means
    const now = new Date().toISOString()
    return runDrill(repository, dataDirectory, { signal, onProgress, log, now })
  })
}

interface ClosedVault {
  readonly source: VaultSource
  readonly store: SecretStore
  readonly evaultId: string
}

async function withVault<T>(
  dataDirectory: string,
  { openStore, log }: BackupMeans,
  work: (vault: ClosedVault) => Promise<T>,
): Promise<T> {
  const record = await readStorageRecord(dataDirectory)
  if (record?.state !== 'ready') {
    const message = `There is no vault in ${dataDirectory} that could be backed up. One of an earlier version is after its first start with this one.`
    throw new VaultStartError('INVALID_CONFIG', message)
  }
  const parts = new OpenParts()
  try {
    parts.add(await lockDirectory(dataDirectory))
    const store = await openStore(dataDirectory)
    const seal = await openSeal(dataDirectory, record, createKeyCustody(store))
    const source = { directory: dataDirectory, dataDirectory, seal, log }
    return await work({ source, store, evaultId: record.evaultId })
  } finally {
    await parts[Symbol.asyncDispose]()
  }
}
