import type { RegistryClient } from '../../registry/client.ts'
import { RegistryError } from '../../registry/errors.ts'
import { normaliseEName } from '../../w3id/ename.ts'
import type { Grant } from '../access/authorise.ts'
import type { Database } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import type { Transact } from '../db/store.ts'
import { asRequestError, RequestError, unexpectedMessage } from '../errors.ts'
import type { BlobStore } from '../files/blob-store.ts'
import type { VaultServices } from '../graphql/context.ts'
import type { Tenants } from '../keys/tenants.ts'
import { type Log, logUnexpected } from '../log.ts'
import { createLedger, type Move, type MoveItem, type MoveStep, type StepName } from './ledger.ts'
import { makeReport } from './make-report.ts'
import { openRun } from './open-run.ts'
import { createRemoteHttp, RemoteError } from './remote-http.ts'
import { change, MoveStopped, type Run } from './run.ts'
import type { Standings } from './standings.ts'
import { copy, isSwitched, switchBack, switchOver } from './switch.ts'

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

/** A move as its owner sees it. */
export interface MoveView {
  readonly move: Move
  /** In their order. */
  readonly steps: readonly MoveStep[]
  readonly isRunning: boolean
  /** Records that were refused, or are in conflict with others. */
  readonly leftBehind: number
}

/** What a cancelled move had brought to the other side, and what of it was taken away again. */
export interface Cancelled {
  readonly brought: number
  readonly removed: number
  /** Ids of the first that are still there. */
  readonly left: readonly string[]
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

interface Running {
  readonly controller: AbortController
  readonly ended: Promise<void>
}

const steps: { readonly [direction in Move['direction']]: readonly StepName[] } = {
  out: ['reach', 'copy', 'files', 'check', 'freeze', 'last-changes', 'switch'],
  in: ['reach', 'copy', 'files', 'logs', 'check', 'last-changes', 'switch', 'settle'],
}
const switchSteps: readonly StepName[] = ['freeze', 'last-changes', 'switch']
const ended: readonly Move['state'][] = ['returned', 'released', 'cancelled']
const itemsAtOnce = 100
const mostNamed = 1_000

export function createMoves(means: Means): Moves {
  const { db, ids, tenants, standings, log } = means
  const ledger = createLedger(db)
  const running = new Map<string, Running>()
  const tokens = new Map<string, string>()
  const listeners: ((ename: string) => void)[] = []
  let isClosing = false

  function tell(ename: string): void {
    for (const listener of listeners) listener(ename)
  }

  async function viewOf(ename: string): Promise<MoveView | null> {
    // Asked first: what ends meanwhile is shown as running once more, never as standing still.
    const isRunning = running.has(ename)
    const move = await ledger.latest(ename)
    if (move === null) return null
    const known = await ledger.steps(move)
    const order = steps[move.direction]
    const counts = await ledger.itemCounts(move)
    const isLeft = ({ state }: { state: MoveItem['state'] }) =>
      state === 'refused' || state === 'conflict'
    return {
      move,
      steps: order.flatMap((name) => known.find(({ step }) => step === name) ?? []),
      isRunning,
      leftBehind: counts.filter(isLeft).reduce((sum, { count }) => sum + count, 0),
    }
  }

  async function expectMove(ename: string, ...states: Move['state'][]): Promise<Move> {
    const move = await ledger.latest(ename)
    if (move !== null && states.includes(move.state)) return move
    throw new RequestError('NOT_FOUND', 'There is no move of this vault that this could be about.')
  }

  /** Does a part of a move in the background; what stops it is kept for the owner. */
  function launch(move: Move, work: (run: Run) => Promise<void>): void {
    const { ename } = move
    if (isClosing || running.has(ename)) return
    const controller = new AbortController()
    const part = runPart(move, controller.signal, work).finally(() => {
      running.delete(ename)
      tell(ename)
    })
    running.set(ename, { controller, ended: part })
    tell(ename)
  }

  async function runPart(
    move: Move,
    signal: AbortSignal,
    work: (run: Run) => Promise<void>,
  ): Promise<void> {
    using run = openRun(means, ledger, move, tokens.get(move.ename) ?? null, signal)
    try {
      await change(run, { problem: null })
      await work(run)
    } catch (error) {
      // The process ends, or the owner has stopped it: it goes on from here.
      if (signal.aborted) return
      await stopped(run, error).catch((cause) => logUnexpected(log, cause))
    }
  }

  async function stopped(run: Run, error: unknown): Promise<void> {
    const problem = problemOf(error, log)
    log.warn({ ename: run.move.ename, cause: problem }, 'a move stands still')
    await change(run, { problem })
    if (run.move.state !== 'switching') return
    // Nobody waits with a vault that nobody can write to. Where the registry can't say whom it
    // sends where, writing here could be writing to a vault that was left.
    const known = await ledger.steps(run.move)
    const wasAsked = known.find(({ step }) => step === 'switch')?.state !== 'waiting'
    if (wasAsked && (await isSwitched(run)) !== false) return
    await thaw(run.move)
    await change(run, { state: 'ready' })
  }

  /** Makes the vault writable again after a switch that was not. */
  async function thaw(move: Move): Promise<void> {
    for (const step of switchSteps) {
      const nothing = { state: 'waiting', startedAt: null, endedAt: null, done: 0 } as const
      await ledger.changeStep(move, step, nothing)
    }
    if (standings.of(move.ename)?.standing !== 'frozen') return
    await standings.set(move.ename, null)
    await tenants.certifyAnew(move.ename)
  }

  async function copying(run: Run): Promise<void> {
    await copy(run)
    await change(run, { state: 'ready' })
  }

  async function switching(run: Run): Promise<void> {
    await switchOver(run)
    const report = await makeReport(run, db, means.address())
    await change(run, { state: 'switched', report })
    log.info({ ename: run.move.ename, direction: run.move.direction }, 'vault moved')
  }

  function goOn(move: Move): void {
    if (move.state === 'copying') launch(move, copying)
    if (move.state === 'switching') launch(move, switching)
  }

  async function halt(ename: string): Promise<void> {
    const part = running.get(ename)
    part?.controller.abort()
    await part?.ended
  }

  async function latestView(ename: string): Promise<MoveView> {
    return (await viewOf(ename)) as MoveView
  }

  return {
    view: ({ ename }) => viewOf(ename),

    async start(grant, { direction, url, access, token, ename: named }) {
      const ename = named === null ? grant.ename : normaliseEName(named)
      if (direction === 'out' && ename !== grant.ename) {
        throw new RequestError('INVALID_INPUT', 'Only the vault that asks can go.', 'ename')
      }
      const before = await ledger.latest(ename)
      if (before !== null && !ended.includes(before.state) && !isOver(before)) {
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
      if (token !== null) tokens.set(ename, token)
      const state = 'copying' as const
      const startedAt = new Date(means.now())
      await ledger.begin(
        { ename, moveId, direction, state, url: base, access, startedAt },
        steps[direction],
      )
      goOn(await ledger.get({ ename, moveId }))
      return latestView(ename)
    },

    async resume({ ename }, token) {
      const move = await expectMove(ename, 'copying', 'switching')
      refuseUnusable(token)
      if (token !== null) tokens.set(ename, token)
      goOn(move)
      return latestView(ename)
    },

    async switchOver({ ename }) {
      const move = await expectMove(ename, 'ready', 'switching')
      if (!running.has(ename)) {
        await ledger.change(move, { state: 'switching', problem: null })
        goOn({ ...move, state: 'switching' })
      }
      return latestView(ename)
    },

    async cancel({ ename }, remove) {
      const open = await expectMove(ename, 'copying', 'ready', 'switching')
      await halt(ename)
      const move = await ledger.get(open)
      const signal = new AbortController().signal
      using run = openRun(means, ledger, move, tokens.get(ename) ?? null, signal)
      if (move.state === 'switching' && (await isSwitched(run)) !== false) {
        throw new RequestError(
          'UNAVAILABLE',
          'The registry sends those who ask to the new vault already, or does not say where. Go on with the move, then go back.',
        )
      }
      const told = await takeBack(run, remove)
      await thaw(move)
      if (move.direction === 'in') await leaveArrival(run)
      else if (move.helps) await run.host.left(means.address()).catch(() => {})
      await ledger.change(move, { state: 'cancelled', problem: null, endedAt: new Date() })
      tokens.delete(ename)
      tell(ename)
      return told
    },

    async goBack({ ename }, token) {
      const move = await expectMove(ename, 'switched')
      refuseUnusable(token)
      if (token !== null) tokens.set(ename, token)
      const signal = new AbortController().signal
      using run = openRun(means, ledger, move, tokens.get(ename) ?? null, signal)
      const problem = await switchBack(run).catch((error: unknown) => {
        throw refusalOf(error)
      })
      await ledger.change(move, { state: 'returned', problem, endedAt: new Date() })
      tell(ename)
      return latestView(ename)
    },

    async letGo({ ename }, confirmation) {
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
    },

    async resumeAll() {
      for (const move of await ledger.interrupted()) {
        if (move.access === 'token') {
          const problem = 'The token for the other vault is not kept: type it again to go on.'
          await ledger.change(move, { problem })
        } else if (move.problem === null) goOn(move)
      }
    },

    whenChanged: (listener) => void listeners.push(listener),

    async [Symbol.asyncDispose]() {
      isClosing = true
      await Promise.all([...running.keys()].map(halt))
    },
  }

  /** What was brought to the other side by this move; taken away again where that is wished. */
  async function takeBack(run: Run, remove: boolean): Promise<Cancelled> {
    const { move } = run
    const left: string[] = []
    let brought = 0
    let removed = 0
    for (let after = ''; ; ) {
      const items = await ledger.itemsAfter(move, after, { brought: true }, itemsAtOnce)
      const last = items.at(-1)
      if (last === undefined) return { brought, removed, left: left.slice(0, mostNamed) }
      const there = items.filter(({ state }) => state === 'copied' || state === 'sending')
      brought += there.length
      if (remove)
        await run
          .delivery()
          .take(there.map(({ id }) => id))
          .catch((error) => {
            throw refusalOf(error)
          })
      const now = await ledger.items(
        move,
        there.map(({ id }) => id),
      )
      for (const { id, state, otherId } of now.values()) {
        if (state === 'gone') removed += 1
        else if (left.length < mostNamed) left.push(otherId ?? id)
      }
      after = last.id
    }
  }

  /** A vault that never came: what it was before, it is again. */
  async function leaveArrival({ move }: Run): Promise<void> {
    if (standings.of(move.ename)?.standing !== 'arriving') return
    if (move.returns) await standings.set(move.ename, 'left', move.uri)
    else if (move.ename === means.identity.ename) await standings.set(move.ename, null)
  }
}

/** Left to HTTP, the complaint about such a header would quote the token. */
function refuseUnusable(token: string | null): void {
  if (token === null || /^[\x21-\x7e]{1,8192}$/.test(token)) return
  throw new RequestError('INVALID_INPUT', 'This is no token: it has other characters.', 'token')
}

/** One can move on from where one has come to. */
function isOver({ state, direction }: Move): boolean {
  return state === 'switched' && direction === 'in'
}

function refusalOf(error: unknown): unknown {
  const isTold =
    error instanceof RemoteError || error instanceof MoveStopped || error instanceof RegistryError
  return isTold ? new RequestError('UNAVAILABLE', error.message) : error
}

function problemOf(error: unknown, log: Log): string {
  if (error instanceof RemoteError || error instanceof MoveStopped) return error.message
  if (error instanceof RegistryError) return error.message
  const refusal = asRequestError(error)
  if (refusal !== null) return refusal.message
  return unexpectedMessage(logUnexpected(log, error))
}
