import pino from 'pino'
import { VaultStartError } from '../evault/errors.ts'
import { exitCodeOf } from './exit-codes.ts'

const longestShutdownMs = 5_000

/** The log of a command that runs until it is stopped: JSON on stderr. */
export function createLog(level: string): pino.Logger {
  return pino(
    { level, base: null, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ dest: 2, sync: true }),
  )
}

/** Settles when somebody wants the process to end. */
export function nextStopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, resolve)
  })
}

/** Closes in order what was served, and ends the process where that takes too long. */
export async function closeInTime(open: AsyncDisposable, log: pino.Logger): Promise<number> {
  const deadline = setTimeout(() => {
    log.error(`the vault did not close within ${longestShutdownMs} ms`)
    process.exit(1)
  }, longestShutdownMs)
  await open[Symbol.asyncDispose]()
  clearTimeout(deadline)
  return 0
}

/** Says why nothing is served, and with which code the process ends. */
export function reportFailure(error: unknown, log: pino.Logger, json: boolean): number {
  const code = error instanceof VaultStartError ? error.code : 'UNEXPECTED'
  const message = error instanceof Error ? error.message : String(error)
  if (json || code === 'UNEXPECTED') log.fatal({ code, err: error }, message)
  else process.stderr.write(`evault: ${message}\n`)
  return exitCodeOf(code)
}
