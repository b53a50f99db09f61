import { z } from 'zod'
import { RequestError } from '../errors.ts'
import { fileOntology } from '../files/files.ts'
import { pagesOf } from './pages.ts'
import { hashRecord, isSame, type MovedRecord } from './record-hash.ts'
import { understood } from './remote-graphql.ts'
import { noVaultThere } from './remote-host.ts'
import { change, MoveStopped, type Run, step, type Tick } from './run.ts'

const itemsAtOnce = 200
const logPage = 100
const mostLogEntries = 200_000
/** Passes over a source that goes on changing, before the owner is asked. */
const mostPasses = 5

const logAnswer = z.object({
  logs: z.array(z.looseObject({})).max(1_000),
  nextCursor: z.string().nullish(),
  hasMore: z.boolean().nullish(),
})

/** Everything up to the point where the owner says "now": the source is only read. */
export async function copyIn(run: Run): Promise<void> {
  await step(run, 'reach', () => reach(run))
  await step(run, 'copy', (tick) => copy(run, tick))
  await step(run, 'files', (tick) => fetchFiles(run, tick))
  await step(run, 'logs', (tick) => fetchLogs(run, tick))
  await step(run, 'check', (tick) => untilSame(run, tick))
}

/** The last changes. The source can't be made read-only: it is read once more after the switch. */
export async function switchIn(run: Run): Promise<void> {
  await step(run, 'last-changes', (tick) => untilSame(run, tick))
}

async function reach(run: Run): Promise<void> {
  const { http, host, move, tenants, standings } = run
  const state = await host.state()
  const evaultId = state === null ? await host.evaultId() : (state.vault?.evaultId ?? null)
  if (state !== null && evaultId === null) throw noVaultThere(http, move.ename)
  if (evaultId !== null && evaultId === tenants.of(move.ename)?.evaultId) {
    throw new MoveStopped('That address is the one of this vault itself.')
  }
  const before = standings.of(move.ename)?.standing
  const returns = before === 'left' || before === 'released' || move.returns
  await change(run, { evaultId, returns, uri: state?.uri ?? http.base })
  await change(run, { helps: state !== null && (await run.remote().showsAcl()) })
  const isElsewhere = (await run.registry.resolve(move.ename, { fresh: true }))?.evault !== own()
  // Until the registry sends those who ask here, nobody but the owner is served.
  if (isElsewhere) await standings.set(move.ename, 'arriving', run.move.uri)
  await tenants.certifyAnew(move.ename)
  // Says at once where nothing may be read.
  await run.remote().count(null)
  await change(run, { wasEmpty: (await run.local.counts()).size === 0 })

  function own(): string | undefined {
    return tenants.of(move.ename)?.evaultId
  }
}

async function copy(run: Run, tick: Tick): Promise<void> {
  const total = await run.remote().count(null)
  let done = 0
  for await (const { records, next } of pagesOf(run.remote(), run.move.cursor)) {
    await run.delivery().bring(records)
    done += records.length
    await tick(done, total === null ? null : Math.max(total, done))
    if (next !== null) await change(run, { cursor: next })
  }
}

/** Fetches the bytes of files whose bytes are not here. */
export async function fetchFiles(run: Run, tick: Tick): Promise<void> {
  const { ledger, move } = run
  const narrow = { ontology: fileOntology, state: 'copied' } as const
  let done = 0
  for (let after = ''; ; ) {
    const items = await ledger.itemsAfter(move, after, narrow, itemsAtOnce)
    const last = items.at(-1)
    if (last === undefined) return
    const here = await run.localFiles.among(items.map(({ id }) => id))
    for (const item of items) {
      const known = here.get(item.id)
      if (known === undefined || (await isLost(run, known.hash))) {
        await ledger.keep([{ ...item, ...(await fetchFile(run, item.id)) }])
      } else if (item.fileHash === null) {
        await ledger.keep([{ ...item, fileHash: known.hash, fileProblem: null }])
      }
      done += 1
      await tick(done)
    }
    after = last.id
  }
}

async function isLost(run: Run, hash: string): Promise<boolean> {
  const bytes = await run.localFiles.read(hash)
  bytes?.destroy()
  return bytes === null
}

async function fetchFile(run: Run, id: string) {
  const record = (await run.local.byIds([id])).get(id)
  if (record === undefined) return {}
  const bytes = await run.remoteFiles.open(id).catch((error: unknown) => {
    const { code } = error as { code?: unknown }
    if (code !== 'REFUSED' && code !== 'BAD_ANSWER') throw error
    return error as Error
  })
  if (bytes === null) return { fileProblem: 'Its bytes are not there.' }
  if (bytes instanceof Error) return { fileProblem: bytes.message }
  try {
    const stored = await run.localFiles.store(record, bytes)
    if ('problem' in stored) return { fileProblem: stored.problem }
    return { fileHash: stored.hash, fileProblem: null }
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'TOO_LARGE') throw error
    return { fileProblem: 'It is larger than a file may be.' }
  } finally {
    bytes.destroy()
  }
}

/** The source's own log is kept apart: it is no part of this vault's chain. */
async function fetchLogs(run: Run, tick: Tick): Promise<void> {
  const { graphql, http, ledger, move } = run
  await fetchIdentityLog(run)
  let position = 0
  let cursor: string | null = null
  const seen = new Set<string>()
  await ledger.forgetLog(move)
  for (;;) {
    const query = new URLSearchParams({ limit: String(logPage), ...(cursor && { cursor }) })
    const { status, json } = await graphql.call({ path: `/logs?${query}` })
    // It is named in the report: nothing else depends on it.
    if (status !== 200) return
    const { logs, nextCursor, hasMore } = understood(http, logAnswer, json)
    await ledger.keepLog(move, position, logs)
    position += logs.length
    await tick(position)
    const isEnd = nextCursor == null || hasMore === false || logs.length === 0
    if (isEnd || seen.has(nextCursor) || position >= mostLogEntries) return
    seen.add(nextCursor)
    cursor = nextCursor
  }
}

/** Of a vault whose keys are not here: where they are, its log is written. */
async function fetchIdentityLog({ host, identityLogs, move }: Run): Promise<void> {
  const entries = await host.identityLog()
  if (entries.length === 0) return
  await identityLogs.take(move.ename, entries).catch((error: unknown) => {
    // It is named in the report; where the keys are here, so is the log.
    if (!(error instanceof RequestError)) throw error
  })
}

/** Passes over the source until one finds nothing that is not here as it is there. */
async function untilSame(run: Run, tick: Tick): Promise<void> {
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    const changed = await compare(run, tick)
    if (changed === 0) return
    await fetchFiles(run, async () => {})
  }
  throw new MoveStopped(
    `What ${run.http.host} shows changes each time it is read. Nothing was switched. Try again when nobody writes there.`,
  )
}

/** One pass. @returns how many records were not here as they are there */
async function compare(run: Run, tick: Tick): Promise<number> {
  const { ledger, move } = run
  await ledger.setChecked(move, null, false)
  let changed = 0
  let read = 0
  for await (const { records } of pagesOf(run.remote(), null)) {
    const different = await differing(run, records)
    await run.delivery().bring(different)
    const items = await ledger.items(
      move,
      records.map(({ id }) => id),
    )
    const isDealtWith = ({ id }: MovedRecord) => items.get(id)?.state !== 'sending'
    await ledger.setChecked(
      move,
      records.filter(isDealtWith).map(({ id }) => id),
      true,
    )
    changed += different.filter(({ id }) => items.get(id)?.state === 'copied').length
    read += records.length
    await tick(read)
  }
  return changed + (await takeGone()) + (await clear(run))

  /** Those that no page showed are deleted at the source. */
  async function takeGone(): Promise<number> {
    let count = 0
    for (;;) {
      const narrow = { state: 'copied', checked: false } as const
      const items = await ledger.itemsAfter(move, '', narrow, itemsAtOnce)
      if (items.length === 0) return count
      const there = await run.remote().byIds(items.map(({ id }) => id))
      const gone = items.map(({ id }) => id).filter((id) => !there.has(id))
      // Those that are there all the same were passed over by a page that changed meanwhile.
      await run.delivery().take(gone)
      const taken = await ledger.items(move, gone)
      await ledger.setChecked(
        move,
        items.map(({ id }) => id),
        true,
      )
      const isTaken = (id: string) => taken.get(id)?.state === 'gone'
      count += gone.filter(isTaken).length + there.size
    }
  }
}

/**
 * Takes away what is here from before, and is not at the source any more. Who is not asked by its
 * owner may hide records: what is not shown is not deleted then.
 * @returns how much
 */
async function clear(run: Run): Promise<number> {
  const { ledger, move, local } = run
  if (!move.returns || !move.helps) return 0
  let count = 0
  for (let after: string | null = null; ; ) {
    const { records, next } = await local.page(after)
    const items = await ledger.items(
      move,
      records.map(({ id }) => id),
    )
    for (const { id } of records) {
      const state = items.get(id)?.state
      if (state !== undefined && state !== 'gone') continue
      if ((await local.remove(id)).ok) count += 1
    }
    if (next === null) return count
    after = next
  }
}

/** Records of a page that are not here as they are there. */
async function differing(run: Run, records: readonly MovedRecord[]): Promise<MovedRecord[]> {
  const { ledger, move, local } = run
  const here = await local.byIds(records.map(({ id }) => id))
  const items = await ledger.items(
    move,
    records.map(({ id }) => id),
  )
  return records.filter((record) => {
    const item = items.get(record.id)
    const found = here.get(record.id)
    if (item === undefined) return true
    if (item.state === 'conflict' || item.state === 'refused') return false
    if (item.state !== 'copied' || found === undefined) return true
    return !sameThere(record, found)
  })
}

function sameThere(record: MovedRecord, found: MovedRecord): boolean {
  try {
    return isSame(hashRecord(record), found, true)
  } catch {
    return false
  }
}
