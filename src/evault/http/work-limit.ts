import type { ServerResponse } from 'node:http'
import { RequestError } from '../errors.ts'
import { ingressLimits } from './ingress-limits.ts'
import { whenEnded } from './when-ended.ts'

interface Waiting {
  readonly key: string
  readonly begin: () => void
}

/**
 * Counts the requests that are being worked on, event streams included, which are for as long as
 * they are open. Those above the limits wait for a moment, so that who asks many things at once is
 * answered all the same.
 */
export function createWorkLimit() {
  const underWay = createCounts()
  const waiting = createCounts()
  /** In the order in which they came. */
  const line = new Set<Waiting>()

  function mayBegin(key: string): boolean {
    const { underWay: most, underWayPerAddress } = ingressLimits
    return underWay.all() < most && underWay.of(key) < underWayPerAddress
  }

  function begin(key: string, response: ServerResponse): void {
    underWay.add(key, 1)
    whenEnded(response, () => {
      underWay.add(key, -1)
      for (const next of line) if (mayBegin(next.key)) next.begin()
    })
  }

  function wait(key: string, response: ServerResponse): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        if (line.delete(next)) waiting.add(key, -1)
      }
      const giveUp = () => {
        leave()
        reject(tooMany())
      }
      const next: Waiting = {
        key,
        begin() {
          leave()
          begin(key, response)
          resolve()
        },
      }
      const timer = setTimeout(giveUp, ingressLimits.longestWaitMs)
      line.add(next)
      waiting.add(key, 1)
      whenEnded(response, giveUp)
    })
  }

  return {
    /**
     * Takes one more, until its connection or its answer ends.
     * @param key whose requests count together
     * @throws RequestError `UNAVAILABLE` where that is too many
     */
    async take(key: string, response: ServerResponse): Promise<void> {
      // One who has gone by now would never be counted out.
      if (response.req.socket.destroyed) throw tooMany()
      if (mayBegin(key)) return begin(key, response)
      const { waiting: most, waitingPerAddress } = ingressLimits
      if (waiting.all() >= most || waiting.of(key) >= waitingPerAddress) throw tooMany()
      await wait(key, response)
    },
  }
}

function tooMany(): RequestError {
  return new RequestError('UNAVAILABLE', 'Too many requests at once. Try again soon.')
}

function createCounts() {
  const ofKey = new Map<string, number>()
  let all = 0
  return {
    all: () => all,
    of: (key: string) => ofKey.get(key) ?? 0,
    add(key: string, change: 1 | -1): void {
      all += change
      const count = (ofKey.get(key) ?? 0) + change
      if (count === 0) ofKey.delete(key)
      else ofKey.set(key, count)
    },
  }
}
