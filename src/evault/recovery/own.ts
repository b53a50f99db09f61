import { RegistryError } from '../../registry/errors.ts'
import type { RecoveryRequest } from '../../w3id/identity-log/entry.ts'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import { RequestError } from '../errors.ts'
import type { OwnerKeys } from '../keys/owner-keys.ts'
import { type Log, logFailedWork } from '../log.ts'
import { askFriend } from './ask-friend.ts'
import { keyFingerprint } from './fingerprint.ts'
import type { PendingRecovery } from './messages.ts'
import type { OtherVaults } from './other-vaults.ts'
import { createOwnRecoveryStore, type FriendsAnswer, type StoredRecovery } from './own-store.ts'
import { createRetries } from './retries.ts'
import type { Verifier } from './vouched.ts'

/** How far the recovery is that was asked for last. */
export interface RecoveryProgress {
  /**
   * `collecting` approvals, `waiting` for its time; `void`: the identity log went on without it.
   */
  readonly state: 'collecting' | 'waiting' | 'vetoed' | 'cancelled' | 'void' | 'done'
  readonly requestedAt: string
  /** It happens no sooner; ISO 8601. */
  readonly until: string
  readonly threshold: number
  /** Of the new keys, for the friends to compare. */
  readonly fingerprints: readonly string[]
  readonly friends: readonly FriendsProgress[]
}

interface FriendsProgress {
  readonly ename: string
  /** `approved` also while the friend's vault still holds the approval back. */
  readonly answer: FriendsAnswer['answer']
  /** Whether the friend's vault has the request. */
  readonly reached: boolean
  /** Why the last attempt to ask failed, in words; null when it did not. */
  readonly problem: string | null
}

/** The recovery of the owner of this vault, whose keys were lost. */
export interface OwnRecovery extends Disposable {
  /** One that has been asked for and can still be stopped. */
  readonly pending: PendingRecovery | null
  /** Goes on with what was asked for before the last start. */
  resume(): void
  /** null while none was ever asked for. */
  progress(grant: Grant<'oversee'>): Promise<RecoveryProgress | null>
  /**
   * Makes new keys and asks everybody on the trust list.
   * @throws RequestError `FORBIDDEN` while the keys are here, `UNAVAILABLE` without a trust list,
   * `ALREADY_EXISTS`, and what the keychain throws
   */
  start(grant: Grant<'administer'>): Promise<void>
  /**
   * Ends it for good, as long as it has not happened.
   * @throws RequestError `NOT_FOUND` when none is pending
   */
  stop(grant: Grant<'administer'>, how: 'vetoed' | 'cancelled'): Promise<void>
}

interface Means {
  readonly db: Database
  readonly ename: string
  readonly keys: OwnerKeys
  readonly registry: Verifier
  readonly vaults: OtherVaults
  /** Called when the new keys are the owner's. */
  readonly recovered: () => Promise<void>
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log: Log
}

/** eNames, under which friends are asked, begin with `@`. */
const recovering = 'recover'
const recoverAgainMs = 5 * 60_000

export async function openOwnRecovery(means: Means): Promise<OwnRecovery> {
  const { db, ename, keys, now, log } = means
  const store = createOwnRecoveryStore(db, ename)
  const retries = createRetries((error) => logFailedWork(log, error))
  const problems = new Map<string, string>()
  let recovery = await store.read()
  let starting = false
  let ending: Promise<void> | null = null
  /** While the entry is written: from then on it can't be stopped. */
  let writing: Promise<void> | null = null

  const headId = () => keys.entries.at(-1)?.versionId
  const isPending = () => recovery?.state === 'open' && recovery.request.previous === headId()
  const waitMs = () => (keys.trust?.waitSeconds ?? 0) * 1000
  const untilOf = ({ requestedAt }: RecoveryRequest) => Date.parse(requestedAt) + waitMs()
  const approvals = () => recovery?.answers.flatMap(({ approval }) => approval ?? []) ?? []
  const hasEnough = () => approvals().length >= (keys.trust?.threshold ?? Number.POSITIVE_INFINITY)

  /** A crash may come between the entry and the note that it was written. */
  if (recovery?.state === 'open' && hasHappened(keys, recovery.request)) await end('done')
  if (isPending()) warn()

  function warn(): void {
    const until = new Date(untilOf((recovery as StoredRecovery).request)).toISOString()
    log.warn({ ename, until }, 'RECOVERY_PENDING: somebody asks to take over this vault')
  }

  async function end(state: 'vetoed' | 'cancelled' | 'done'): Promise<void> {
    if (recovery === null) return
    retries.stopAll()
    await store.end(state)
    recovery = { ...recovery, state }
    log.warn({ ename, state }, 'the recovery has ended')
  }

  async function keep(asked: StoredRecovery, answer: FriendsAnswer): Promise<void> {
    // Another recovery, or an end, may have come while the friend was asked.
    if (recovery === null || recovery.request !== asked.request || !isPending()) return
    await store.keep(answer)
    if (recovery.request !== asked.request) return
    const others = recovery.answers.filter(({ friend }) => friend !== answer.friend)
    recovery = { ...recovery, answers: [...others, answer].sort(byFriend) }
    if (answer.approval !== null) {
      log.info({ ename, friend: answer.friend }, 'recovery approved')
      followUp()
    }
  }

  /** Asks one of the trusted again and again, until they have answered. */
  function follow(friend: string): void {
    retries.start(friend, 0, async (signal) => {
      const asked = recovery
      const before = asked?.answers.find((one) => one.friend === friend)
      if (asked === null || before === undefined || !isPending()) return 'finished'
      try {
        const answer = await askFriend(means, asked.request, before)
        if (signal.aborted) return 'finished'
        problems.delete(friend)
        await keep(asked, answer)
        return isFinal(answer) ? 'finished' : 'again'
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error
        problems.set(friend, error.message)
        return 'again'
      }
    })
  }

  function followUp(): void {
    if (!hasEnough() || !isPending() || retries.has(recovering)) return
    const { request } = recovery as StoredRecovery
    retries.start(recovering, untilOf(request) - now(), async () => {
      if (!isPending() || !keys.keyless) return 'finished'
      // The clock may have been set back meanwhile.
      if (untilOf(request) > now()) return { afterMs: untilOf(request) - now() }
      try {
        await recover(request)
        return 'finished'
      } catch (error) {
        if (error instanceof RequestError) log.warn({ ename, cause: error.message }, 'no recovery')
        else logFailedWork(log, error)
        // The owner may have said no, and is not asked again at once.
        return { afterMs: recoverAgainMs }
      }
    })
  }

  async function recover(request: RecoveryRequest): Promise<void> {
    let written = () => {}
    const beforeAppend = () => {
      if (!isPending() || recovery?.request !== request || ending !== null || retries.isClosed) {
        throw new RequestError('FORBIDDEN', 'The recovery was stopped.')
      }
      writing = new Promise((resolve) => {
        written = resolve
      })
    }
    try {
      await keys.recover({ request, approvals: approvals(), beforeAppend })
    } finally {
      writing = null
      written()
    }
    await Promise.all([end('done'), means.recovered()])
  }

  function resume(): void {
    if (!isPending() || !keys.keyless) return
    for (const answer of (recovery as StoredRecovery).answers) {
      if (!isFinal(answer)) follow(answer.friend)
    }
    followUp()
  }

  async function start(): Promise<void> {
    if (!keys.keyless) {
      throw new RequestError('FORBIDDEN', 'Your keys are here: renew them instead.')
    }
    const { trust } = keys
    if (trust === null) {
      throw new RequestError(
        'UNAVAILABLE',
        'Nobody was trusted with a recovery while you had your keys. Restore your recovery kit.',
      )
    }
    if (isPending()) throw new RequestError('ALREADY_EXISTS', 'A recovery is under way already.')
    const made = await keys.makeRecoveryKeys()
    const head = keys.entries.at(-1)
    // With a clock that was set back the request still follows the log.
    const at = Math.max(now(), Date.parse(head?.versionTime ?? ''))
    const request: RecoveryRequest = {
      ...{ id: ename, previous: head?.versionId as string },
      requestedAt: new Date(at).toISOString(),
      ...made,
    }
    problems.clear()
    recovery = await store.begin(request, trust.trusted)
    warn()
    resume()
  }

  return {
    get pending() {
      if (recovery === null || !isPending()) return null
      const { requestedAt, updateKeys, nextKeyHashes } = recovery.request
      const until = new Date(untilOf(recovery.request)).toISOString()
      const keysAskedFor = { updateKeys: [...updateKeys], nextKeyHashes: [...nextKeyHashes] }
      return { requestedAt, until, ...keysAskedFor }
    },
    resume,

    async progress() {
      if (recovery === null) return null
      const { request, state, answers } = recovery
      const open = hasEnough() ? 'waiting' : 'collecting'
      return {
        state: state !== 'open' ? state : isPending() ? open : 'void',
        requestedAt: request.requestedAt,
        until: new Date(untilOf(request)).toISOString(),
        threshold: keys.trust?.threshold ?? 0,
        fingerprints: await Promise.all(request.updateKeys.map(keyFingerprint)),
        friends: answers.map(({ friend, answer, requestId }) => ({
          ...{ ename: friend, answer, reached: requestId !== null },
          problem: problems.get(friend) ?? null,
        })),
      }
    },

    async start() {
      if (starting) throw new RequestError('ALREADY_EXISTS', 'A recovery is under way already.')
      starting = true
      try {
        await start()
      } finally {
        starting = false
      }
    },

    async stop(_grant, how) {
      await writing
      if (!isPending()) throw new RequestError('NOT_FOUND', 'No recovery is pending.')
      ending ??= end(how).finally(() => {
        ending = null
      })
      await ending
    },

    [Symbol.dispose]: () => retries[Symbol.dispose](),
  }
}

function isFinal({ answer, approval }: FriendsAnswer): boolean {
  return answer === 'declined' || approval !== null
}

function hasHappened({ entries }: OwnerKeys, { previous, updateKeys }: RecoveryRequest): boolean {
  const entry = entries.find((one) => one.previous === previous)
  const made = new Set(updateKeys)
  return entry?.operation === 'recover' && entry.updateKeys.every((key) => made.has(key))
}

function byFriend(a: FriendsAnswer, b: FriendsAnswer): number {
  return a.friend < b.friend ? -1 : 1
}
