import { t } from '@lingui/core/macro'
import type { DisclosuresQuery } from '../../graphql/documents.generated.ts'

/** A version of a record that a platform was sent. */
export type Disclosure = DisclosuresQuery['disclosures']['entries'][number]

/** What it was sent of the record, and whether it said that it has it. */
export function howWords(entry: Pick<Disclosure, 'mode' | 'isDeletion' | 'acknowledged'>): string {
  const { mode, isDeletion, acknowledged } = entry
  if (isDeletion) return acknowledged ? t`That it is deleted` : t`That it is deleted, perhaps`
  if (mode === 'reference') return acknowledged ? t`Reference only` : t`Reference only, perhaps`
  return acknowledged ? t`Whole record` : t`Whole record, perhaps`
}

/** Whether the record is still what the platform has. */
export function currentWords({
  isCurrent,
  isDeletion,
}: Pick<Disclosure, 'isCurrent' | 'isDeletion'>): string {
  if (isDeletion) return isCurrent ? t`Still deleted` : t`There again`
  return isCurrent ? t`Current` : t`Changed since`
}
