import { arrayLiteral } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import { parseIsoMoment } from '../iso-moment.ts'
import { prepareAcl } from './prepare.ts'
import { prepareTerm, type Search } from './search-text.ts'

/** What the owner narrows a list by, beside type and search. A record has to meet all of it. */
export interface Conditions {
  /** Fields that contain or equal a text, found through the search index. */
  readonly matches: readonly Search[]
  readonly comparisons: readonly Comparison[]
  /** A name the ACL holds. */
  readonly acl: string | null
  /** Whether the ACL holds nobody but the owner. */
  readonly isPrivate: boolean | null
  /** Callers, as the operation log has them: one of them created or changed the record. */
  readonly writtenBy: readonly string[] | null
  /** The first position that is wanted, and the first that no longer is. */
  readonly from: string | null
  readonly until: string | null
}

/** A field's value against another: numbers as numbers, everything else as text. */
interface Comparison {
  readonly field: string
  readonly is: 'before' | 'after'
  readonly value: string
}

interface FieldCondition {
  readonly field: string
  readonly is: 'contains' | 'equals' | 'before' | 'after'
  readonly value: string
}

/** Conditions as the owner's window sends them. */
interface ConditionsInput {
  readonly fields?: readonly FieldCondition[] | null | undefined
  readonly acl?: string | null | undefined
  readonly isPrivate?: boolean | null | undefined
  readonly writtenBy?: string | null | undefined
  readonly createdAfter?: string | null | undefined
  readonly createdBefore?: string | null | undefined
}

const mostFields = 10
const longestField = 1_000
const longestCaller = 600
/** What Postgres takes for a number, without exponents that would fill the memory. */
const numeric = '^-?[0-9]{1,100}([.][0-9]{1,100})?([eE][+-]?[0-9]{1,3})?$'
const isNumeric = new RegExp(numeric)
const greatestMs = 2 ** 48 - 1

/**
 * Reads conditions; null where there are none. `contains` and `equals` look at each text, number
 * and boolean in the field, in any case; `before` and `after` at the field's own value.
 * @throws RequestError `INVALID_INPUT`
 */
export function prepareConditions(input: ConditionsInput): Conditions | null {
  const fields = input.fields ?? []
  if (fields.length > mostFields) throw invalid(`At most ${mostFields} conditions.`, 'fields')
  const conditions: Conditions = {
    matches: fields.flatMap((one) => matchOf(one) ?? []),
    comparisons: fields.flatMap((one) => comparisonOf(one) ?? []),
    acl: input.acl == null ? null : (prepareAcl([input.acl])[0] ?? null),
    isPrivate: input.isPrivate ?? null,
    writtenBy: input.writtenBy == null ? null : [text(input.writtenBy, longestCaller, 'writtenBy')],
    from: input.createdAfter == null ? null : positionAt(input.createdAfter, 'createdAfter'),
    until: input.createdBefore == null ? null : positionAt(input.createdBefore, 'createdBefore'),
  }
  const { matches, comparisons, ...others } = conditions
  const isEmpty = fields.length === 0 && Object.values(others).every((value) => value === null)
  return isEmpty ? null : conditions
}

function matchOf({ field, is, value }: FieldCondition): Search | null {
  if (is !== 'contains' && is !== 'equals') return null
  const fields = [text(field, longestField, 'fields')]
  const term = prepareTerm(value, 'fields')
  return { term, mode: is === 'equals' ? 'EXACT' : 'CONTAINS', caseSensitive: false, fields }
}

function comparisonOf({ field, is, value }: FieldCondition): Comparison | null {
  if (is !== 'before' && is !== 'after') return null
  return { field: text(field, longestField, 'fields'), is, value: prepareTerm(value, 'fields') }
}

function text(value: string, longest: number, field: string): string {
  if (value.length <= longest && !value.includes('\0') && value.isWellFormed()) return value
  throw invalid(
    `A name has at most ${longest} characters of valid Unicode, none of them NUL.`,
    field,
  )
}

/** The first position that a record of this time can have: positions are UUIDv7. */
function positionAt(time: string, field: string): string {
  const at = parseIsoMoment(time)
  if (at === null) {
    throw invalid('A time is an ISO 8601 date, or a date and time with its offset.', field)
  }
  const hex = Math.min(Math.max(at, 0), greatestMs).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

function invalid(message: string, field: string): RequestError {
  return new RequestError('INVALID_INPUT', message, field)
}

/**
 * Conditions in SQL, beginning with AND, for a statement on records whose $1 is the vault.
 * `matches` are the finder's.
 * @param place puts a value among the statement's parameters and says how it is called there
 */
export function conditionsSql(conditions: Conditions, place: (value: unknown) => string): string {
  const { comparisons, acl, isPrivate, writtenBy, from, until } = conditions
  const parts = comparisons.map((comparison) => comparisonSql(comparison, place))
  if (acl !== null) parts.push(`acl @> ARRAY[${place(acl)}::text]`)
  if (isPrivate !== null) parts.push(`${isPrivate ? '' : 'NOT '}acl <@ ARRAY[$1::text]`)
  if (from !== null) parts.push(`position >= ${place(from)}::uuid`)
  if (until !== null) parts.push(`position < ${place(until)}::uuid`)
  if (writtenBy !== null) {
    // IS TRUE has the ids read into a hash once, where a join would look through the log for
    // each record.
    parts.push(`(id IN (SELECT meta_envelope_id FROM operation_log
      WHERE ename = $1 AND caller = ANY (${place(arrayLiteral(writtenBy))}::text[]))) IS TRUE`)
  }
  return parts.map((part) => ` AND ${part}`).join('')
}

/** A record without the field, or with null, a list or an object in it, never matches. */
function comparisonSql(
  { field, is, value }: Comparison,
  place: (value: unknown) => string,
): string {
  const name = `${place(field)}::text`
  const sign = is === 'before' ? '<' : '>'
  const than = `${place(value)}::text`
  // Looked at last: it reads the payload once more.
  const isValue = `json_typeof(payload -> ${name}) NOT IN ('object', 'array')`
  const asText = (found: string) => `${found} COLLATE "C" ${sign} ${than}`
  if (!isNumeric.test(value)) {
    return `CASE WHEN ${asText(`(payload ->> ${name})`)} THEN ${isValue} ELSE false END`
  }
  // OFFSET 0 has the payload read once.
  return `CASE WHEN (SELECT CASE WHEN found ~ '${numeric}' THEN found::numeric ${sign} ${than}::numeric
    ELSE ${asText('found')} END
    FROM (SELECT payload ->> ${name} AS found OFFSET 0) AS field) THEN ${isValue} ELSE false END`
}
