import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * What became of a request: it was answered; its caller may not, or asks for what is not there; it
 * came too often or when too much was under way; or there was no answer, by whoever's fault.
 */
export type InboundVerdict = 'served' | 'refused' | 'limited' | 'failed'

/** Who sent a request, as far as somebody looked. */
export type InboundCallerKind = 'owner' | 'platform' | 'person' | 'anonymous' | 'refusedToken'

/** A request that came in from outside: names and outcomes, nothing it held. */
export interface InboundRequest {
  /** Grows by one with each. */
  readonly id: number
  /** When it began, in milliseconds since the epoch. */
  readonly at: number
  readonly address: string
  /** Null where its first line was never read. */
  readonly method: string | null
  /** The pattern of its route; null where it has none. */
  readonly route: string | null
  /** Names of the GraphQL fields it asked for. */
  readonly operation: string | null
  /** As the logs have it (`describeCaller`); null where nobody looked, or it is not known. */
  readonly caller: string | null
  readonly callerKind: InboundCallerKind | null
  readonly verdict: InboundVerdict
  /** Null where there was no answer. */
  readonly status: number | null
  readonly durationMs: number
  /** With its headers. */
  readonly bytesIn: number
}

/** What came in since the last news. */
export interface InboundNews {
  /** The newest, newest first. */
  readonly requests: readonly InboundRequest[]
  /** How many more came in. */
  readonly leftOut: number
}

/** The last requests from outside. In memory only: what is kept for good is in the access log. */
export interface InboundLog extends Disposable {
  add(request: Omit<InboundRequest, 'id'>): void
  /** Newest first. */
  newest(most: number): readonly InboundRequest[]
  /** What comes in from now on, gathered, until the consumer stops or the log is disposed. */
  subscribe(): AsyncGenerator<InboundNews>
}

/** As many as somebody would look through. */
export const mostKept = 500
/** More than that in a quarter of a second nobody reads. */
const mostPushed = 50
/** A flood of requests must not become a flood of news. */
const pushEveryMs = 250

export function createInboundLog(): InboundLog {
  const kept: InboundRequest[] = []
  const emitter = new EventEmitter<{ news: [] }>()
  emitter.setMaxListeners(0)
  let last = 0
  let isClosed = false

  const newest = (most: number) => kept.slice(Math.max(0, kept.length - most)).reverse()

  async function* news(from: number): AsyncGenerator<InboundNews> {
    let seen = from
    while (!isClosed) {
      if (seen === last) await once(emitter, 'news')
      const came = last - seen
      if (came === 0) continue
      const requests = newest(Math.min(came, mostPushed))
      seen = last
      yield { requests, leftOut: came - requests.length }
      await delay(pushEveryMs, undefined, { ref: false })
    }
  }

  return {
    add(request) {
      last += 1
      kept.push({ id: last, ...request })
      if (kept.length > mostKept) kept.shift()
      emitter.emit('news')
    },
    newest,
    // From now on, not from when the consumer first asks: nothing in between is missed.
    subscribe: () => news(last),
    [Symbol.dispose]() {
      isClosed = true
      emitter.emit('news')
    },
  }
}
