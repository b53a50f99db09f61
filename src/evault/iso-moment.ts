import { z } from 'zod'

const isoMoment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

/**
 * Reads an ISO 8601 date (its first moment in UTC), or a date and time with its offset.
 * @returns milliseconds since the epoch, or null where it is neither
 */
export function parseIsoMoment(text: string): number | null {
  const at = isoMoment.safeParse(text).success ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : at
}
