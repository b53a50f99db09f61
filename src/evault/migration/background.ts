import { RegistryError } from '../../registry/errors.ts'
import { asRequestError, unexpectedMessage } from '../errors.ts'
import { type Log, logUnexpected } from '../log.ts'
import { stateAfterStop, switchBack } from './go-back.ts'
import type { Ledger, Move, StepName } from './ledger.ts'
import { makeReport } from './make-report.ts'
import type { MoveMeans } from './moves.ts'
import { openRun } from './open-run.ts'
import { RemoteError } from './remote-http.ts'
import { change, MoveStopped, type Run } from './run.ts'
import { copy, isSwitched, switchOver } from './switch.ts'

/** What of moves goes on by itself: one part of a move at a time for each vault. */
export interface Background extends AsyncDisposable {
  isRunning(ename: string): boolean
  /** Goes on with a move that is being copied, or switched, or goes back. */
  goOn(move: Move): void
  /** Keeps why a move can't go on by itself. A vault that was not switched is writable again. */
  standStill(move: Move, problem: string): void
  /** Ends what is under way; it can go on from there. */
  halt(ename: string): Promise<void>
  /** Once nothing is under way any more. */
  rests(ename: string): Promise<void>
  /** Makes the vault writable again after a switch that was not. */
  thaw(move: Move): Promise<void>
}

interface Running {
  readonly controller: AbortController
  readonly ended: Promise<void>
}

interface Needs {
  readonly means: MoveMeans
  readonly ledger: Ledger
  /** The token that the owner typed for the other vault, where they did. */
  readonly typed: (ename: string) => string | null
  /** Called when a part begins and when it has ended. */
  readonly tell: (ename: string) => void
}

const switchSteps: readonly StepName[] = ['freeze', 'last-changes', 'switch']

export function createBackground({ means, ledger, typed, tell }: Needs): Background {
  const { db, tenants, standings, log } = means
  const running = new Map<string, Running>()
  let isClosing = false

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
    using run = openRun(means, ledger, move, typed(move.ename), signal)
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
    if (run.move.state === 'returning') await change(run, { state: await stateAfterStop(run) })
    if (run.move.state !== 'switching') return
    // Nobody waits with a vault that nobody can write to. Where the registry can't say whom it
    // sends where, writing here could be writing to a vault that was left.
    const known = await ledger.steps(run.move)
    const wasAsked = known.find(({ step }) => step === 'switch')?.state !== 'waiting'
    if (wasAsked && (await isSwitched(run)) !== false) return
    await thaw(run.move)
    await change(run, { state: 'ready' })
  }

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

  async function returning(run: Run): Promise<void> {
    const problem = await switchBack(run)
    await change(run, { state: 'returned', problem, endedAt: new Date() })
    log.info({ ename: run.move.ename, direction: run.move.direction }, 'vault went back')
  }

  async function rests(ename: string): Promise<void> {
    await running.get(ename)?.ended
  }

  async function halt(ename: string): Promise<void> {
    running.get(ename)?.controller.abort()
    await rests(ename)
  }

  return {
    isRunning: (ename) => running.has(ename),
    goOn(move) {
      if (move.state === 'copying') launch(move, copying)
      if (move.state === 'switching') launch(move, switching)
      if (move.state === 'returning') launch(move, returning)
    },
    standStill: (move, problem) => launch(move, () => Promise.reject(new MoveStopped(problem))),
    halt,
    rests,
    thaw,
    async [Symbol.asyncDispose]() {
      isClosing = true
      await Promise.all([...running.keys()].map(halt))
    },
  }
}

function problemOf(error: unknown, log: Log): string {
  if (error instanceof RemoteError || error instanceof MoveStopped) return error.message
  if (error instanceof RegistryError) return error.message
  const refusal = asRequestError(error)
  if (refusal !== null) return refusal.message
  return unexpectedMessage(logUnexpected(log, error))
}
