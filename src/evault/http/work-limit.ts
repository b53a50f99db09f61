import type { ServerResponse } from 'node:http'
import { RequestError } from '../errors.ts'
import { ingressLimits } from './ingress-limits.ts'

/**
 * Counts the requests that are being worked on, event streams included, which are for as long as
 * they are open.
 */
export function createWorkLimit() {
  const ofAddress = new Map<string, number>()
  let all = 0

  function end(key: string): void {
    all -= 1
    const left = (ofAddress.get(key) ?? 1) - 1
    if (left === 0) ofAddress.delete(key)
    else ofAddress.set(key, left)
  }

  return {
    /**
     * Takes one more, until its connection or its answer ends.
     * @param key whose requests count together
     * @throws RequestError `UNAVAILABLE` where that is too many
     */
    take(key: string, response: ServerResponse): void {
      const own = ofAddress.get(key) ?? 0
      const isFull = all >= ingressLimits.underWay || own >= ingressLimits.underWayPerAddress
      // One who has gone by now would never be counted out.
      if (isFull || response.destroyed) {
        throw new RequestError('UNAVAILABLE', 'Too many requests at once. Try again soon.')
      }
      all += 1
      ofAddress.set(key, own + 1)
      response.once('close', () => end(key))
    },
  }
}
