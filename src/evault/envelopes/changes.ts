import { EventEmitter, on } from 'node:events'
import type { StoredMetaEnvelope } from './types.ts'

/** A committed change of a record. */
export interface RecordChange {
  readonly kind: 'CREATED' | 'UPDATED' | 'DELETED' | 'RESTORED'
  readonly ename: string
  readonly id: string
  readonly ontology: string
  /** The record after the change; null when it was deleted. */
  readonly record: StoredMetaEnvelope | null
}

/** Tells whoever listens of changes, after they are committed. */
export interface ChangeFeed extends Disposable {
  publish(change: RecordChange): void
  /** Another number after each change of the vault. */
  revision(ename: string): number
  /** A vault's changes from now on, until the consumer stops or the feed is disposed. */
  subscribe(ename: string): AsyncGenerator<RecordChange>
  /** Calls at each change of any vault from now on; disposed, no more. */
  listen(listener: (change: RecordChange) => void): Disposable
}

export function createChangeFeed(): ChangeFeed {
  const emitter = new EventEmitter<{ change: [RecordChange]; close: [] }>()
  emitter.setMaxListeners(0)
  const revisions = new Map<string, number>()
  return {
    publish(change) {
      revisions.set(change.ename, (revisions.get(change.ename) ?? 0) + 1)
      emitter.emit('change', change)
    },
    revision: (ename) => revisions.get(ename) ?? 0,
    [Symbol.dispose]: () => void emitter.emit('close'),
    subscribe(ename) {
      // Listens at once, not when the consumer first asks: nothing in between is missed.
      const changes = on(emitter, 'change', { close: ['close'] })
      return (async function* () {
        for await (const [change] of changes as AsyncIterable<[RecordChange]>) {
          if (change.ename === ename) yield change
        }
      })()
    },
    listen(listener) {
      emitter.on('change', listener)
      return { [Symbol.dispose]: () => void emitter.off('change', listener) }
    },
  }
}
