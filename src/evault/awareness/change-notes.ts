import { EventEmitter, on } from 'node:events'

/** Tells the owner's window whose deliveries have changed, now and then. */
export interface ChangeNotes extends Disposable {
  note(ename: string, platform: string): void
  /** Platforms with changes from now on, until the consumer stops or this is disposed. */
  subscribe(ename: string): AsyncGenerator<string[]>
  /** Vaults that somebody is told of. */
  watched(): readonly string[]
}

const everyMs = 250

export function createChangeNotes(): ChangeNotes {
  const emitter = new EventEmitter<{ changed: [string, string[]]; close: [] }>()
  emitter.setMaxListeners(0)
  const consumers = new Set<{ readonly ename: string }>()
  const gathered = new Map<string, Set<string>>()
  let timer: NodeJS.Timeout | undefined

  function tell(): void {
    timer = undefined
    const all = [...gathered]
    gathered.clear()
    for (const [ename, platforms] of all) emitter.emit('changed', ename, [...platforms])
  }
  return {
    note(ename, platform) {
      if (emitter.listenerCount('changed') === 0) return
      gathered.set(ename, (gathered.get(ename) ?? new Set()).add(platform))
      timer ??= setTimeout(tell, everyMs).unref()
    },
    subscribe(ename) {
      // Listens at once, not when the consumer first asks.
      const changes = on(emitter, 'changed', { close: ['close'] })
      return (async function* () {
        const consumer = { ename }
        consumers.add(consumer)
        try {
          for await (const [name, platforms] of changes as AsyncIterable<[string, string[]]>) {
            if (name === ename) yield platforms
          }
        } finally {
          consumers.delete(consumer)
        }
      })()
    },
    watched: () => [...new Set([...consumers].map(({ ename }) => ename))],
    [Symbol.dispose]() {
      clearTimeout(timer)
      emitter.emit('close')
    },
  }
}
