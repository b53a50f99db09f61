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
const mostAtOnce = 8

export function startPump(means: Means): Pump {
  const { database, push, puller, signal, log, now } = means
  let wake = () => {}

  const outbox: Queue<OutboxEntry> = {
    due: () => dueInOutbox(now(), mostAtOnce),
    work: push,
    delay: delayRow,
    nameOf: ({ table, localId }) => ({ table, row: localId }),
  }
  const inbox: Queue<InboxEntry> = {
    due: () => dueInInbox(now(), mostAtOnce),
    work: puller.pull,
    delay: delayRecord,
    drop: recordIsRead,
    nameOf: ({ table, globalId, ename }) => ({ table, record: globalId, ename }),
  }

  /** @returns whether there was anything to do */
  async function work<T extends { readonly attempts: number }>(queue: Queue<T>): Promise<boolean> {
    const entries = await database.transact(queue.due)
    await Promise.all(entries.map((entry) => attempt(queue, entry)))
    return entries.length > 0
  }

  async function attempt<T extends { readonly attempts: number }>(queue: Queue<T>, entry: T) {
    try {
      await queue.work(entry)
    } catch (error) {
      if (signal.aborted) return
      const problem = messageOf(error)
      if (queue.drop !== undefined && isHopeless(error)) {
        log.warn({ ...queue.nameOf(entry), problem }, 'a record was left out')
        await database.transact(() => queue.drop?.(entry) ?? nothing())
        return
      }
      log.debug({ ...queue.nameOf(entry), problem }, 'a change waits')
      await database.transact(() => queue.delay(entry, delayOf(error, entry.attempts, now())))
    }
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      let worked = false
      try {
        worked = [await work(outbox), await work(inbox)].includes(true)
      } catch (error) {
        log.warn({ problem: messageOf(error) }, 'the database can’t be asked')
      }
      if (!worked) await Promise.race([woken, pause(signal)])
    }
  }

  const ended = loop()
  return {
    wake: () => wake(),
    [Symbol.asyncDispose]: () => ended,
  }
}

interface Queue<T> {
  due(): Work<readonly T[]>
  work(entry: T): Promise<void>
  delay(entry: T, delay: Delay): Work<void>
  /** Where there is no use in keeping an entry; rows of the platform are always kept. */
  drop?(entry: T): Work<void>
  nameOf(entry: T): object
}

function* nothing(): Work<void> {}

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

function delayOf(error: unknown, attempts: number, now: number): Delay {
  const problem = messageOf(error)
  if (error instanceof MissingError) {
    const due = now + (attempts === 0 ? firstDelayMs : missingDelayMs)
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
