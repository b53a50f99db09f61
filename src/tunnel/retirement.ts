import type { TunnelConnection } from './tunnel.ts'

/** Connections that others have taken the place of: they stay open for a while. */
export interface Retirement extends AsyncDisposable {
  /** Closes it after the time of grace. */
  add(provider: number, connection: TunnelConnection): void
  /** Closes what there is of a provider now, so that it may connect anew. */
  end(provider: number): Promise<void>
}

/** @param graceMs how long each stays open */
export function createRetirement(graceMs: number): Retirement {
  const ends = new Map<number, () => Promise<void>>()
  return {
    add(provider, connection) {
      let closing: Promise<void> | null = null
      const end = () => {
        clearTimeout(timer)
        ends.delete(provider)
        closing ??= Promise.resolve(connection[Symbol.asyncDispose]())
        return closing
      }
      const timer = setTimeout(end, graceMs)
      ends.set(provider, end)
      void connection.lost.then(end)
    },
    end: async (provider) => ends.get(provider)?.(),
    async [Symbol.asyncDispose]() {
      await Promise.all([...ends.values()].map((end) => end()))
    },
  }
}
