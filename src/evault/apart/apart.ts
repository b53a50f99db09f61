import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { requireRoom } from '../db/free-space.ts'
import type { OpenDatabase } from '../db/open.ts'
import { diskError } from '../errors.ts'
import type { Files } from '../files/files.ts'
import type { Log } from '../log.ts'
import type { Seal } from '../seal/seal.ts'
import type { JobKind, JobOrder, Jobs } from './jobs.ts'
import { copyKeys, type JobSource } from './source.ts'
import { type JobOptions, runInThread } from './thread.ts'

/** Work on a vault that takes long, done beside it while it serves. */
export interface Apart {
  /**
   * Does a job in a thread of its own.
   * @throws what the job throws, of the same class and with the same code; what the signal was
   * aborted with
   */
  run<K extends JobKind>(
    kind: K,
    input: Jobs[K]['input'],
    options: JobOptions,
  ): Promise<Jobs[K]['result']>
  /**
   * Takes a snapshot of the database for this work, and removes it afterwards. What was committed
   * before the call is in it, and the bytes of all files that it knows of stay meanwhile. The source
   * is for one job.
   * @throws VaultStartError `DISK_FULL`, before anything is written; what the work throws; what the
   * signal is aborted with
   */
  onSnapshot<T>(work: (source: JobSource) => Promise<T>, signal: AbortSignal): Promise<T>
}

export interface ApartMeans {
  readonly dataDirectory: string
  /** The script of the threads. */
  readonly workerEntry: string
  readonly snapshot: OpenDatabase['snapshot']
  readonly seal: Pick<Seal, 'key' | 'databaseKey'>
  readonly files: Pick<Files, 'keeping'>
  readonly log: Log
}

const snapshotPrefix = 'snapshot.'

/** The caller holds the data directory's lock: what others left half done there is removed. */
export async function openApart(means: ApartMeans): Promise<Apart> {
  const { dataDirectory, workerEntry, snapshot, seal, files, log } = means
  await removeSnapshots(dataDirectory)
  return {
    async run(kind, input, options) {
      const keys = 'source' in input ? Object.values(input.source.keys) : []
      const secrets = keys.map(({ buffer }) => buffer as ArrayBuffer)
      const order = { kind, input } as JobOrder
      const result = await runInThread(workerEntry, order, secrets, { ...options, log })
      return result as Jobs[typeof kind]['result']
    },
    onSnapshot: (work, signal) =>
      files.keeping(async () => {
        requireRoom(dataDirectory, await sizeOf(join(dataDirectory, 'pg')))
        const directory = join(dataDirectory, `${snapshotPrefix}${randomUUID()}`)
        try {
          await onDisk(dataDirectory, async () => {
            await mkdir(directory, { mode: 0o700 })
            await snapshot(directory, signal)
          })
          return await work({ directory, dataDirectory, keys: copyKeys(seal) })
        } finally {
          await rm(directory, { recursive: true, force: true })
        }
      }),
  }
}

/** Those of processes that were killed: nothing of them is needed. */
async function removeSnapshots(dataDirectory: string): Promise<void> {
  for (const name of await readdir(dataDirectory)) {
    if (!name.startsWith(snapshotPrefix)) continue
    await rm(join(dataDirectory, name), { recursive: true, force: true })
  }
}

/** Bytes of the files in a folder that is in use. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const present = await stat(join(entry.parentPath, entry.name)).catch(() => null)
    bytes += present?.size ?? 0
  }
  return bytes
}

async function onDisk(directory: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    throw diskError(cause, directory) ?? cause
  }
}
