import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { readEnvironment } from '../evault/config/environment.ts'
import {
  type BackupPlace,
  backUpVault,
  createFolderPlace,
  createS3Place,
  differenceText,
  openKit,
  proveBackup,
  readKitWords,
  restoreFromBackup,
  VaultStartError,
} from '../evault/index.ts'
import { backupDiffers } from './exit-codes.ts'
import { type KeyArguments, readKeyMeans } from './key-means.ts'
import { reporting } from './reporting.ts'

/** The arguments of `evault backup`, as typed. */
export interface BackupArguments extends KeyArguments {
  readonly to: string
  readonly begin?: true
  readonly keepEverything?: true
}

/** The arguments of `evault drill`, as typed. */
export interface DrillArguments extends KeyArguments {
  readonly from: string
}

/** The arguments of `evault restore`, as typed. */
export interface RestoreArguments extends KeyArguments {
  readonly from: string
  readonly kit?: string
  readonly backup?: string
}

const cancelledWords = 'It was cancelled. What is at the place is whole.'
const megabyte = 1_000_000
const inMegabytes = (bytes: number) => `${(bytes / megabyte).toFixed(1)} MB`

/**
 * `evault backup`: backs up a vault that is not running.
 * @returns the exit code
 */
export function makeBackup(args: BackupArguments, version: string): Promise<number> {
  return reporting(cancelledWords, async (signal) => {
    const { dataDirectory, ...means } = await readKeyMeans(args)
    const place = choosePlace(args.to)
    const passphrase = readEnvironment().backup.passphrase ?? null
    const begin = args.begin ? { passphrase } : null
    const retention = args.keepEverything ? 'everything' : 'thinned'
    const made = await backUpVault(
      dataDirectory,
      { ...means, place, signal, onProgress: reportProgress('backed up') },
      { begin, retention, version },
    )
    process.stderr.write(
      `Backup ${made.id} is in ${place.title}: ${inMegabytes(made.size)}, of which ${inMegabytes(made.added)} were new there. ${made.removed} older ones were removed.\n`,
    )
    if (made.notRemoved !== null) {
      process.stderr.write(`Older ones were not removed: ${made.notRemoved}\n`)
    }
    return 0
  })
}

/**
 * `evault drill`: restores the latest backup as a trial.
 * @returns the exit code; `backupDiffers` where it is not what was backed up
 */
export function drill(args: DrillArguments): Promise<number> {
  return reporting(cancelledWords, async (signal) => {
    const { dataDirectory, ...means } = await readKeyMeans(args)
    const place = choosePlace(args.from)
    const onProgress = reportProgress('restored')
    const { id, differences } = await proveBackup(dataDirectory, {
      ...{ ...means, place, signal, onProgress },
    })
    for (const difference of differences)
      process.stderr.write(`differs: ${differenceText(difference)}\n`)
    process.stderr.write(
      differences.length === 0
        ? `Backup ${id} was restored as a trial: all of it is there.\n`
        : `Backup ${id} can't be restored whole. Make a new one.\n`,
    )
    return differences.length === 0 ? 0 : backupDiffers
  })
}

/**
 * `evault restore`: brings a vault back from a backup. The words of the kit are read from standard
 * input.
 * @returns the exit code
 */
export function restore(args: RestoreArguments): Promise<number> {
  return reporting(cancelledWords, async (signal) => {
    const { dataDirectory, openStore, log } = await readKeyMeans(args)
    const place = choosePlace(args.from)
    const by = await readUnlocking(args)
    const { id, ename, differences } = await restoreFromBackup(dataDirectory, place, by, {
      ...{ id: args.backup ?? null, openStore, log, signal },
      onProgress: reportProgress('restored'),
    })
    for (const difference of differences)
      process.stderr.write(`differs: ${differenceText(difference)}\n`)
    process.stderr.write(
      `${ename} is back as it was in the backup ${id}. Serve the vault as before.\n`,
    )
    if ('passphrase' in by) {
      process.stderr.write('Its keys are not in backups: restore the recovery kit, too.\n')
    }
    return differences.length === 0 ? 0 : backupDiffers
  })
}

async function readUnlocking({ kit }: RestoreArguments) {
  if (kit !== undefined) {
    const words = readKitWords(await text(process.stdin))
    return { kit: await openKit(await readFile(kit), words) }
  }
  const { passphrase } = readEnvironment().backup
  if (passphrase !== undefined) return { passphrase }
  const message = 'Name a recovery kit with --kit, or set EVAULT_BACKUP_PASSPHRASE.'
  throw new VaultStartError('INVALID_CONFIG', message)
}

/** A folder, or `s3://bucket/prefix`. @throws VaultStartError `INVALID_CONFIG` */
function choosePlace(where: string): BackupPlace {
  if (!where.startsWith('s3://')) return createFolderPlace(where)
  const { endpoint, region, accessKeyId, secretAccessKey } = readEnvironment().backup.s3
  if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    const message =
      'For s3://, set EVAULT_S3_ENDPOINT, EVAULT_S3_ACCESS_KEY_ID and EVAULT_S3_SECRET_ACCESS_KEY.'
    throw new VaultStartError('INVALID_CONFIG', message)
  }
  const [bucket = '', ...path] = where.slice('s3://'.length).split('/')
  const prefix = path.filter(Boolean).join('/')
  const settings = { endpoint, region: region ?? 'us-east-1', accessKeyId, secretAccessKey }
  return createS3Place({ ...settings, bucket, prefix })
}

/** At most one line for each tenth. */
function reportProgress(what: string) {
  let tenth = 0
  return ({ done, total }: { done: number; total: number }) => {
    const reached = total === 0 ? 10 : Math.floor((10 * done) / total)
    if (reached === tenth) return
    tenth = reached
    process.stderr.write(`${inMegabytes(done)} of ${inMegabytes(total)} ${what}\n`)
  }
}
