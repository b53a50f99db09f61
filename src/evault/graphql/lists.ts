import { z } from 'zod'
import { largestPage } from '../envelopes/page.ts'
import { RequestError } from '../errors.ts'

const defaultSize = 20

/** @throws RequestError `INVALID_PAGE` */
export function listSize(size: number | null | undefined): number {
  return listSizeUpTo(largestPage, size)
}

/** @throws RequestError `INVALID_PAGE` */
export function listSizeUpTo(largest: number, size: number | null | undefined): number {
  if (size == null) return defaultSize
  if (size >= 0 && size <= largest) return size
  throw new RequestError('INVALID_PAGE', `first must be 0 to ${largest}.`, 'first')
}

/**
 * The id of a version or entry.
 * @throws RequestError `INVALID_INPUT` for what is none
 */
export function version(id: string | null | undefined): string | null {
  if (id == null) return null
  if (z.uuid().safeParse(id).success) return id
  throw new RequestError('INVALID_INPUT', 'This is not an id the vault gave.', 'id')
}
