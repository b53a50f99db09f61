import { randomUUID } from 'node:crypto'
import { DrizzleQueryError } from 'drizzle-orm'
import type { Logger } from 'pino'
import { isDiskFull } from './errors.ts'

/** The program's log. Ids, codes and causes: never a payload, key or token. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/** Logs an error nobody expected, and returns the id it is found by: all that others are told. */
export function logUnexpected(log: Log, error: unknown): string {
  const errorId = randomUUID()
  log.error({ err: withoutValues(error), errorId }, 'unexpected error')
  return errorId
}

/**
 * Logs that work nobody waits for did not succeed. Where the disk is full that is no news: the
 * owner is warned, and the work is done later.
 */
export function logFailedWork(log: Log, error: unknown): void {
  if (isDiskFull(error)) log.debug('work was put off: the disk is almost full')
  else logUnexpected(log, error)
}

/** A query that failed, without the values it was run with: they are what records hold. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error
  const { code } = (error.cause ?? {}) as { code?: unknown }
  const stack = error.stack?.replace(error.message, () => 'Failed query')
  return { type: 'DrizzleQueryError', query: error.query, code, stack }
}
