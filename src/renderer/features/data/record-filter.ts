import type { FieldComparison, MetaEnvelopeFilterInput } from '../../graphql/documents.generated.ts'

/** A condition on one field of the payload. */
export interface FieldCondition {
  readonly field: string
  readonly is: FieldComparison
  readonly value: string
}

/** Which records of a type (or of all) are listed. All of it has to hold. */
export interface RecordFilter {
  /** Searched in all fields; empty for any. */
  readonly search: string
  readonly fields: readonly FieldCondition[]
  /** `private`, `*` for public, or an eName on the access list; null for any. */
  readonly access: string | null
  /** A caller as the logs name them; null for anyone. */
  readonly writtenBy: string | null
  /** First and last day, `YYYY-MM-DD` on this computer's calendar; null for any. */
  readonly from: string | null
  readonly to: string | null
}

export const emptyFilter: RecordFilter = {
  search: '',
  fields: [],
  access: null,
  writtenBy: null,
  from: null,
  to: null,
}

export const comparisons: readonly FieldComparison[] = ['contains', 'equals', 'before', 'after']

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** The vault's limit. */
export const MOST_CONDITIONS = 10

/** Whether it lets everything through. */
export function isEmptyFilter(filter: RecordFilter): boolean {
  const { search, fields, access, writtenBy, from, to } = filter
  return search === '' && fields.length === 0 && !access && !writtenBy && !from && !to
}

/** Writes a filter into an address. */
export function writeFilter(filter: RecordFilter, params: URLSearchParams): void {
  if (filter.search !== '') params.set('q', filter.search)
  for (const { field, is, value } of filter.fields) {
    params.append('f', `${is} ${encodeURIComponent(field)} ${value}`)
  }
  if (filter.access) params.set('access', filter.access)
  if (filter.writtenBy) params.set('by', filter.writtenBy)
  if (filter.from) params.set('from', filter.from)
  if (filter.to) params.set('to', filter.to)
}

/** Reads the filter of an address; what cannot be read is left out. */
export function readFilter(params: URLSearchParams): RecordFilter {
  return {
    search: params.get('q') ?? '',
    fields: params.getAll('f').flatMap(readCondition).slice(0, MOST_CONDITIONS),
    access: params.get('access') || null,
    writtenBy: params.get('by') || null,
    from: readDay(params.get('from')),
    to: readDay(params.get('to')),
  }
}

/** What the vault is asked for. */
export function filterInput(ontology: string | null, filter: RecordFilter) {
  const { search, fields, access, writtenBy, from, to } = filter
  const input: MetaEnvelopeFilterInput = {
    ...(ontology !== null && { ontologyId: ontology }),
    ...(search !== '' && { search: { term: search } }),
    ...(fields.length > 0 && { fields: [...fields] }),
    ...(access === 'private' && { isPrivate: true }),
    ...(access && access !== 'private' && { acl: access }),
    ...(writtenBy && { writtenBy }),
    ...(from && { createdAfter: startOfDay(from, 0) }),
    ...(to && { createdBefore: startOfDay(to, 1) }),
  }
  return input
}

/** ISO 8601 of a day's beginning on this computer's clock, so many days later. */
function startOfDay(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + later).toISOString()
}

function readDay(text: string | null): string | null {
  return text && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null
}

function readCondition(text: string): FieldCondition[] {
  const [, word, field, value] = /^(\S+) (\S*) (.*)$/s.exec(text) ?? []
  const is = comparisons.find((comparison) => comparison === word)
  if (!is || field === undefined || value === undefined) return []
  try {
    return [{ is, field: decodeURIComponent(field), value }]
  } catch {
    return []
  }
}
