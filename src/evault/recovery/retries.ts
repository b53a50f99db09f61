const firstDelayMs = 1_000
const longestDelayMs = 5 * 60_000
const growth = 1.25
const longestTimerMs = 24 * 3_600_000

type Outcome = 'finished' | 'again' | { readonly afterMs: number }
type Work = (signal: AbortSignal) => Promise<Outcome>

/** Pieces of work that are done again until they are finished: soon at first, then less often. */
export interface Retries extends Disposable {
  readonly isClosed: boolean
  /** Whether work of this name is not finished. */
  has(name: string): boolean
  /** Begins after so long; takes the place of work of the same name. What it throws is told. */
  start(name: string, afterMs: number, work: Work): void
  /** What is being done is not interrupted: it finds its signal aborted. */
  stopAll(): void
}

/** @param onError is told of errors nobody expected; the work is done again all the same */
export function createRetries(onError: (error: unknown) => void): Retries {
  const running = new Map<string, { readonly stopping: AbortController; timer?: NodeJS.Timeout }>()
  let isClosed = false

  function stop(name: string): void {
    const known = running.get(name)
    clearTimeout(known?.timer)
    known?.stopping.abort()
    running.delete(name)
  }

  function start(name: string, afterMs: number, work: Work): void {
    stop(name)
    if (isClosed) return
    const stopping = new AbortController()
    const own: { stopping: AbortController; timer?: NodeJS.Timeout } = { stopping }
    running.set(name, own)
    let delayMs = firstDelayMs

    function wait(leftMs: number): void {
      const ms = Math.min(Math.max(leftMs, 0), longestTimerMs)
      own.timer = setTimeout(() => (leftMs > ms ? wait(leftMs - ms) : void run()), ms)
      own.timer.unref()
    }
    async function run(): Promise<void> {
      const outcome = await work(stopping.signal).catch((error: unknown): Outcome => {
        if (!stopping.signal.aborted) onError(error)
        return 'again'
      })
      if (stopping.signal.aborted) return
      if (outcome === 'finished') return stop(name)
      if (outcome !== 'again') return wait(outcome.afterMs)
      wait(delayMs)
      delayMs = Math.min(delayMs * growth, longestDelayMs)
    }
    wait(afterMs)
  }

  return {
    get isClosed() {
      return isClosed
    },
    has: (name) => running.has(name),
    start,
    stopAll() {
      for (const name of [...running.keys()]) stop(name)
    },
    [Symbol.dispose]() {
      isClosed = true
      for (const name of [...running.keys()]) stop(name)
    },
  }
}
