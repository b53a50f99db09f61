import type { Move } from './ledger.ts'
import { MoveStopped, type Run } from './run.ts'
import { expectAt, isSwitched } from './switch.ts'

/**
 * Has the registry send those who ask to where they were sent before the switch. Done again, it
 * comes to the same end.
 * @returns what the owner should know all the same; null for nothing
 * @throws MoveStopped, RegistryError
 */
export async function switchBack(run: Run): Promise<string | null> {
  const { move, tenants, registry } = run
  const { ename } = move
  const isOut = move.direction === 'out'
  const own = tenants.of(ename)?.evaultId
  const uri = isOut ? (tenants.announced ?? move.formerUri) : move.formerUri
  const evault = isOut ? own : move.formerEvaultId
  if (uri == null || evault == null) {
    throw new MoveStopped('It is not known where the registry sent those who asked before.')
  }
  await registry.register({ ename, uri, evault })
  await expectAt(run, uri, evault)
  const problem = await (isOut ? comeBack(run, uri) : leaveAgain(run, uri))
  await expectAt(run, uri, evault)
  return problem
}

/** The new one takes no more changes before this one does: at most one takes any. */
async function comeBack(run: Run, uri: string): Promise<string | null> {
  const problem = await tell(run, () => run.host.left(uri))
  await run.standings.set(run.move.ename, null)
  await run.tenants.certifyAnew(run.move.ename)
  return problem
}

async function leaveAgain(run: Run, uri: string): Promise<string | null> {
  await run.standings.set(run.move.ename, 'left', uri)
  await run.tenants.certifyAnew(run.move.ename)
  return tell(run, () => run.host.arrived())
}

/** One goes back from a vault that is no more, too. */
async function tell({ move, http }: Run, say: () => Promise<void>): Promise<string | null> {
  if (!move.helps) return null
  try {
    await say()
    return null
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return `${http.host} does not know of it (${reason}): it may tell the registry once more that the vault is there.`
  }
}

/**
 * The state of a move that could not go back: the one it went back from, while the registry sends
 * those who ask to the target as before and nothing else was changed; else it is still `returning`.
 */
export async function stateAfterStop(run: Run): Promise<Move['state']> {
  const { move, standings } = run
  const standing = standings.of(move.ename)?.standing
  const isUnchanged = move.direction === 'out' ? standing !== undefined : standing !== 'left'
  if (!isUnchanged || (await isSwitched(run)) !== true) return 'returning'
  // A report is made as the last thing of a switch.
  return move.report === null ? 'switching' : 'switched'
}
