/** The first and the last byte asked for, both inclusive, from 0. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * What a `Range` header asks of `size` bytes (RFC 9110 §14): one range, `'unsatisfiable'` (416)
 * when it begins behind the last byte, or null to serve everything: without a header, and for
 * several ranges or a header that makes no sense, which the RFC lets a server ignore.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? '') ?? []
  if (first === undefined || last === undefined) return null
  if (first === '') return last === '' ? null : suffix(Number(last), size)
  const start = Number(first)
  const end = last === '' ? Number.POSITIVE_INFINITY : Number(last)
  if (start > end) return null
  if (start >= size) return 'unsatisfiable'
  return { start, end: Math.min(end, size - 1) }
}

function suffix(length: number, size: number): ByteRange | 'unsatisfiable' | null {
  if (length === 0) return 'unsatisfiable'
  // The last bytes of nothing are satisfiable, yet no first and last byte describe them.
  if (size === 0) return null
  return { start: Math.max(0, size - length), end: size - 1 }
}
