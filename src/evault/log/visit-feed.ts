import { EventEmitter, on } from 'node:events'

/**
 * What is new: somebody came, a platform asked or was decided about, or how the world reaches the
 * vault has changed.
 */
export type VisitNews = 'visit' | 'consent' | 'reach'

/** Tells whoever listens that who came, or what they may do, is not what it was. */
export interface VisitFeed extends Disposable {
  publish(ename: string, news: VisitNews): void
  /** A vault's news from now on, until the consumer stops or the feed is disposed. */
  subscribe(ename: string): AsyncGenerator<VisitNews>
}

export function createVisitFeed(): VisitFeed {
  const emitter = new EventEmitter<{ news: [string, VisitNews]; close: [] }>()
  emitter.setMaxListeners(0)
  return {
    publish: (ename, news) => void emitter.emit('news', ename, news),
    [Symbol.dispose]: () => void emitter.emit('close'),
    subscribe(ename) {
      // Listens at once, not when the consumer first asks: nothing in between is missed.
      const all = on(emitter, 'news', { close: ['close'] })
      return (async function* () {
        for await (const [vault, news] of all as AsyncIterable<[string, VisitNews]>) {
          if (vault === ename) yield news
        }
      })()
    },
  }
}
