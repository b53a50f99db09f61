import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Log } from '../log.ts'
import type { FromJob, JobOrder, JobProgress, ToJob } from './jobs.ts'
import { hearError } from './told-error.ts'

/** How a job is followed. */
export interface JobOptions {
  /** Cancels it; what it is aborted with is what the job fails with where it does not end by itself. */
  readonly signal: AbortSignal
  onProgress?(progress: JobProgress): void
  /** Signs with the owner's key; null where the owner does not want it. */
  sign?(bytes: Uint8Array): Promise<Uint8Array | null>
}

/** A job that was cancelled may put its things in order for so long. */
const longestEndMs = 2_000

/**
 * Does a job in a thread of its own, and ends the thread. Secrets go there by memory, never in
 * arguments or the environment.
 * @param entry the script of the thread (`worker.ts`)
 * @param secrets memory that goes to the job: nobody has it here afterwards
 * @throws what the job throws, of the same class and with the same code
 */
export async function runInThread(
  entry: string,
  order: JobOrder,
  secrets: ArrayBuffer[],
  { log, signal, onProgress, sign }: JobOptions & { readonly log: Log },
): Promise<unknown> {
  signal.throwIfAborted()
  const worker = new Worker(entry, {
    ...{ workerData: order, transferList: secrets, name: `eVault ${order.kind}` },
    ...{ argv: [], env: {}, execArgv: [] },
  })
  let patience: NodeJS.Timeout | undefined
  const cancel = () => {
    worker.postMessage({ kind: 'cancel' } satisfies ToJob)
    patience = setTimeout(() => void worker.terminate(), longestEndMs)
  }
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await outcome(worker, log, { onProgress, sign })
  } catch (error) {
    if (signal.aborted && error instanceof ThreadEnded) throw signal.reason
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
    clearTimeout(patience)
    await worker.terminate()
  }
}

/** The thread ended without saying what came of its job. */
class ThreadEnded extends Error {}

type Listeners = { [K in 'onProgress' | 'sign']: JobOptions[K] | undefined }

function outcome(worker: Worker, log: Log, { onProgress, sign }: Listeners): Promise<unknown> {
  const answer = async (bytes: Uint8Array) => {
    const raw = (await sign?.(bytes)) ?? null
    worker.postMessage({ kind: 'signed', raw } satisfies ToJob)
  }
  const said = new Promise((resolve, reject) => {
    worker.on('message', (message: FromJob) => {
      if (message.kind === 'progress') onProgress?.(message)
      else if (message.kind === 'log') write(log, message)
      else if (message.kind === 'sign') answer(message.bytes).catch(reject)
      else if (message.kind === 'done') resolve(message.result)
      else reject(hearError(message.error))
    })
  })
  // An error that nobody caught there, as when it has no memory left, rejects this.
  const ended = once(worker, 'exit').then(([code]) => {
    throw new ThreadEnded(`the thread ended with ${code}`)
  })
  return Promise.race([said, ended])
}

function write(log: Log, { level, parts }: Extract<FromJob, { kind: 'log' }>): void {
  const [first, ...rest] = parts
  if (typeof first === 'string') log[level](first)
  else log[level](first, ...(rest as [string?]))
}
