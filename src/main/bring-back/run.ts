import { utilityProcess } from 'electron'
import { vaultEnvironment } from '../environment.ts'
import type { Answer, Question } from '../vault/asker.ts'
import type { BringBackMethod, FromBringBack, ToBringBack } from './messages.ts'
import { RunFailure } from './run-failure.ts'

/** A process that brings a vault back, and what came of the last thing it was told to do. */
export interface Run {
  /** Resolves with what came of it; rejects with a `RunFailure`. */
  do(work: ToBringBack): Promise<Result>
  /** Has it end what it does, where it does something, in order; one that does not is killed. */
  cancel(): void
  end(): void
}

export type Result = Extract<FromBringBack, { kind: 'backups' | 'archive' | 'done' }>

/** What a run is started with. */
export interface RunMeans {
  /** The script of the process. */
  readonly entry: string
  readonly answer: (question: Question<BringBackMethod>) => Promise<Answer>
  readonly onProgress: (done: number, total: number) => void
  readonly onLog: (chunk: Buffer) => void
}

/** A restoration removes what it has written. */
const longestCancelMs = 10_000

export function startRun({ entry, answer, onProgress, onLog }: RunMeans): Run {
  const child = utilityProcess.fork(entry, [], {
    ...{ serviceName: 'eVault restoration', stdio: 'pipe', env: vaultEnvironment() },
  })
  let settle: { resolve: (result: Result) => void; reject: (reason: RunFailure) => void } | null =
    null
  let hasEnded = false
  let timer: NodeJS.Timeout | undefined
  child.stdout?.on('data', onLog)
  child.stderr?.on('data', onLog)

  function take(message: FromBringBack): void {
    if (message.kind === 'ask') void answer(message).then((said) => child.postMessage(said))
    else if (message.kind === 'progress') onProgress(message.done, message.total)
    else {
      clearTimeout(timer)
      const { kind } = message
      if (kind === 'failed') settle?.reject(new RunFailure(message))
      else settle?.resolve(message)
      settle = null
    }
  }

  child.on('message', take)
  child.once('exit', (code) => {
    hasEnded = true
    const message = `The process that brings your vault back ended (code ${code}). Try again.`
    take({ kind: 'failed', code: 'RUN_ENDED', message })
  })
  return {
    do(work) {
      if (settle !== null || hasEnded) throw new Error('it is at work, or has ended')
      return new Promise((resolve, reject) => {
        settle = { resolve, reject }
        child.postMessage(work)
      })
    },
    cancel() {
      if (settle === null) return
      child.postMessage({ kind: 'cancel' } satisfies ToBringBack)
      timer = setTimeout(() => child.kill(), longestCancelMs)
    },
    end() {
      settle = null
      child.kill()
    },
  }
}
