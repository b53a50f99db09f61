import { parentPort, workerData } from 'node:worker_threads'
import { exportSnapshot } from '../archive/jobs.ts'
import { backUpSnapshot, drillPlace, sealKeyForPassphrase } from '../backup/jobs.ts'
import type { Log } from '../log.ts'
import type { FromJob, JobMeans, JobOrder, JobRunners, ToJob } from './jobs.ts'
import { tellError } from './told-error.ts'

/**
 * Entry of the thread that does one job beside the vault (`apart.ts`), and is ended when it has
 * said what came of it.
 */

const runners: JobRunners = {
  backup: backUpSnapshot,
  export: exportSnapshot,
  drill: drillPlace,
  'seal-for-passphrase': sealKeyForPassphrase,
}

const cancelling = new AbortController()
parentPort?.on('message', (message: ToJob) => {
  if (message.kind === 'cancel') cancelling.abort()
  else signed?.(message.raw)
})

let signed: ((raw: Uint8Array | null) => void) | null = null

/** Cancelled, it does not wait for the owner. */
function sign(bytes: Uint8Array): Promise<Uint8Array | null> {
  const { signal } = cancelling
  signal.throwIfAborted()
  const answer = new Promise<Uint8Array | null>((resolve, reject) => {
    signed = resolve
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  say({ kind: 'sign', bytes })
  return answer
}

function say(message: FromJob): void {
  parentPort?.postMessage(message)
}

const levels = ['debug', 'info', 'warn', 'error'] as const
const log = Object.fromEntries(
  levels.map((level) => [
    level,
    (...parts: readonly unknown[]) => say({ kind: 'log', level, parts: parts.map(plain) }),
  ]),
) as unknown as Log

/** What another thread can be told: of an error its name, code and words. */
function plain(part: unknown): unknown {
  if (part instanceof Error) return tellError(part)
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      value instanceof Error ? tellError(value) : value,
    ]),
  )
}

const means: JobMeans = {
  signal: cancelling.signal,
  log,
  sign,
  onProgress: ({ done, total }) => say({ kind: 'progress', done, total }),
}

function run({ kind, input }: JobOrder): Promise<unknown> {
  return (runners[kind] as (input: unknown, means: JobMeans) => Promise<unknown>)(input, means)
}

try {
  say({ kind: 'done', result: await run(workerData as JobOrder) })
} catch (error) {
  say({ kind: 'failed', error: tellError(error) })
}
