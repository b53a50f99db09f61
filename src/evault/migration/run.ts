import type { RegistryClient } from '../../registry/client.ts'
import type { Tenants } from '../keys/tenants.ts'
import type { Log } from '../log.ts'
import type { Delivery } from './deliver.ts'
import type { IdentityLogs } from './identity-logs.ts'
import type { Ledger, Move, StepName } from './ledger.ts'
import type { LocalFiles } from './local-files.ts'
import type { LocalVault } from './local-vault.ts'
import type { RemoteFiles } from './remote-files.ts'
import type { RemoteGraphQL } from './remote-graphql.ts'
import type { RemoteHost } from './remote-host.ts'
import { RemoteError, type RemoteHttp } from './remote-http.ts'
import type { RemoteVault } from './remote-vault.ts'
import type { Standings } from './standings.ts'

/** What a move of one vault works with, while it runs. */
export interface Run {
  /** As it was when the run began; what changes is in the ledger. */
  move: Move
  readonly ledger: Ledger
  readonly local: LocalVault
  readonly localFiles: LocalFiles
  readonly http: RemoteHttp
  readonly graphql: RemoteGraphQL
  readonly host: RemoteHost
  /** Once it is known whether the other vault helps. */
  remote(): RemoteVault
  delivery(): Delivery
  readonly remoteFiles: RemoteFiles
  readonly identityLogs: IdentityLogs
  readonly registry: Pick<RegistryClient, 'register' | 'resolve'>
  readonly tenants: Tenants
  readonly standings: Standings
  /** What lets a server host the eName: a token for it, and certificates of its key. */
  claimFor(audience: string): Promise<{ token: string; certificates: readonly string[] }>
  /** Once every write that was let in before is committed. */
  settled(): Promise<void>
  readonly signal: AbortSignal
  readonly log: Log
}

/**
 * Why a move stands still: in words for the owner. It goes on from there when they ask it to.
 */
export class MoveStopped extends Error {
  override readonly name = 'MoveStopped'
}

/** Changes what is kept of the move, and what is known of it. */
export async function change(run: Run, changes: Partial<Move>): Promise<void> {
  await run.ledger.change(run.move, changes)
  run.move = { ...run.move, ...changes }
}

/** Notes how far a step has come. */
export type Tick = (done: number, total?: number | null) => Promise<void>

/** Does a step that is not done yet, and keeps that it is. */
export async function step(
  run: Run,
  name: StepName,
  work: (tick: Tick) => Promise<void>,
): Promise<void> {
  const { ledger, move, signal, log } = run
  if (signal.aborted) throw new RemoteError('UNREACHABLE', 'It was stopped')
  const known = (await ledger.steps(move)).find((one) => one.step === name)
  if (known === undefined || known.state === 'done') return
  const startedAt = known.startedAt ?? new Date()
  await ledger.changeStep(move, name, { state: 'running', startedAt })
  await work(async (done, total) => {
    await ledger.changeStep(move, name, { done, ...(total !== undefined && { total }) })
  })
  await ledger.changeStep(move, name, { state: 'done', endedAt: new Date() })
  log.info({ ename: move.ename, step: name }, 'step of a move done')
}
