import { compareAll, compareUnchecked } from './compare.ts'
import type { MoveItem } from './ledger.ts'
import { standsForFile } from './local-vault.ts'
import type { MovedRecord } from './record-hash.ts'
import { type HostState, noVaultThere } from './remote-host.ts'
import { isTooLarge, type RecordPage } from './remote-vault.ts'
import { change, MoveStopped, type Run, step, type Tick } from './run.ts'

/** Pages that are on their way at once. */
const pagesAtOnce = 3
const changesAtOnce = 200
const filesAtOnce = 50
const mostNamed = 5

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
    await follow(run, tick)
    await compareUnchecked(means(run))
    await refuseDifferent(run)
    await refuseMiscounted(run)
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

/** Brings records; those that stand for bytes of this vault go with the bytes. */
async function bring(run: Run, records: readonly MovedRecord[]): Promise<void> {
  const ids = records.filter(standsForFile).map(({ id }) => id)
  const withBytes = await run.localFiles.among(ids)
  await run.delivery().bring(records.filter(({ id }) => !withBytes.has(id)))
}

async function sendFiles(run: Run, tick: Tick): Promise<void> {
  const total = await run.localFiles.count()
  let done = 0
  for (let after = ''; ; ) {
    const files = await run.localFiles.after(after, filesAtOnce)
    const last = files.at(-1)
    if (last === undefined) return
    for (const { id } of files) {
      await sendFile(run, id)
      done += 1
      await tick(done, total)
    }
    after = last.id
  }
}

/** Sends a file's bytes and the record that stands for it, unless they are there as they are here. */
async function sendFile(run: Run, id: string): Promise<void> {
  const { ledger, move, localFiles } = run
  const file = (await localFiles.among([id])).get(id)
  const record = (await run.local.byIds([id])).get(id)
  if (file === undefined || record === undefined) return
  let known = (await ledger.items(move, [id])).get(id)
  if (known?.fileHash !== file.hash) {
    const other = await uploaded(run, record, known)
    if (other === null) return
    await run.delivery().bring([asThere(record, other.otherUrl)], other)
    if (run.move.returns && other.otherId !== null) await run.host.adoptFile(id, other.otherId)
    known = (await ledger.items(move, [id])).get(id)
    if (known === undefined) return
    const fileProblem = await wrongBytes(run, id, file.hash)
    await ledger.keep([
      { ...known, fileHash: fileProblem === null ? file.hash : null, fileProblem },
    ])
    return
  }
  await run.delivery().bring([asThere(record, known.otherUrl)])
}

/** Where the same bytes are at a target that held this record before; null where they are not. */
async function thereBefore(run: Run, { id }: MovedRecord, hash: string): Promise<string | null> {
  if (run.move.wasEmpty || run.move.returns) return null
  const found = (await run.remote().byIds([id])).get(id)
  const { publicUrl } = (found?.payload ?? {}) as { publicUrl?: unknown }
  if (typeof publicUrl !== 'string' || (await wrongBytes(run, id, hash)) !== null) return null
  return publicUrl
}

/** Why the bytes that are there are not those that were sent; null where they are. */
async function wrongBytes({ remoteFiles }: Run, id: string, sent: string): Promise<string | null> {
  try {
    const hash = await remoteFiles.digest(id)
    return hash === sent ? null : 'Its bytes came out different there.'
  } catch (error) {
    if (!isRefusal(error) && !isTooLarge(error)) throw error
    return error instanceof Error ? error.message : 'Its bytes were not shown.'
  }
}

/** Uploads the bytes, once. null where that can't be; then the record goes as it is. */
async function uploaded(run: Run, record: MovedRecord, known: MoveItem | undefined) {
  const { ledger, move, localFiles, remoteFiles } = run
  const { id, acl } = record
  const file = (await localFiles.among([id])).get(id)
  const bytes = file === undefined ? null : await localFiles.read(file.hash)
  bytes?.destroy()
  const problem = file === undefined || bytes === null ? 'Its bytes are lost here.' : null
  if (known?.otherId != null && known.otherUrl !== null && known.fileProblem === null) return known
  if (problem === null && file !== undefined) {
    const before = known === undefined ? await thereBefore(run, record, file.hash) : null
    if (before !== null) return { otherId: null, otherUrl: before }
    try {
      const { id: otherId, publicUrl } = await remoteFiles.upload({
        ...{ filename: file.filename, contentType: file.contentType, size: file.size },
        acl: acl ?? [],
        read: async () => (await localFiles.read(file.hash)) ?? fail('the bytes are gone'),
      })
      const here = `${move.uri ?? run.http.base}/files/${encodeURIComponent(move.ename)}/${encodeURIComponent(id)}`
      return { otherId, otherUrl: run.move.returns ? here : publicUrl }
    } catch (error) {
      if (!isRefusal(error) && !isTooLarge(error)) throw error
      return giveUp(error instanceof Error ? error.message : 'It was not taken.')
    }
  }
  return giveUp(problem ?? '')

  async function giveUp(fileProblem: string): Promise<null> {
    await run.delivery().bring([record])
    const item = (await ledger.items(move, [id])).get(id)
    if (item !== undefined) await ledger.keep([{ ...item, fileProblem }])
    return null
  }
}

/** The record of a file as it has to be at the target: its address there in place of ours. */
function asThere(record: MovedRecord, publicUrl: string | null): MovedRecord {
  if (publicUrl === null) return record
  return { ...record, payload: { ...(record.payload as object), publicUrl } }
}

function isRefusal(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'REFUSED' || code === 'BAD_ANSWER'
}

function fail(message: string): never {
  throw new Error(message)
}

/** Takes along what was written here since the copy began. */
async function follow(run: Run, tick: Tick): Promise<void> {
  let done = 0
  for (;;) {
    const changes = await run.local.changesSince(run.move.sequence, changesAtOnce)
    const last = changes.at(-1)
    if (last === undefined) return
    const ids = [...new Set(changes.map(({ id }) => id))]
    const now = await run.local.byIds(ids)
    await bring(run, [...now.values()])
    const withBytes = await run.localFiles.among([...now.keys()])
    for (const id of withBytes.keys()) await sendFile(run, id)
    await run.delivery().take(ids.filter((id) => !now.has(id)))
    done += changes.length
    await change(run, { sequence: last.sequence })
    await tick(done)
  }
}

async function check(run: Run, tick: Tick): Promise<void> {
  await resend(run)
  await follow(run, async () => {})
  const { counts } = await itemTotals(run)
  const strange = await compareAll(means(run), (read) => tick(read, Math.max(read, counts)))
  await clear(run, strange)
  // What was written meanwhile, and documents that have another id there.
  await follow(run, async () => {})
  await compareUnchecked(means(run))
  await refuseDifferent(run)
}

/** Takes away what is of no record here: an older state, or an upload whose answer was lost. */
async function clear(run: Run, strange: readonly string[]): Promise<void> {
  if (!run.move.returns) return
  const here = await run.local.byIds(strange)
  for (const id of strange) if (!here.has(id)) await run.remote().remove(id)
}

/** What was not there as it has to be when it was looked at last is sent once more. */
async function resend(run: Run): Promise<void> {
  for (let after = ''; ; ) {
    const items = await run.ledger.itemsAfter(run.move, after, { state: 'sending' }, changesAtOnce)
    const last = items.at(-1)
    if (last === undefined) return
    const records = await run.local.byIds(items.map(({ id }) => id))
    await bring(run, [...records.values()])
    for (const { id } of items.filter(standsForFile)) await sendFile(run, id)
    after = last.id
  }
}

/** @throws MoveStopped that names what is not there as it was sent */
async function refuseDifferent(run: Run): Promise<void> {
  const { ledger, move } = run
  const narrow = { state: 'copied', checked: false } as const
  const first = await ledger.itemsAfter(move, '', narrow, mostNamed)
  if (first.length === 0) return
  let count = 0
  for (let after = ''; ; ) {
    const items = await ledger.itemsAfter(move, after, narrow, changesAtOnce)
    const last = items.at(-1)
    if (last === undefined) break
    count += items.length
    const problem = 'It is not there as it was sent.'
    await ledger.keep(items.map((item) => ({ ...item, state: 'sending', problem })))
    after = last.id
  }
  const names = first.map(({ id }) => id).join(', ')
  const more = count > first.length ? ', …' : ''
  throw new MoveStopped(
    `${count} records are not at ${run.http.host} as they were sent: ${names}${more}. Nothing was switched. Go on to send them again.`,
  )
}

/** @throws MoveStopped where the numbers of both sides don't fit */
async function refuseMiscounted(run: Run): Promise<void> {
  const { local, ledger, move, http } = run
  const here = await local.counts()
  const items = await ledger.itemCounts(move)
  const wrong: string[] = []
  for (const ontology of new Set([...here.keys(), ...items.map((one) => one.ontology)])) {
    const of = (state: MoveItem['state']) =>
      items.find((one) => one.ontology === ontology && one.state === state)?.count ?? 0
    const left = of('refused') + of('conflict')
    const held = here.get(ontology) ?? 0
    if (of('copied') + left !== held) {
      wrong.push(`${ontology}: ${held} here, ${of('copied') + left} dealt with`)
    }
    const there = await run.remote().count(ontology)
    // More may be there: what it held before, and records that uploads came with.
    if (there !== null && there < of('copied')) {
      wrong.push(`${ontology}: ${of('copied')} sent, ${there} there`)
    }
    if (there !== null && move.returns && there > of('copied')) {
      wrong.push(`${ontology}: ${of('copied')} sent, ${there} there`)
    }
  }
  if (wrong.length === 0) return
  throw new MoveStopped(
    `The counts do not fit (${http.host}; ${wrong.slice(0, mostNamed).join('; ')}). Nothing was switched.`,
  )
}

async function itemTotals(run: Run): Promise<{ counts: number }> {
  const items = await run.ledger.itemCounts(run.move)
  return { counts: items.reduce((sum, { count }) => sum + count, 0) }
}

function means(run: Run) {
  const { move, ledger } = run
  return { key: move, ledger, remote: run.remote(), showsAcl: move.helps }
}
