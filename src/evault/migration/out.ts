import { check, checkLast, follow, resend } from './out-check.ts'
import { bring, sendFiles } from './out-files.ts'
import { type HostState, noVaultThere } from './remote-host.ts'
import type { RecordPage } from './remote-vault.ts'
import { change, MoveStopped, type Run, step, type Tick } from './run.ts'

/** Pages that are on their way at once. */
const pagesAtOnce = 3

/** Everything up to the point where the owner says "now": nothing changes in this vault. */
export async function copyOut(run: Run): Promise<void> {
  await step(run, 'reach', () => reach(run))
  await step(run, 'copy', (tick) => copy(run, tick))
  await step(run, 'files', (tick) => sendFiles(run, tick))
  await step(run, 'check', (tick) => check(run, tick))
}

/** The last changes, the last look, the switch. Nothing can be written meanwhile. */
export async function switchOut(run: Run): Promise<void> {
  const { ename } = run.move
  await step(run, 'freeze', async () => {
    await run.standings.set(ename, 'frozen', run.move.uri)
    await run.settled()
    // The registry is told no more that the vault is here.
    await run.tenants.certifyAnew(ename)
  })
  await step(run, 'last-changes', async (tick) => {
    // What was different at the last attempt.
    await resend(run)
    await follow(run, tick)
    await checkLast(run)
  })
}

async function reach(run: Run): Promise<void> {
  const { http, host, move, local } = run
  const own = run.tenants.of(move.ename)?.evaultId ?? null
  let state = await host.state()
  if (state !== null && state.vault?.standing !== 'arriving') {
    await askForRoom(run, state)
    state = await host.state()
  }
  const evaultId = state === null ? await host.evaultId() : (state.vault?.evaultId ?? null)
  if (state !== null && evaultId === null) throw noVaultThere(http, move.ename)
  if (evaultId !== null && evaultId === own) {
    throw new MoveStopped('That address is the one of this vault itself.')
  }
  await change(run, { evaultId })
  const helps = state !== null && (await run.remote().showsAcl())
  // Nobody else writes there until the registry sends those who ask.
  const returns = state?.vault?.standing === 'arriving'
  await change(run, {
    evaultId,
    helps,
    returns,
    uri: publicAddress(state?.uri ?? http.base, http.base),
  })
  // Before the first page is read: what is written from now on is followed.
  const sequence = await local.newestSequence()
  const wasEmpty = (await run.remote().count(null)) === 0
  await change(run, { sequence, wasEmpty })
}

async function askForRoom({ http, host, move, registry, claimFor }: Run, state: HostState) {
  const entry = await registry.resolve(move.ename, { fresh: true })
  // Its provider has made it there, and the registry knows: there is nothing to ask for.
  if (state.vault?.standing === 'here' && entry?.evault === state.vault.evaultId) return
  if (!state.accepts) {
    throw new MoveStopped(
      `${http.host} makes no room for vaults of others. Whoever runs it can allow that ("provisioning").`,
    )
  }
  const { token, certificates } = await claimFor(state.serverId)
  await host.arrive(token, certificates)
}

/** A server that knows no other address of its own than this computer's is where it was found. */
function publicAddress(said: string, typed: string): string {
  const isOfThisComputer = (url: string) => /^(localhost|127\.|\[::1\])/.test(new URL(url).hostname)
  return isOfThisComputer(said) && !isOfThisComputer(typed) ? typed : said
}

async function copy(run: Run, tick: Tick): Promise<void> {
  const { local } = run
  const counts = await local.counts()
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  let done = 0
  for (let after = run.move.cursor; ; ) {
    const pages: RecordPage[] = []
    let next: string | null = after
    do {
      const page = await local.page(next)
      pages.push(page)
      next = page.next
    } while (next !== null && pages.length < pagesAtOnce)
    await allSettled(pages.map(({ records }) => bring(run, records)))
    done += pages.reduce((sum, { records }) => sum + records.length, 0)
    await tick(done, Math.max(total, done))
    if (next === null) return
    after = next
    await change(run, { cursor: next })
  }
}

/** All are waited for, so that none goes on behind the back of the next attempt. */
async function allSettled(works: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}
