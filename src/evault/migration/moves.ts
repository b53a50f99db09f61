import type { RegistryClient } from '../../registry/client.ts'
import { normaliseEName } from '../../w3id/ename.ts'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import type { Transact } from '../db/store.ts'
import { RequestError } from '../errors.ts'
import type { BlobStore } from '../files/blob-store.ts'
import type { VaultServices } from '../graphql/context.ts'
import type { Tenants } from '../keys/tenants.ts'
import type { Log } from '../log.ts'
import { createBackground } from './background.ts'
import { beginAgain, type Cancelled, leaveArrival, refuseSwitched, takeBack } from './cancel.ts'
import { refuseKeysElsewhere } from './key-change.ts'
import { createLedger, isOver, type Move } from './ledger.ts'
import { openRun } from './open-run.ts'
import { createRemoteHttp } from './remote-http.ts'
import type { Standings } from './standings.ts'
import { isSwitched } from './switch.ts'
import { type MoveView, stepsOf, viewOf } from './view.ts'

/** How a move is begun. */
export interface MoveRequest {
  readonly direction: Move['direction']
  /** In: the vault that is to come here, where it is not the one that asks. */
  readonly ename: string | null
  /** Base URL of the other vault. */
  readonly url: string
  readonly access: Move['access']
  /** For the access `token`. */
  readonly token: string | null
}

/** Moves of the vaults of this server. One at a time for each. */
export interface Moves extends AsyncDisposable {
  /** The move that was begun last; null where there was none. */
  view(grant: Grant<'oversee'>): Promise<MoveView | null>
  /**
   * Begins a move; it goes on by itself, up to the point where `switchOver` is asked for.
   * @throws RequestError `INVALID_INPUT`, `ALREADY_EXISTS`
   */
  start(grant: Grant<'administer'>, request: MoveRequest): Promise<MoveView>
  /**
   * Goes on with a move that stands still.
   * @param token for the access `token`, which is never kept
   * @throws RequestError `NOT_FOUND`
   */
  resume(grant: Grant<'administer'>, token: string | null): Promise<MoveView>
  /** Takes the last changes along and switches. @throws RequestError `NOT_FOUND` */
  switchOver(grant: Grant<'administer'>): Promise<MoveView>
  /**
   * Ends a move that was not switched: the vault is as it was.
   * @param remove takes away again what was brought to the other side
   * @throws RequestError `NOT_FOUND`, `UNAVAILABLE` where the other side can't be reached for that
   */
  cancel(grant: Grant<'administer'>, remove: boolean): Promise<Cancelled>
  /** Goes back to where the vault was before the switch. @throws RequestError */
  goBack(grant: Grant<'administer'>, token: string | null): Promise<MoveView>
  /**
   * Ends the time in which one can go back. Nothing is deleted.
   * @param confirmation the eName, typed by the owner
   * @throws RequestError `INVALID_INPUT`, `NOT_FOUND`
   */
  letGo(grant: Grant<'administer'>, confirmation: string): Promise<MoveView>
  /**
   * Refuses a change of the owner's keys while another vault would not know of it: it would go on
   * taking the key that is to end, and refuse the new one.
   * @throws RequestError `VAULT_MOVED` for a vault that is elsewhere, `UNAVAILABLE` during a move
   */
  refuseKeyChange(grant: Grant<'administer'>): Promise<void>
  /** Goes on with what was under way when the process ended. */
  resumeAll(): Promise<void>
  /** Has a listener told of each change of a move. */
  whenChanged(listener: (ename: string) => void): void
}

interface Means {
  readonly db: Database
  readonly ids: IdClock
  readonly blobs: BlobStore
  readonly transact: Transact
  readonly tenants: Tenants
  readonly standings: Standings
  readonly registry: RegistryClient
  readonly identity: VaultServices['identity']
  /** Keys (multibase) that the registry certifies for an eName; none where it can't be asked. */
  readonly keysOf: (ename: string) => Promise<readonly string[]>
  /** Where the registry sends those who look for this vault. */
  readonly address: () => string
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly log: Log
}

/** What `openRun` and everything under it is made of. */
export type MoveMeans = Means

export function createMoves(means: Means): Moves {
  const { db, ids, tenants, standings } = means
  const ledger = createLedger(db)
  const tokens = new Map<string, string>()
  const listeners: ((ename: string) => void)[] = []
  const asked = new Map<string, Promise<unknown>>()
  const closing = new AbortController()
  const typed = (ename: string) => tokens.get(ename) ?? null
  const background = createBackground({ means, ledger, typed, tell })

  function tell(ename: string): void {
    for (const listener of listeners) listener(ename)
  }

  /** What owners ask of one vault, one after the other: each decides by what the one before left. */
  async function inTurn<T>(ename: string, work: () => Promise<T>): Promise<T> {
    const before = asked.get(ename) ?? Promise.resolve()
    const turn = before.then(work)
    const settled = turn.catch(() => {})
    asked.set(ename, settled)
    try {
      return await turn
    } finally {
      if (asked.get(ename) === settled) asked.delete(ename)
    }
  }

  // Asked first: what ends meanwhile is shown as running once more, never as standing still.
  const view = (ename: string) => viewOf(ledger, ename, background.isRunning(ename))
  const latestView = async (ename: string) => (await view(ename)) as MoveView

  async function expectMove(ename: string, ...states: Move['state'][]): Promise<Move> {
    const move = await ledger.latest(ename)
    if (move !== null && states.includes(move.state)) return move
    throw new RequestError('NOT_FOUND', 'There is no move of this vault that this could be about.')
  }

  function openRunOf(move: Move) {
    return openRun(means, ledger, move, typed(move.ename), closing.signal)
  }

  function keepToken(ename: string, token: string | null): void {
    refuseUnusable(token)
    if (token !== null) tokens.set(ename, token)
  }

  async function begin(ename: string, { direction, url, access, token }: MoveRequest) {
    const before = await ledger.latest(ename)
    if (before !== null && !isOver(before)) {
      throw new RequestError('ALREADY_EXISTS', 'A move of this vault is under way.')
    }
    if (direction === 'out' && standings.of(ename) !== null) {
      throw new RequestError('INVALID_INPUT', 'This vault is not here any more.', 'direction')
    }
    if (access === 'token' && token === null) {
      throw new RequestError('INVALID_INPUT', 'The token is missing.', 'token')
    }
    refuseUnusable(token)
    const signal = new AbortController().signal
    // Refuses what is no address before anything is kept.
    const { base } = createRemoteHttp({ url, signal, now: means.now })
    if (tenants.of(ename) === null) await tenants.host(ename, await means.keysOf(ename))
    const moveId = ids.next()
    keepToken(ename, token)
    const state = 'copying' as const
    const startedAt = new Date(means.now())
    await ledger.begin(
      { ename, moveId, direction, state, url: base, access, startedAt },
      stepsOf[direction],
    )
    background.goOn(await ledger.get({ ename, moveId }))
    return latestView(ename)
  }

  async function cancel(ename: string, remove: boolean): Promise<Cancelled> {
    await expectMove(ename, 'copying', 'ready', 'switching')
    await background.halt(ename)
    // It may have come to its end before it was halted.
    const move = await expectMove(ename, 'copying', 'ready', 'switching')
    using run = openRunOf(move)
    await refuseSwitched(run)
    await background.thaw(move)
    if (remove) await beginAgain(run)
    const told = await takeBack(run, remove)
    await leaveArrival(run, means.identity.ename, means.address())
    await ledger.change(move, { state: 'cancelled', problem: null, endedAt: new Date() })
    tokens.delete(ename)
    tell(ename)
    return told
  }

  async function goBack(ename: string, token: string | null): Promise<MoveView> {
    await expectMove(ename, 'switched', 'switching', 'returning')
    keepToken(ename, token)
    await background.halt(ename)
    const move = await expectMove(ename, 'switched', 'switching', 'returning')
    await refuseUnswitched(move)
    // Before the registry is told: a crash in the middle goes on from here.
    await ledger.change(move, { state: 'returning', problem: null })
    background.goOn({ ...move, state: 'returning' })
    await background.rests(ename)
    const now = await ledger.get(move)
    if (now.state !== 'returned') {
      // The answer tells why; what is as it was needs no more words.
      if (now.state === 'switched') await ledger.change(move, { problem: null })
      throw new RequestError('UNAVAILABLE', now.problem ?? 'It was stopped.')
    }
    tokens.delete(ename)
    return latestView(ename)
  }

  /** A switch that hangs can be gone back from where the registry was told; else it is cancelled. */
  async function refuseUnswitched(move: Move): Promise<void> {
    if (move.state !== 'switching') return
    using run = openRunOf(move)
    if ((await isSwitched(run)) !== false) return
    throw new RequestError(
      'UNAVAILABLE',
      'The registry was not told of the new vault: cancel the move.',
    )
  }

  async function letGo(ename: string, confirmation: string): Promise<MoveView> {
    const move = await expectMove(ename, 'switched')
    if (confirmation.trim().toLowerCase() !== ename) {
      const message = 'Type the eName of the vault to let go of what is left here.'
      throw new RequestError('INVALID_INPUT', message, 'confirmation')
    }
    if (move.direction === 'out') await standings.set(ename, 'released', move.uri)
    await ledger.change(move, { state: 'released', endedAt: new Date() })
    tokens.delete(ename)
    tell(ename)
    return latestView(ename)
  }

  return {
    view: ({ ename }) => view(ename),

    async start(grant, request) {
      const ename = request.ename === null ? grant.ename : normaliseEName(request.ename)
      if (request.direction === 'out' && ename !== grant.ename) {
        throw new RequestError('INVALID_INPUT', 'Only the vault that asks can go.', 'ename')
      }
      return inTurn(ename, () => begin(ename, request))
    },

    resume: ({ ename }, token) =>
      inTurn(ename, async () => {
        const move = await expectMove(ename, 'copying', 'switching', 'returning')
        keepToken(ename, token)
        background.goOn(move)
        return latestView(ename)
      }),

    switchOver: ({ ename }) =>
      inTurn(ename, async () => {
        const move = await expectMove(ename, 'ready', 'switching')
        // What has made it ready is at its end; what switches already goes on.
        if (move.state === 'ready') {
          await background.rests(ename)
          await ledger.change(move, { state: 'switching', problem: null })
        }
        background.goOn({ ...move, state: 'switching' })
        return latestView(ename)
      }),

    cancel: ({ ename }, remove) => inTurn(ename, () => cancel(ename, remove)),
    goBack: ({ ename }, token) => inTurn(ename, () => goBack(ename, token)),
    letGo: ({ ename }, confirmation) => inTurn(ename, () => letGo(ename, confirmation)),

    async refuseKeyChange({ ename }) {
      refuseKeysElsewhere(standings.of(ename), await ledger.latest(ename))
    },

    async resumeAll() {
      for (const move of await ledger.interrupted()) {
        if (move.access === 'token') {
          const problem = 'The token for the other vault is not kept: type it again to go on.'
          background.standStill(move, problem)
          // While it switches, or goes back, nobody may be able to write to it: it does not wait.
        } else if (move.problem === null || move.state !== 'copying') background.goOn(move)
      }
    },

    whenChanged: (listener) => void listeners.push(listener),

    async [Symbol.asyncDispose]() {
      closing.abort()
      await background[Symbol.asyncDispose]()
      await Promise.all(asked.values())
    },
  }
}

/** Left to HTTP, the complaint about such a header would quote the token. */
function refuseUnusable(token: string | null): void {
  if (token === null || /^[\x21-\x7e]{1,8192}$/.test(token)) return
  throw new RequestError('INVALID_INPUT', 'This is no token: it has other characters.', 'token')
}
