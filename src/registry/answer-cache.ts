import type { RegistryError } from './errors.ts'

const MOST_KEPT = 1000
const LONGEST_STALE_MS = 24 * 3_600_000
/** How long nobody is asked again after nobody answered, while there is an old answer to give. */
const PAUSE_MS = 5000

/** What was answered, and for how many milliseconds it is good. */
export interface Answer<T> {
  readonly value: T
  readonly keepMs: number
  /** Whether it is still worth something when nobody can be asked any more. */
  readonly mayGoStale: boolean
}

/** An answer somebody gave at `since`, in milliseconds since the epoch. */
export interface KeptAnswer<T> {
  readonly value: T
  readonly since: number
  /** Whether it is past its time, and nobody could be asked about it. */
  readonly stale: boolean
}

/** Remembers answers by what was asked. */
export interface AnswerCache<T> {
  /**
   * The answer that is kept, or a new one. `ask` returns the error when nobody is there to
   * answer: then an answer up to a day old is given, or the error is thrown. What `ask` throws is
   * thrown. With `fresh` somebody is asked although an answer is kept.
   */
  get(question: string, ask: Ask<T>, options?: { readonly fresh?: boolean }): Promise<KeptAnswer<T>>
  /** Drops the answer, and the one that is being waited for. */
  forget(question: string): void
}

type Ask<T> = () => Promise<Answer<T> | RegistryError>

interface Slot<T> {
  kept?: Answer<T> & { readonly since: number }
  pending?: Promise<KeptAnswer<T>>
  /** When nobody answered, in milliseconds since the epoch. */
  silentSince?: number
}

/**
 * Makes a cache of 1000 answers; the one nobody asked for longest goes first. The same question
 * asked several times at once is asked once. `now` tells milliseconds since the epoch; a clock
 * that was set back makes no answer last longer.
 */
export function createAnswerCache<T>(now: () => number): AnswerCache<T> {
  const slots = new Map<string, Slot<T>>()

  function slotOf(question: string): Slot<T> {
    const slot = slots.get(question) ?? {}
    slots.delete(question)
    slots.set(question, slot)
    const [oldest] = slots.keys()
    if (slots.size > MOST_KEPT && oldest !== undefined) slots.delete(oldest)
    return slot
  }

  async function renew(slot: Slot<T>, ask: Ask<T>): Promise<KeptAnswer<T>> {
    try {
      const answer = await ask()
      if (answer instanceof Error) {
        slot.silentSince = now()
        return old(slot, answer)
      }
      delete slot.silentSince
      slot.kept = { ...answer, since: now() }
      return { value: answer.value, since: slot.kept.since, stale: false }
    } finally {
      delete slot.pending
    }
  }

  function old({ kept }: Slot<T>, error: RegistryError): KeptAnswer<T> {
    if (!kept?.mayGoStale || !isWithin(now(), kept.since, LONGEST_STALE_MS)) throw error
    return { value: kept.value, since: kept.since, stale: true }
  }

  return {
    async get(question, ask, { fresh = false } = {}) {
      const slot = slotOf(question)
      const { kept, silentSince } = slot
      if (kept && !fresh) {
        const { value, since } = kept
        if (isWithin(now(), since, kept.keepMs)) return { value, since, stale: false }
        const isPause = silentSince !== undefined && isWithin(now(), silentSince, PAUSE_MS)
        const isUsable = kept.mayGoStale && isWithin(now(), since, LONGEST_STALE_MS)
        if (isPause && isUsable) return { value, since, stale: true }
      }
      slot.pending ??= renew(slot, ask)
      return slot.pending
    },
    forget: (question) => void slots.delete(question),
  }
}

function isWithin(at: number, since: number, lengthMs: number): boolean {
  return at >= since && at - since < lengthMs
}
