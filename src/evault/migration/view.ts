import type { Ledger, Move, MoveStep, MoveTally, StepName } from './ledger.ts'

/** A move as its owner sees it. */
export interface MoveView extends MoveTally {
  readonly move: Move
  /** In their order. */
  readonly steps: readonly MoveStep[]
  readonly isRunning: boolean
}

/** What is done in a move, in this order. */
export const stepsOf: { readonly [direction in Move['direction']]: readonly StepName[] } = {
  out: ['reach', 'copy', 'files', 'check', 'freeze', 'last-changes', 'switch'],
  in: ['reach', 'copy', 'files', 'logs', 'check', 'last-changes', 'switch', 'settle'],
}

/** The move that was begun last; null where there was none. */
export async function viewOf(
  ledger: Ledger,
  ename: string,
  isRunning: boolean,
): Promise<MoveView | null> {
  const move = await ledger.latest(ename)
  if (move === null) return null
  const known = await ledger.steps(move)
  return {
    move,
    steps: stepsOf[move.direction].flatMap((name) => known.find(({ step }) => step === name) ?? []),
    isRunning,
    ...(await ledger.tally(move)),
  }
}
