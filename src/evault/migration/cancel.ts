import { RequestError } from '../errors.ts'
import { refusalOf } from './refusal.ts'
import { change, type Run } from './run.ts'
import { isSwitched } from './switch.ts'

/** What a cancelled move had brought to the other side, and what of it was taken away again. */
export interface Cancelled {
  readonly brought: number
  readonly removed: number
  /** Ids of the first that are still there. */
  readonly left: readonly string[]
}

const itemsAtOnce = 100
const mostNamed = 1_000
const halfCancelled =
  'It was to be cancelled, and not all that was copied could be taken away again. Cancel it once more, or go on: what is gone is copied again.'

/**
 * Refuses to end a move that has gone too far.
 * @throws RequestError `UNAVAILABLE` where the registry sends those who ask there already
 */
export async function refuseSwitched(run: Run): Promise<void> {
  if (run.move.state !== 'switching' || (await isSwitched(run)) === false) return
  throw new RequestError(
    'UNAVAILABLE',
    'The registry sends those who ask to the new vault already, or does not say where. Go on with the move, or go back.',
  )
}

/**
 * Keeps, before anything is taken away, that what was copied is not there any more: whatever
 * happens meanwhile, the move can't be switched before it was copied and compared again.
 */
export async function beginAgain(run: Run): Promise<void> {
  for (const { step } of await run.ledger.steps(run.move)) {
    if (step === 'reach') continue
    const nothing = { state: 'waiting', startedAt: null, endedAt: null, done: 0 } as const
    await run.ledger.changeStep(run.move, step, nothing)
  }
  await change(run, { state: 'copying', cursor: null, problem: halfCancelled })
}

/**
 * What a move has brought to the other side; taken away again where that is wished.
 * @throws RequestError `UNAVAILABLE` where the other side can't be reached
 */
export async function takeBack(run: Run, remove: boolean): Promise<Cancelled> {
  const { move, ledger } = run
  const left: string[] = []
  let brought = 0
  let removed = 0
  for (let after = ''; ; ) {
    const items = await ledger.itemsAfter(move, after, { brought: true }, itemsAtOnce)
    const last = items.at(-1)
    if (last === undefined) return { brought, removed, left: left.slice(0, mostNamed) }
    const there = items.filter(({ state }) => state === 'copied' || state === 'sending')
    const ids = there.map(({ id }) => id)
    brought += there.length
    if (remove) {
      await run
        .delivery()
        .take(ids)
        .catch((error) => {
          throw refusalOf(error)
        })
    }
    for (const { id, state, otherId } of (await ledger.items(move, ids)).values()) {
      if (state === 'gone') removed += 1
      else if (left.length < mostNamed) left.push(otherId ?? id)
    }
    after = last.id
  }
}

/**
 * Ends what was prepared for the vault at the place it did not come to.
 * @param owner whose app this is: room made here for another eName stays as it is
 * @param address where the registry sends those who look for this vault
 */
export async function leaveArrival(run: Run, owner: string, address: string): Promise<void> {
  const { move, standings, host } = run
  if (move.direction === 'out') {
    // Only room that was made for this move: a vault that is simply there goes on serving.
    if (move.helps && move.returns) await host.left(address).catch(() => {})
    return
  }
  if (standings.of(move.ename)?.standing !== 'arriving') return
  // What it was before, it is again.
  if (move.returns) await standings.set(move.ename, 'left', move.uri)
  else if (move.ename === owner) await standings.set(move.ename, null)
}
