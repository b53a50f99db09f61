import type { DateForm } from './types.ts'

/** Seconds up to the year 5138, milliseconds from 1973: larger numbers are milliseconds. */
const leastMilliseconds = 1e11

/**
 * Reads a moment: seconds or milliseconds since the epoch (a number, or a text of one), ISO 8601, a
 * Date, or Firestore's `{seconds, nanoseconds}`, with or without underscores. Protocol §10.
 * @returns milliseconds since the epoch; null for what is none
 */
export function readMoment(value: unknown): number | null {
  const read = milliseconds(value)
  return read !== null && Number.isFinite(new Date(read).getTime()) ? Math.trunc(read) : null
}

function milliseconds(value: unknown): number | null {
  if (value instanceof Date) return value.getTime()
  if (typeof value === 'bigint') return ofNumber(Number(value))
  if (typeof value === 'number') return ofNumber(value)
  if (typeof value === 'string') {
    return /^-?\d+(\.\d+)?$/.test(value.trim()) ? ofNumber(Number(value)) : Date.parse(value)
  }
  if (typeof value !== 'object' || value === null) return null
  const stamp = value as Record<string, unknown>
  const seconds = stamp.seconds ?? stamp._seconds
  const nanoseconds = stamp.nanoseconds ?? stamp._nanoseconds ?? 0
  if (typeof seconds !== 'number' || typeof nanoseconds !== 'number') return null
  return seconds * 1_000 + Math.floor(nanoseconds / 1e6)
}

function ofNumber(value: number): number {
  return Math.abs(value) < leastMilliseconds ? value * 1_000 : value
}

/** A moment as a platform writes it. */
export function writeMoment(moment: number, form: DateForm): unknown {
  if (form === 'seconds') return Math.floor(moment / 1_000)
  if (form === 'milliseconds') return moment
  if (form === 'iso') return new Date(moment).toISOString()
  const seconds = Math.floor(moment / 1_000)
  return { _seconds: seconds, _nanoseconds: (moment - seconds * 1_000) * 1e6 }
}
