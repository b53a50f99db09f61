import { t } from '@lingui/core/macro'
import { type ActivityPlace, dayBefore } from './activity-address.ts'

/** What can be chosen in place of two days. */
export const ranges = [
  { value: 'any', label: t`Any time` },
  { value: '0', label: t`Today` },
  { value: '6', label: t`Last 7 days` },
  { value: '29', label: t`Last 30 days` },
  { value: 'custom', label: t`Chosen days` },
] as const

/** Which of them a place shows now. */
export function rangeOf({ from, to }: ActivityPlace, now: Date): string {
  if (from === undefined && to === undefined) return 'any'
  const days = ranges.find(({ value }) => dayBefore(now, Number(value)) === from)
  return to === undefined && days ? days.value : 'custom'
}

/** The place with one of them chosen. */
export function rangePlace(place: ActivityPlace, range: string, now: Date): ActivityPlace {
  const { from: _, to: __, ...rest } = place
  return range === 'any' ? rest : { ...rest, from: dayBefore(now, Number(range)) }
}
