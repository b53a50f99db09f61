import type { RecordChange } from '../envelopes/changes.ts'
import { type Log, logFailedWork } from '../log.ts'
import type { FanOut } from './fan-out.ts'
import type { Pace } from './pace.ts'

/** Has the log turned into deliveries soon after it has grown. */
export interface FanOutLoop extends AsyncDisposable {
  /** Says that a vault's log may have grown. */
  grown(ename: string, kind: RecordChange['kind'] | null): void
}

/**
 * Creations wait for 3 s anyway: so long the vault has better things to do. Other changes are told
 * at once.
 */
const creationWaitMs = 1_500
const changeWaitMs = 2
/** The registry is asked again who is to be told, or the database is tried again. */
const unknownWaitMs = 5_000

export function createFanOutLoop(
  fanOut: FanOut,
  pace: Pick<Pace, 'restAfter'>,
  log: Log,
): FanOutLoop {
  /** When each vault's log is to be looked at, on the clock of `performance.now`. */
  const dueAt = new Map<string, number>()
  let restsUntil = 0
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  let closed = false

  function sleep(): void {
    clearTimeout(timer)
    if (closed || running !== null || dueAt.size === 0) return
    const next = Math.max(restsUntil, Math.min(...dueAt.values()))
    timer = setTimeout(start, Math.max(0, next - performance.now())).unref()
  }

  function start(): void {
    const began = performance.now()
    running = runDue().finally(() => {
      const ended = performance.now()
      restsUntil = ended + pace.restAfter(ended - began)
      running = null
      sleep()
    })
  }

  async function runDue(): Promise<void> {
    // A copy, so that what is due again comes after the rest.
    for (const [ename, at] of [...dueAt]) {
      if (at > performance.now() || closed) continue
      dueAt.delete(ename)
      lookAgain(ename, await run(ename))
    }
  }

  async function run(ename: string): Promise<number | null> {
    try {
      const result = await fanOut.run(ename)
      if (result === 'done') return null
      return result === 'more' ? 0 : unknownWaitMs
    } catch (error) {
      logFailedWork(log, error)
      return unknownWaitMs
    }
  }

  function lookAgain(ename: string, waitMs: number | null): void {
    if (waitMs === null) return
    const at = performance.now() + waitMs
    dueAt.set(ename, Math.min(dueAt.get(ename) ?? at, at))
  }

  return {
    grown(ename, kind) {
      const isCreation = kind === 'CREATED' || kind === 'RESTORED'
      const before = dueAt.get(ename)
      const at = performance.now() + (isCreation ? creationWaitMs : changeWaitMs)
      if (before !== undefined && before <= at) return
      dueAt.set(ename, at)
      sleep()
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
