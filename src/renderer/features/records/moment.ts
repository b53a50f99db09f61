/** A stored moment as a date-time field shows it: on this computer's clock, to the second. */
export function localMoment(stored: string): string {
  const date = new Date(stored)
  const two = (part: number) => String(part).padStart(2, '0')
  const day = [
    String(date.getFullYear()).padStart(4, '0'),
    two(date.getMonth() + 1),
    two(date.getDate()),
  ].join('-')
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}

/**
 * What is stored for a moment on this computer's clock: ISO 8601 in UTC, with fractions of a
 * second where it had them before; null when the field is not filled in.
 */
export function momentOf(local: string, before: string): string | null {
  const date = new Date(local)
  if (local === '' || Number.isNaN(date.getTime())) return null
  const iso = date.toISOString()
  return before.includes('.') ? iso : iso.replace('.000Z', 'Z')
}
