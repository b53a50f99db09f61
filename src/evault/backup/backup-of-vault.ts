import { lockDirectory } from '../db/lock.ts'
import { VaultStartError } from '../errors.ts'
import { createKeyCustody, type KeyCustody, type SecretStore } from '../keys/custody.ts'
import type { Log } from '../log.ts'
import { OpenParts } from '../open-parts.ts'
import { readStorageRecord } from '../seal/record.ts'
import { openSeal, type Seal } from '../seal/seal.ts'
import { type DrillResult, runDrill } from './drill.ts'
import { holderFor } from './holder.ts'
import { beginOwnRepository, openOwnRepository } from './own-repository.ts'
import type { PackProgress } from './packing.ts'
import { BackupError, type BackupPlace } from './place.ts'
import type { Repository } from './repository.ts'
import { type RepositoryKey, sealForPassphrase } from './repository-key.ts'
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
): Promise<MadeBackup> {
  return withVault(dataDirectory, means, async ({ source, custody, seal }) => {
    const repository = begin
      ? await beginOwnRepository(means.place, custody, seal, sealerFor(begin.passphrase))
      : await openOwnRepository(means.place, custody, seal)
    await repository.admit(seal.recoveryRecipient)
    return backUpSource(repository, source, {
      ...{ evaultId: seal.evaultId, version, retention, at: Date.now() },
      ...{ signal: means.signal, onProgress: means.onProgress },
    })
  })
}

function sealerFor(passphrase: string | null) {
  if (passphrase === null) return null
  return (key: RepositoryKey) => sealForPassphrase(key, passphrase)
}

/** A backup, and what became of those before it. */
export type MadeBackup = WrittenBackup & Thinned

/** What became of the backups that need not stay. */
export interface Thinned {
  /** How many were removed. */
  readonly removed: number
  /** Why they were not, in words; null where they were. */
  readonly notRemoved: string | null
}

/** What can't be removed now goes another time: the backup that was just made counts. */
async function thinOutQuietly(
  repository: Repository,
  retention: Retention,
  holder: string,
): Promise<Thinned> {
  try {
    const { backups: removed } = await thinOut(repository, retention, holder)
    return { removed, notRemoved: null }
  } catch (error) {
    if (!(error instanceof BackupError)) throw error
    return { removed: 0, notRemoved: error.message }
  }
}

/** What is backed up, and by whom. */
export interface SourceFacts {
  readonly evaultId: string
  readonly version: string
  /** When it is made: milliseconds since 1970. */
  readonly at: number
  readonly retention: Retention
  readonly signal: AbortSignal
  onProgress(progress: PackProgress): void
}

/**
 * Backs up a vault whose database nobody uses, and removes the backups that need not stay.
 * @throws BackupError
 */
export async function backUpSource(
  repository: Repository,
  source: VaultSource,
  { evaultId, version, at, retention, ...options }: SourceFacts,
): Promise<MadeBackup> {
  const holder = await holderFor(source.seal, source.dataDirectory)
  const described = await describeVault(source, options.signal)
  const { manifest } = described
  const { ename, schema } = manifest.vault
  const facts = { evaultId, ename: ename ?? '', schema: String(schema), version }
  const files = await listVaultFiles(source, described)
  const toWrite = { at, facts, manifest }
  const written = await writeBackup(repository, files, toWrite, { ...options, holder })
  return { ...written, ...(await thinOutQuietly(repository, retention, holder)) }
}

/**
 * Restores the latest backup of a vault that is not running as a trial.
 * @throws VaultStartError, BackupError
 */
export function proveBackup(dataDirectory: string, means: BackupMeans): Promise<DrillResult> {
  return withVault(dataDirectory, means, async ({ custody, seal }) => {
    const repository = await openOwnRepository(means.place, custody, seal)
    const { signal, onProgress, log } = means
    const now = new Date().toISOString()
    return runDrill(repository, dataDirectory, { signal, onProgress, log, now })
  })
}

interface ClosedVault {
  readonly source: VaultSource
  readonly custody: KeyCustody
  readonly seal: Seal
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
    const custody = createKeyCustody(await openStore(dataDirectory))
    const seal = await openSeal(dataDirectory, record, custody)
    const source = { directory: dataDirectory, dataDirectory, seal, log }
    return await work({ source, custody, seal })
  } finally {
    await parts[Symbol.asyncDispose]()
  }
}
