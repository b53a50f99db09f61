import { isIP } from 'node:net'

/** All whose address nobody tells share this one. */
export const unknownAddress = 'unknown'

/**
 * Who asks, as the nearest proxy wrote it: the last entry of `X-Forwarded-For`. What stands before
 * it was there already when the request came to that proxy, so it is only claimed.
 * @param header with the values of all such headers, as Node joins them
 */
export function forwardedAddress(header: string | string[] | undefined): string {
  const last = [header].flat().at(-1)?.split(',').at(-1)?.trim() ?? ''
  const bare = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(last)?.[1] ?? last
  const address = bare.replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1')
  return isIP(address) === 0 ? unknownAddress : address
}
