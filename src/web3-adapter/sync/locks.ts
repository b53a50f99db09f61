/** Lets one at a time work on what has a name. */
export interface Locks {
  hold<T>(name: string, work: () => Promise<T>): Promise<T>
}

export function createLocks(): Locks {
  const last = new Map<string, Promise<unknown>>()
  return {
    async hold(name, work) {
      const before = last.get(name)
      const done = (async () => {
        await before?.catch(() => {})
        return work()
      })()
      last.set(name, done)
      try {
        return await done
      } finally {
        if (last.get(name) === done) last.delete(name)
      }
    },
  }
}
