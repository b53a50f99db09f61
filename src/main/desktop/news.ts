import { type WaitingItem, type WaitingKind, waitingKinds } from './waiting.ts'

/** Tells what is new from what the owner knows already. */
export interface News {
  /**
   * What nobody has told the owner yet, by kind. After something of a kind was told, more of it is
   * collected for a minute: strangers can ask as often as they like.
   * @param now milliseconds since the epoch
   */
  take(items: readonly WaitingItem[], now: number): Map<WaitingKind, WaitingItem[]>
  /** The owner sees them anyway. */
  pass(items: readonly WaitingItem[]): void
}

const PAUSE_MS = 60_000

/** @param startedAt what waits since before is no news; milliseconds since the epoch */
export function createNews(startedAt: number): News {
  const known = new Set<string>()
  const toldAt = new Map<WaitingKind, number>()

  function pass(items: readonly WaitingItem[]): void {
    for (const { id } of items) known.add(id)
  }

  return {
    pass,
    take(items, now) {
      const fresh = new Map<WaitingKind, WaitingItem[]>()
      for (const kind of waitingKinds) {
        if (now - (toldAt.get(kind) ?? Number.NEGATIVE_INFINITY) < PAUSE_MS) continue
        const isFresh = (item: WaitingItem) =>
          item.kind === kind && item.since >= startedAt && !known.has(item.id)
        const found = items.filter(isFresh)
        if (found.length === 0) continue
        pass(found)
        toldAt.set(kind, now)
        fresh.set(kind, found)
      }
      return fresh
    },
  }
}
