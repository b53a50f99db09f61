import { existsSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import type { Grant } from '../access/authorise.ts'
import type { Apart } from '../apart/apart.ts'
import type { Database } from '../db/database.ts'
import { RequestError, unexpectedMessage, VaultStartError } from '../errors.ts'
import { type ConfirmedPurpose, SigningRefused } from '../keys/custody.ts'
import { type Log, logUnexpected } from '../log.ts'
import type { Seal } from '../seal/seal.ts'
import type { ExportedArchive } from './jobs.ts'
import { prepareDraft, requireRoomForArchive, sizeOfArchive } from './new-file.ts'

/** An export, the last one or the one that is under way. */
export interface ExportRun {
  readonly file: string
  readonly state: 'running' | 'signing' | 'done' | 'failed' | 'cancelled'
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Bytes that were read, and about how many there are; null until that is known. */
  readonly done: number
  readonly total: number | null
  readonly archive: ExportedArchive | null
  /** Why it failed; the code of a `VaultStartError`, where it is one. */
  readonly failure: { readonly code: string; readonly message: string } | null
}

/** Exports of the vault while it runs, one at a time. Dispose ends the one that is under way. */
export interface Exports extends AsyncDisposable {
  /** null where there was none since the vault was opened. */
  view(grant: Grant<'oversee'>): ExportRun | null
  /**
   * Begins one.
   * @param file an absolute path where nothing is yet
   * @throws RequestError `INVALID_INPUT`, `UNAVAILABLE` while one is under way, `NOT_FOUND` for a
   * vault of somebody else on this server
   */
  start(grant: Grant<'administer'>, file: string): Promise<ExportRun>
  /** Ends it; nothing of it is left. */
  cancel(grant: Grant<'administer'>): Promise<ExportRun | null>
}

interface ExportsMeans {
  readonly db: Database
  readonly apart: Apart
  readonly keys: {
    readonly keyless: boolean
    readonly publicKey: string
    signConfirmed(
      bytes: Uint8Array,
      purpose: ConfirmedPurpose,
    ): Promise<{ readonly publicKey: string; readonly raw: Uint8Array }>
  }
  readonly seal: Pick<Seal, 'key'>
  /** Of the owner of this server: an archive holds all vaults on it. */
  readonly ename: string
  readonly dataDirectory: string
  /** Of the program. */
  readonly version: string
  readonly now: () => number
  readonly log: Log
}

export function createExports(means: ExportsMeans): Exports {
  const { ename, dataDirectory, now, log } = means
  let run: ExportRun | null = null
  let cancelling = new AbortController()
  let ended: Promise<void> = Promise.resolve()
  const change = (changes: Partial<ExportRun>) => {
    if (run !== null) run = { ...run, ...changes }
  }
  const isUnderWay = () => run?.state === 'running' || run?.state === 'signing'

  async function work(file: string, { signal }: AbortController): Promise<void> {
    try {
      const archive = await writeSnapshot(file, signal)
      change({ state: 'done', archive })
      const { records, files, signed, problemCount } = archive
      log.info({ records, files, signed, problems: problemCount }, 'exported')
    } catch (error) {
      if (signal.aborted) return change({ state: 'cancelled' })
      change({ state: 'failed', failure: failureOf(error, log) })
    }
  }

  async function writeSnapshot(file: string, signal: AbortSignal): Promise<ExportedArchive> {
    const { db, apart, keys, version, seal } = means
    const total = await sizeOfArchive(db)
    const draft = await prepareDraft(file, dataDirectory, seal)
    requireRoomForArchive(dirname(file), total)
    const { keyless } = keys
    const publicKey = keyless ? null : keys.publicKey
    const job = { file, draft, total, version, publicKey, at: now() }
    const onProgress = ({ done }: { readonly done: number }) => change({ done, total })
    try {
      return await apart.onSnapshot(
        (source) => apart.run('export', { ...job, source }, { signal, sign, onProgress }),
        signal,
      )
    } catch (error) {
      // A thread that was ended has left it.
      await rm(draft, { force: true }).catch(() => undefined)
      throw error
    }
  }

  /** What the owner does not confirm stays unsigned: all else of it is made. */
  async function sign(bytes: Uint8Array): Promise<Uint8Array | null> {
    change({ state: 'signing' })
    try {
      return (await means.keys.signConfirmed(bytes, 'archive')).raw
    } catch (error) {
      if (!(error instanceof SigningRefused)) throw error
      log.warn({ cause: error.message }, 'the archive is not signed')
      return null
    } finally {
      change({ state: 'running' })
    }
  }

  function requireOwner(grant: Pick<Grant<'oversee'>, 'ename'>): void {
    if (grant.ename === ename) return
    const message = 'An archive holds all vaults of this server: its owner makes it.'
    throw new RequestError('NOT_FOUND', message)
  }

  return {
    view(grant) {
      requireOwner(grant)
      return run
    },
    async start(grant, typed) {
      requireOwner(grant)
      const file = await requireNewFile(typed, dataDirectory)
      if (isUnderWay()) throw new RequestError('UNAVAILABLE', 'An export is under way already.')
      cancelling = new AbortController()
      run = {
        ...{ file, state: 'running', startedAt: now(), done: 0, total: null },
        ...{ archive: null, failure: null },
      }
      ended = work(file, cancelling)
      return run
    },
    async cancel(grant) {
      requireOwner(grant)
      cancelling.abort()
      await ended
      return run
    },
    async [Symbol.asyncDispose]() {
      cancelling.abort()
      await ended
    },
  }
}

/** @throws RequestError `INVALID_INPUT` */
async function requireNewFile(typed: string, dataDirectory: string): Promise<string> {
  const refuse = (message: string) => new RequestError('INVALID_INPUT', message, 'file')
  if (!isAbsolute(typed)) throw refuse('Name the file with all of its folders.')
  const file = resolve(typed)
  if (!relative(dataDirectory, file).startsWith('..')) {
    throw refuse('Choose a file outside of the data folder of the vault.')
  }
  const folder = await stat(dirname(file)).catch(() => null)
  if (!folder?.isDirectory()) throw refuse(`There is no folder ${dirname(file)}.`)
  if (existsSync(file)) throw refuse(`${file} is there already. Choose another name.`)
  return file
}

function failureOf(error: unknown, log: Log): NonNullable<ExportRun['failure']> {
  if (error instanceof VaultStartError) return { code: error.code, message: error.message }
  return { code: 'UNEXPECTED', message: unexpectedMessage(logUnexpected(log, error)) }
}
