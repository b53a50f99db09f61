import pino from 'pino'

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
