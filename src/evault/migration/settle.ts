import { fetchFiles } from './in.ts'
import type { MoveItem } from './ledger.ts'
import { pagesOf } from './pages.ts'
import { hashRecord, isSame, type MovedRecord } from './record-hash.ts'
import type { Sent } from './remote-vault.ts'
import { MoveStopped, type Run, type Tick } from './run.ts'

const itemsAtOnce = 200
/** Passes over a source that goes on changing, before the owner is asked. */
const mostPasses = 5
const changedHere = 'It was changed at both places: what is here was left as it is.'

/**
 * Takes along what was written at the source between the last look and the switch. The vault is
 * used here by now, so what counts as changed at the source is what is not as it was when it came;
 * what was changed here since stays as it is.
 */
export async function settle(run: Run, tick: Tick): Promise<void> {
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    if ((await passOver(run, tick)) === 0) return
    await fetchFiles(run, async () => {})
  }
  throw new MoveStopped(
    `What ${run.http.host} shows changes each time it is read: it is still used. The registry sends those who ask here; go on when nobody writes there.`,
  )
}

/** @returns how much had changed at the source */
async function passOver(run: Run, tick: Tick): Promise<number> {
  const { ledger, move } = run
  await ledger.setChecked(move, null, false)
  let changed = 0
  let read = 0
  for await (const { records } of pagesOf(run.remote(), null)) {
    const ids = records.map(({ id }) => id)
    const items = await ledger.items(move, ids)
    for (const record of records) {
      if (!isNews(items.get(record.id), record)) continue
      await ledger.keep([await takeOver(run, items.get(record.id), record)])
      changed += 1
    }
    await ledger.setChecked(move, ids, true)
    read += records.length
    await tick(read)
  }
  // One that shows nothing at all any more was closed, not emptied: here is the only copy now.
  return read === 0 ? changed : changed + (await takeGone(run))
}

/** Whether the source shows something else than when it was looked at last. */
function isNews(item: MoveItem | undefined, record: MovedRecord): boolean {
  if (item === undefined || item.state === 'gone' || item.state === 'sending') return true
  return item.state === 'copied' && !isSame(item, record, true)
}

async function takeOver({ local, move }: Run, item: MoveItem | undefined, record: MovedRecord) {
  const { ename, moveId } = move
  const isNew = item === undefined || item.state === 'gone'
  const answer = isNew
    ? ((await local.create([record])).get(record.id) as Sent)
    : await local.replace(record, item)
  const now: MoveItem = {
    ...{ ename, moveId, id: record.id, ontology: record.ontology, checked: true },
    ...{ otherId: null, otherUrl: null, fileHash: null, fileProblem: null },
    ...item,
    ...hashesOf(record),
    ...{ brought: item?.brought ?? true, state: 'copied', problem: null },
  }
  if (answer.ok) return now
  // Taken over before the process was killed, or the same was written here.
  const found = (await local.byIds([record.id])).get(record.id)
  if (found !== undefined && isSame(now, found, true)) return now
  const isTaken = found !== undefined || !isNew
  const problem = isTaken ? changedHere : answer.reason
  return { ...now, state: isTaken ? ('conflict' as const) : ('refused' as const), problem }
}

function hashesOf(record: MovedRecord) {
  try {
    return hashRecord(record)
  } catch {
    return { hash: '', contentHash: '' }
  }
}

/** What no page showed is deleted at the source: it goes here too, unless it was changed here. */
async function takeGone({ local, ledger, move, remote }: Run): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const narrow = { state: 'copied', checked: false } as const
    const items = await ledger.itemsAfter(move, after, narrow, itemsAtOnce)
    const last = items.at(-1)
    if (last === undefined) return count
    const there = await remote().byIds(items.map(({ id }) => id))
    for (const item of items.filter(({ id }) => !there.has(id))) {
      const { ok } = await local.remove(item.id, item)
      await ledger.keep([{ ...item, state: 'gone', checked: ok }])
      if (ok) count += 1
    }
    // Passed over by pages that changed meanwhile: the next pass looks at them.
    count += there.size
    after = last.id
  }
}
