import { arrayLiteral } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import { parseIsoMoment } from '../iso-moment.ts'

/** What a list of log entries is narrowed by. All of it holds. */
export interface LogFilter {
  /** As the logs have it. */
  readonly caller?: string | null | undefined
  /** Any of these. */
  readonly callers?: readonly string[] | undefined
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
    const parameter = parameterOf(name, value)
    text += ` AND ${condition.replace('?', `$${values.push(parameter)}`)}`
  }
  return text
}

function parameterOf(
  name: string,
  value: NonNullable<LogFilter[keyof LogFilter]>,
): string | boolean {
  if (typeof value === 'string') return checked(name, value)
  return typeof value === 'boolean' ? value : arrayLiteral(value)
}

/** A condition's text as its parameter; a time in UTC. */
function checked(name: string, value: string): string {
  if (name === 'since' || name === 'until') {
    const at = parseIsoMoment(value)
    if (at !== null) return new Date(at).toISOString()
    throw new RequestError('INVALID_INPUT', 'A time is an ISO 8601 date, or a date and time.', name)
  }
  if (value.length <= longest && !value.includes('\0') && value.isWellFormed()) return value
  throw new RequestError('INVALID_INPUT', `${name} has ${longest} characters at most.`, name)
}
