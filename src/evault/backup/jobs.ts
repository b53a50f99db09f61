import type { JobMeans } from '../apart/jobs.ts'
import { type JobSource, sealOf } from '../apart/source.ts'
import { backUpSource, type MadeBackup } from './backup-of-vault.ts'
import { type DrillResult, runDrill } from './drill.ts'
import { openPlace, type PlaceSettings } from './place-settings.ts'
import { openRepository, type Repository } from './repository.ts'
import { repositoryKey, sealForPassphrase } from './repository-key.ts'
import type { Retention } from './retention.ts'

/** A repository that is there, and what opens it. */
export interface JobRepository {
  readonly place: PlaceSettings
  /** An age identity. */
  readonly identity: string
}

/** Backs a snapshot up, and removes the backups that need not stay. */
export interface BackupJob {
  readonly source: JobSource
  readonly repository: JobRepository
  readonly evaultId: string
  /** Of the program. */
  readonly version: string
  /** When it is made: milliseconds since 1970. */
  readonly at: number
  readonly retention: Retention
}

/** Restores the latest backup as a trial. */
export interface DrillJob {
  readonly repository: JobRepository
  /** For the scratch. */
  readonly directory: string
  /** ISO 8601. */
  readonly now: string
}

/** Encrypts the key of a repository with a passphrase. */
export interface PassphraseJob {
  readonly identity: string
  readonly passphrase: string
}

export async function backUpSnapshot(
  { source, repository, ...facts }: BackupJob,
  { log, signal, onProgress }: JobMeans,
): Promise<MadeBackup> {
  const { directory, dataDirectory, keys } = source
  const seal = sealOf(keys)
  return backUpSource(
    await open(repository),
    { directory, dataDirectory, seal, log },
    { ...facts, signal, onProgress },
  )
}

export async function drillPlace(
  { repository, directory, now }: DrillJob,
  means: JobMeans,
): Promise<DrillResult> {
  return runDrill(await open(repository), directory, { ...means, now })
}

export async function sealKeyForPassphrase({
  identity,
  passphrase,
}: PassphraseJob): Promise<Uint8Array> {
  return sealForPassphrase(await repositoryKey(identity), passphrase)
}

async function open({ place, identity }: JobRepository): Promise<Repository> {
  return openRepository(openPlace(place), await repositoryKey(identity))
}
