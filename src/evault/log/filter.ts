import { z } from 'zod'
import { RequestError } from '../errors.ts'

/** What a list of log entries is narrowed by. All of it holds. */
export interface LogFilter {
  /** As the logs have it. */
  readonly caller?: string | null | undefined
  readonly ontology?: string | null | undefined
  readonly operation?: string | null | undefined
  /** A record's id. */
  readonly record?: string | null | undefined
  /** ISO 8601: at or after, and before. */
  readonly since?: string | null | undefined
  readonly until?: string | null | undefined
  /** For the access log: whether it was allowed. */
  readonly allowed?: boolean | null | undefined
}

const longest = 1_000
const moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

/**
 * A filter in SQL, beginning with AND.
 * @param columns what stands for each condition; `?` is its value
 * @param values the statement's parameters so far; those of the filter are added
 * @throws RequestError `INVALID_INPUT`
 */
export function logFilterSql(
  filter: LogFilter,
  columns: { readonly [name in keyof LogFilter]: string },
  values: unknown[],
): string {
  let text = ''
  for (const [name, condition] of Object.entries(columns)) {
    const value = filter[name as keyof LogFilter]
    if (value == null) continue
    if (typeof value === 'string') check(name, value)
    const parameter =
      name === 'since' || name === 'until' ? new Date(`${value}`).toISOString() : value
    text += ` AND ${condition.replace('?', `$${values.push(parameter)}`)}`
  }
  return text
}

function check(name: string, value: string): void {
  if (name === 'since' || name === 'until') {
    if (moment.safeParse(value).success) return
    throw new RequestError('INVALID_INPUT', 'A time is an ISO 8601 date, or a date and time.', name)
  }
  if (value.length <= longest && !value.includes('\0') && value.isWellFormed()) return
  throw new RequestError('INVALID_INPUT', `${name} has ${longest} characters at most.`, name)
}
