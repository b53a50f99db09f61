import { RequestError } from '../errors.ts'

/**
 * The hash in `X-EVault-If-Hash`: which record a change is for, by its hash in the operation log.
 * @returns null where there is no such header
 * @throws RequestError `INVALID_INPUT`
 */
export function readIfHash(header: string | undefined): string | null {
  if (header === undefined) return null
  if (/^[0-9a-f]{64}$/.test(header)) return header
  throw new RequestError('INVALID_INPUT', 'X-EVault-If-Hash is no SHA-256 in lower-case hex.')
}
