import { t } from '@lingui/core/macro'
import { shortenId } from '../../components/shorten-id.ts'
import type { FieldComparison } from '../../graphql/documents.generated.ts'
import { callerOf, callerTitle } from '../access/caller.ts'
import type { FieldCondition, RecordFilter } from './record-filter.ts'

/** How each comparison is said. */
export const comparisonWords: Readonly<Record<FieldComparison, string>> = {
  contains: t({ message: 'contains', context: 'comparison' }),
  equals: t({ message: 'is', context: 'comparison' }),
  before: t({ message: 'is before or less than', context: 'comparison' }),
  after: t({ message: 'is after or more than', context: 'comparison' }),
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
    text: fieldText(condition),
    without: { ...filter, fields: fields.toSpliced(at, 1) },
  }))
  const more = [
    access && { text: accessWords(access), without: { ...filter, access: null } },
    writtenBy && {
      text: writerText(writtenBy),
      without: { ...filter, writtenBy: null },
    },
    from && { text: t`Created from ${from}`, without: { ...filter, from: null } },
    to && { text: t`Created up to ${to}`, without: { ...filter, to: null } },
  ]
  return [...conditions, ...more.filter((condition) => condition !== null && condition !== '')]
}

function fieldText({ field, is, value }: FieldCondition): string {
  switch (is) {
    case 'contains':
      return t`${field} contains ${value}`
    case 'equals':
      return t`${field} is ${value}`
    case 'before':
      return t`${field} is before or less than ${value}`
    case 'after':
      return t`${field} is after or more than ${value}`
  }
}

function writerText(caller: string): string {
  const name = callerWords(caller)
  return t`Written by ${name}`
}

/** A caller of the logs in words, as it stands after “by”. */
export function callerWords(caller: string): string {
  if (caller === 'owner') return t({ message: 'you', context: 'after “by”' })
  const known = callerOf(caller)
  return known.name === ''
    ? t({ message: 'someone unnamed', context: 'after “by”' })
    : callerTitle(known)
}

function accessWords(access: string): string {
  if (access === 'private') return t`Private`
  if (access === '*') return t`Public`
  const name = shortenId(access)
  return t`Shared with ${name}`
}
