import { z } from 'zod'
import { RequestError } from '../errors.ts'

/** The Relay arguments of a list. */
export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** A request for a page: this many, on the far side of a position, walking this way. */
export interface PageRequest {
  readonly direction: 'forward' | 'backward'
  readonly size: number
  /** The position to start behind, or null for the end of the list. */
  readonly from: string | null
}

const defaultSize = 20
/** The most records one page may hold. */
export const largestPage = 100

const positionSchema = z.uuid()

/**
 * Reads Relay's arguments. Source: eVault seed, "Pagination"; protocol §5.
 * @throws RequestError `INVALID_PAGE` when directions are mixed, a size is out of 0…100 or a
 * cursor is none of ours
 */
export function preparePage(args: PageArguments): PageRequest {
  const forward = args.first != null || args.after != null
  const backward = args.last != null || args.before != null
  if (forward && backward) {
    throw new RequestError('INVALID_PAGE', 'Use first/after or last/before, not both.')
  }
  return backward
    ? {
        direction: 'backward',
        size: pageSize(args.last, 'last'),
        from: decode(args.before, 'before'),
      }
    : {
        direction: 'forward',
        size: pageSize(args.first, 'first'),
        from: decode(args.after, 'after'),
      }
}

function pageSize(size: number | null | undefined, field: string): number {
  if (size == null) return defaultSize
  if (Number.isInteger(size) && size >= 0 && size <= largestPage) return size
  throw new RequestError('INVALID_PAGE', `${field} must be 0 to ${largestPage}.`, field)
}

/** A cursor is the record's position, as base64url of the UUID's 16 bytes. */
export function encodeCursor(position: string): string {
  return Buffer.from(position.replaceAll('-', ''), 'hex').toString('base64url')
}

function decode(cursor: string | null | undefined, field: string): string | null {
  if (cursor == null) return null
  const hex = Buffer.from(cursor, 'base64url').toString('hex')
  const position = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (positionSchema.safeParse(position).success) return position
  throw new RequestError('INVALID_PAGE', `${field} is not a cursor of this list.`, field)
}
