import { compareAll, compareUnchecked } from './compare.ts'
import type { MoveItem } from './ledger.ts'
import { standsForFile } from './local-vault.ts'
import { bring, sendFile } from './out-files.ts'
import { change, MoveStopped, type Run, type Tick } from './run.ts'

const changesAtOnce = 200
const mostNamed = 5

/** Takes along what was written here since the copy began. */
export async function follow(run: Run, tick: Tick): Promise<void> {
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

/** Reads everything back; what is not there as it has to be stops the move. */
export async function check(run: Run, tick: Tick): Promise<void> {
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
export async function resend(run: Run): Promise<void> {
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

/**
 * The last look, while nothing can be written here: only what is new is compared.
 * @throws MoveStopped
 */
export async function checkLast(run: Run): Promise<void> {
  await compareUnchecked(means(run))
  await refuseDifferent(run)
  await refuseMiscounted(run)
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
