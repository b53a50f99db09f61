import { copyIn, switchIn } from './in.ts'
import { copyOut, switchOut } from './out.ts'
import { isAnswer } from './remote-http.ts'
import { change, MoveStopped, type Run, step } from './run.ts'
import { settle } from './settle.ts'

/** Copies and compares, up to the point where the owner says "now". */
export function copy(run: Run): Promise<void> {
  return run.move.direction === 'out' ? copyOut(run) : copyIn(run)
}

/** Takes the last changes along and has the registry send those who ask to the target. */
export async function switchOver(run: Run): Promise<void> {
  const isOut = run.move.direction === 'out'
  await (isOut ? switchOut(run) : switchIn(run))
  await step(run, 'switch', () => (isOut ? leave(run) : arrive(run)))
  // What was written at a source that can't be made read-only, until the switch.
  if (!isOut) await step(run, 'settle', (tick) => settle(run, tick))
}

/** Whether the registry sends those who ask to the target; null where it can't be told. */
export async function isSwitched(run: Run): Promise<boolean | null> {
  const entry = await run.registry.resolve(run.move.ename, { fresh: true }).catch(() => null)
  if (entry === null || entry.stale) return null
  const { uri } = targetOf(run)
  return uri !== null && isSameUri(entry.uri, uri)
}

async function leave(run: Run): Promise<void> {
  const { move, host, standings } = run
  await handOverIdentityLog(run)
  const { uri } = await register(run)
  if (move.helps) await host.arrived()
  await standings.set(move.ename, 'left', uri)
  const frozenAt = (await run.ledger.steps(move)).find((one) => one.step === 'freeze')?.startedAt
  const now = new Date()
  const frozenMs = frozenAt == null ? 0 : now.getTime() - frozenAt.getTime()
  await change(run, { frozenMs, switchedAt: now })
}

/** Before anybody is sent there. What it does not take is said in the report: signatures stay. */
async function handOverIdentityLog({ move, host, identityLogs }: Run): Promise<void> {
  if (!move.helps) return
  const entries = await identityLogs.of(move.ename)
  if (entries.length === 0) return
  await host.keepIdentityLog(entries).catch((error: unknown) => {
    if (!isAnswer(error)) throw error
  })
}

async function arrive(run: Run): Promise<void> {
  const { move, host, standings, tenants } = run
  const { uri } = await register(run)
  await standings.set(move.ename, null)
  await tenants.certifyAnew(move.ename)
  if (move.helps) await host.left(uri)
  await change(run, { frozenMs: 0, switchedAt: new Date() })
}

function targetOf({ move, tenants }: Run) {
  if (move.direction === 'out') return { uri: move.uri, evault: move.evaultId }
  return { uri: tenants.announced, evault: tenants.of(move.ename)?.evaultId ?? null }
}

async function register(run: Run): Promise<{ uri: string }> {
  const { move, registry } = run
  const { ename } = move
  const entry = await registry.resolve(ename, { fresh: true })
  const { uri, evault } = targetOf(run)
  if (uri === null) {
    throw new MoveStopped(
      'The registry can’t be told where this vault is yet: connect it first, so that it has an address.',
    )
  }
  if (entry !== null && !isSameUri(entry.uri, uri)) {
    await change(run, { formerUri: entry.uri, formerEvaultId: entry.evault })
  }
  const id = evault ?? entry?.evault
  if (id == null) throw new MoveStopped('The other vault does not tell its id.')
  await registry.register({ ename, uri, evault: id })
  await expectAt(run, uri, id)
  return { uri }
}

/** @throws MoveStopped where the registry sends those who ask to somebody else */
export async function expectAt(run: Run, uri: string, evault: string): Promise<void> {
  const entry = await run.registry.resolve(run.move.ename, { fresh: true })
  const isThere = entry !== null && !entry.stale && isSameUri(entry.uri, uri)
  if (isThere && (entry.evault === null || entry.evault === evault)) return
  throw new MoveStopped(
    `The registry took the new address, and still sends those who ask to ${entry?.uri ?? 'nobody'}.`,
  )
}

function isSameUri(one: string, other: string): boolean {
  return URL.canParse(one) && new URL(one).href === new URL(other).href
}
