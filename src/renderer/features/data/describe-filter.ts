import { shortenId } from '../../components/shorten-id.ts'
import type { FieldComparison } from '../../graphql/documents.generated.ts'
import type { RecordFilter } from './record-filter.ts'

/** How each comparison is said. */
export const comparisonWords: Readonly<Record<FieldComparison, string>> = {
  contains: 'contains',
  equals: 'is',
  before: 'is before or less than',
  after: 'is after or more than',
}

/** One condition of a filter in words, and the filter without it. */
interface Condition {
  readonly text: string
  readonly without: RecordFilter
}

/** The conditions of a filter, one by one; the search is not among them. */
export function describeConditions(filter: RecordFilter): Condition[] {
  const { fields, access, writtenBy, from, to } = filter
  const conditions = fields.map((condition, at) => ({
    text: `${condition.field} ${comparisonWords[condition.is]} ${condition.value}`,
    without: { ...filter, fields: fields.toSpliced(at, 1) },
  }))
  const more = [
    access && { text: accessWords(access), without: { ...filter, access: null } },
    writtenBy && {
      text: `Written by ${callerWords(writtenBy)}`,
      without: { ...filter, writtenBy: null },
    },
    from && { text: `Created from ${from}`, without: { ...filter, from: null } },
    to && { text: `Created up to ${to}`, without: { ...filter, to: null } },
  ]
  return [...conditions, ...more.filter((condition) => condition !== null && condition !== '')]
}

/** A caller of the logs in words. */
export function callerWords(caller: string): string {
  if (caller === 'owner') return 'you'
  const [, name] = /^(?:person|platform) (.+)$/s.exec(caller) ?? []
  return name ? shortenId(name) : 'someone unnamed'
}

function accessWords(access: string): string {
  if (access === 'private') return 'Private'
  return access === '*' ? 'Public' : `Shared with ${shortenId(access)}`
}
