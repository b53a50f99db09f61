import { VaultError } from '../client/vault-error.ts'
import { MappingError } from '../mapping/errors.ts'
import type { AdapterDatabase, Work } from '../store/database.ts'
import { waitingFor } from '../store/links.ts'
import {
  type Delay,
  delayRecord,
  delayRow,
  dueInInbox,
  dueInOutbox,
  type InboxEntry,
  type OutboxEntry,
  recordIsRead,
} from '../store/queues.ts'
import { MissingError, RefusedError } from './problems.ts'
import type { Puller } from './pull.ts'
import type { Push } from './push.ts'

/** What the pump tells of: names and ids, never what records hold. */
export interface AdapterLog {
  debug(details: object, message: string): void
  warn(details: object, message: string): void
}

/** Works through outbox and inbox for as long as the adapter is open. */
export interface Pump extends AsyncDisposable {
  /** Something was put into a queue: look now. */
  wake(): void
}

interface Means {
  readonly database: AdapterDatabase
  readonly push: Push
  readonly puller: Puller
  readonly log: AdapterLog
  readonly signal: AbortSignal
  readonly now: () => number
}

/** Triggers tell nobody but the database. */
const pollMs = 200
/** Of each queue: one vault that is slow to answer must not hold all others up. */
const mostAway = 32

export function startPump(means: Means): Pump {
  const { database, push, puller, signal, log, now } = means
  let wake = () => {}

  const outbox: Queue<OutboxEntry> = {
    away: new Map(),
    due: (most) => dueInOutbox(now(), most),
    work: push,
    delay: delayRow,
    nameOf: ({ table, localId }) => ({ table, row: localId }),
  }
  const inbox: Queue<InboxEntry> = {
    away: new Map(),
    due: (most) => dueInInbox(now(), most),
    work: puller.pull,
    delay: delayRecord,
    drop: recordIsRead,
    nameOf: ({ table, globalId, ename }) => ({ table, record: globalId, ename }),
  }

  /** Begins with what is due, as far as there is room. @returns how many entries that were */
  async function begin<T extends Attempted>(queue: Queue<T>): Promise<number> {
    const { away } = queue
    const free = mostAway - away.size
    if (free === 0) return 0
    const due = await database.transact(() => queue.due(mostAway + free))
    const keyOf = (entry: T) => JSON.stringify(queue.nameOf(entry))
    const fresh = due.filter((entry) => !away.has(keyOf(entry))).slice(0, free)
    for (const entry of fresh) {
      const key = keyOf(entry)
      const done = attempt(queue, entry).finally(() => {
        away.delete(key)
        wake()
      })
      away.set(key, done)
    }
    return fresh.length
  }

  /** Never rejects. */
  async function attempt<T extends Attempted>(queue: Queue<T>, entry: T): Promise<void> {
    try {
      await queue.work(entry)
    } catch (error) {
      if (!signal.aborted) await putOff(queue, entry, error).catch(noteTrouble)
    }
  }

  async function putOff<T extends Attempted>(queue: Queue<T>, entry: T, error: unknown) {
    const { drop } = queue
    const problem = messageOf(error)
    if (drop !== undefined && isHopeless(error)) {
      log.warn({ ...queue.nameOf(entry), problem }, 'a record was left out')
      return database.transact(() => drop(entry))
    }
    log.debug({ ...queue.nameOf(entry), problem }, 'a change waits')
    return database.transact(() => queue.delay(entry, delayOf(error, entry.attempts, now())))
  }

  function noteTrouble(error: unknown): void {
    log.warn({ problem: messageOf(error) }, 'the database can’t be asked')
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      let begun = 0
      try {
        begun = (await begin(outbox)) + (await begin(inbox))
      } catch (error) {
        noteTrouble(error)
      }
      if (begun === 0) await Promise.race([woken, pause(signal)])
    }
    await Promise.all([...outbox.away.values(), ...inbox.away.values()])
  }

  const ended = loop()
  return {
    wake: () => wake(),
    [Symbol.asyncDispose]: () => ended,
  }
}

interface Attempted {
  readonly attempts: number
}

interface Queue<T> {
  /** Entries that are being worked on, by their names. */
  readonly away: Map<string, Promise<void>>
  due(most: number): Work<readonly T[]>
  work(entry: T): Promise<void>
  delay(entry: T, delay: Delay): Work<void>
  /** Where there is no use in keeping an entry; rows of the platform are always kept. */
  drop?(entry: T): Work<void>
  nameOf(entry: T): object
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, pollMs)
    signal.addEventListener('abort', end)
  })
}

const refusals = new Set(['FORBIDDEN', 'CONSENT_REQUIRED', 'UNKNOWN_ENAME'])

/** Who asks again is told the same: the vault will tell of the record when that changes. */
function isHopeless(error: unknown): boolean {
  if (error instanceof RefusedError) return true
  return error instanceof VaultError && (error.isFinal || refusals.has(error.code))
}

const firstDelayMs = 500
const longestDelayMs = 10 * 60_000
const missingDelayMs = 60 * 60_000
const longestMissingDelayMs = 7 * 24 * missingDelayMs

function delayOf(error: unknown, attempts: number, now: number): Delay {
  const problem = messageOf(error)
  if (error instanceof MissingError) {
    // Whoever comes is told of at once; asking again is for what nobody has told.
    const later = Math.min(missingDelayMs * 2 ** (attempts - 1), longestMissingDelayMs)
    const due = now + (attempts === 0 ? firstDelayMs : later)
    return { due, problem, waitsFor: waitingFor(error.reference) }
  }
  if (error instanceof MappingError || (error instanceof VaultError && error.isFinal)) {
    return { due: now + longestDelayMs, problem, waitsFor: null }
  }
  const growing = Math.min(firstDelayMs * 2 ** attempts, longestDelayMs)
  const asked = error instanceof VaultError ? (error.retryAfterMs ?? 0) : 0
  return { due: now + Math.max(growing, asked), problem, waitsFor: null }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
