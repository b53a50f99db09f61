import pino from 'pino'
import {
  type ArchiveDescription,
  ArchiveError,
  BackupError,
  describeArchive,
  differenceText,
  importVault,
  openPlace,
  type Repository,
  restoreVault,
  unlockRepository,
  VaultInTheWay,
  VaultStartError,
} from '../../evault/index.ts'
import type { BringBackFailure, BroughtBack } from '../../ipc/bring-back.ts'
import { createAsker } from '../vault/asker.ts'
import { createRemoteCustody } from '../vault/remote-custody.ts'
import type { BringBackMethod, FromBringBack, ToBringBack } from './messages.ts'

/**
 * Entry of the process that brings a vault back (an Electron utility process): looks where copies
 * are, then restores or imports, while main goes on. Keys stay in main.
 */

type Message<Kind extends ToBringBack['kind']> = Extract<ToBringBack, { kind: Kind }>

const { parentPort } = process
const log = pino(
  { base: null, formatters: { level: (label) => ({ level: label }) } },
  pino.destination({ dest: 2, sync: true }),
)
const { ask, hear } = createAsker<BringBackMethod>(send)
const cancelledCode = 'CANCELLED'
/** Of what is missing, as many are named. */
const mostNamed = 200

let repository: Repository | null = null
let archive: (ArchiveDescription & { readonly file: string }) | null = null
let cancelling = new AbortController()

parentPort.on('message', ({ data }: { data: ToBringBack }) => {
  switch (data.kind) {
    case 'find-backups':
      return void telling(() => findBackups(data))
    case 'read-archive':
      return void telling(() => readArchive(data))
    case 'restore':
      return void telling(() => restore(data))
    case 'import':
      return void telling(() => importFrom(data))
    case 'cancel':
      return cancelling.abort(new BackupError(cancelledCode, 'It was cancelled.'))
    default:
      return hear(data)
  }
})

async function telling(work: () => Promise<FromBringBack>): Promise<void> {
  try {
    send(await work())
  } catch (error) {
    const failure = failureOf(error)
    if (failure.code !== cancelledCode) log.warn({ err: error }, 'the vault was not brought back')
    send({ kind: 'failed', ...failure })
  }
}

async function findBackups(where: Message<'find-backups'>): Promise<FromBringBack> {
  const { passphrase } = where
  const place = openPlace(where.place)
  const open = (sealed: Uint8Array) => ask<Uint8Array>('openBackupKeyByKit', sealed)
  repository = await unlockRepository(place, passphrase === null ? { open } : { passphrase })
  const found = await repository.backups()
  if (found.length === 0) {
    throw new BackupError('NO_BACKUPS', `There is no backup in ${place.title} yet.`)
  }
  const proven = await repository.provenBackups()
  const backups = found.map(({ id, at }) => ({ id, at, isProven: proven.has(id) })).reverse()
  return { kind: 'backups', title: place.title, backups }
}

async function readArchive({ file, owner }: Message<'read-archive'>): Promise<FromBringBack> {
  const described = await describeArchive(file, owner)
  archive = { ...described, file }
  return { kind: 'archive', archive: described }
}

async function restore({
  id,
  dataDirectory,
  keychain,
}: Message<'restore'>): Promise<FromBringBack> {
  if (repository === null) throw new Error('backups are found first')
  cancelling = new AbortController()
  const custody = createRemoteCustody(keychain, ask)
  const means = { custody, log, signal: cancelling.signal, onProgress: tellProgress() }
  const { ename, evaultId, holds, differences } = await restoreVault(
    repository,
    id,
    dataDirectory,
    means,
  )
  const at = (await repository.backups()).find((one) => one.id === id)?.at ?? 0
  const found = { ename, ...holdings(holds), madeAt: at }
  const missing = differences.map(differenceText)
  return done(evaultId, { ...found, missing, missingBefore: 0 }, repository.key.identity)
}

async function importFrom(begin: Message<'import'>): Promise<FromBringBack> {
  if (archive === null) throw new Error('an archive is read first')
  cancelling = new AbortController()
  const { file, ename, evaultId, exportedAt, missingBefore } = archive
  const { dataDirectory, templateDirectory, acceptUnsigned, isBegun, keychain } = begin
  const tell = tellProgress()
  const means = {
    ...{ log, templateDirectory, acceptUnsigned, signal: cancelling.signal },
    openCustody: async () => createRemoteCustody(keychain, ask),
    progress: (bytes: number, total: number) => tell({ done: bytes, total }),
  }
  const result = { ename, ...holdings(archive), madeAt: Date.parse(exportedAt), missingBefore }
  try {
    const { problems } = await importVault(dataDirectory, file, means)
    return done(evaultId, {
      ...result,
      missing: problems.map(({ item, reason }) => `${item}: ${reason}`),
    })
  } catch (error) {
    // It had ended when the app did: nobody has opened it since.
    if (error instanceof VaultInTheWay && isBegun) return done(evaultId, { ...result, missing: [] })
    throw error
  }
}

type Found = Omit<BroughtBack, 'missingCount'>

function done(evaultId: string, found: Found, backupKey: string | null = null): FromBringBack {
  const { missing } = found
  const result = { ...found, missing: missing.slice(0, mostNamed), missingCount: missing.length }
  return { kind: 'done', evaultId, result, backupKey }
}

function holdings(holds: { readonly records: number; readonly files: number } | null) {
  return { records: holds?.records ?? 0, files: holds?.files ?? 0 }
}

/** A hundred times at most. */
function tellProgress() {
  let told = -1
  return ({ done: bytes, total }: { readonly done: number; readonly total: number }): void => {
    const percent = total === 0 ? 100 : Math.floor((100 * bytes) / total)
    if (percent === told) return
    told = percent
    send({ kind: 'progress', done: bytes, total })
  }
}

function failureOf(error: unknown): BringBackFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof BackupError || error instanceof VaultStartError) {
    return { code: error.code, message }
  }
  return { code: error instanceof ArchiveError ? 'ARCHIVE_REFUSED' : 'UNEXPECTED', message }
}

function send(message: FromBringBack): void {
  parentPort.postMessage(message)
}
