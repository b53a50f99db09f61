import { type Log, logFailedWork } from '../log.ts'

interface Means {
  /** Asks the registry who is on its list; changes are told by whoever keeps it. */
  readonly refresh: (ename: string) => Promise<unknown>
  /** Vaults that somebody looks at. */
  readonly watched: () => readonly string[]
  readonly everyMs: number
  readonly log: Log
}

/**
 * Asks the registry again and again, as long as somebody looks: it does not tell by itself who
 * comes and goes.
 */
export function createListWatch({ refresh, watched, everyMs, log }: Means): Disposable {
  const timer = setInterval(() => {
    for (const ename of watched()) refresh(ename).catch((error) => logFailedWork(log, error))
  }, everyMs).unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
