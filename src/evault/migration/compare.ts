import { fileOntology } from '../files/files.ts'
import type { Ledger, MoveItem, MoveKey } from './ledger.ts'
import { pagesOf } from './pages.ts'
import { isSame, type MovedRecord } from './record-hash.ts'
import type { RemoteVault } from './remote-vault.ts'

interface Means {
  readonly key: MoveKey
  readonly ledger: Ledger
  readonly remote: RemoteVault
  readonly showsAcl: boolean
}

const some = 200
const mostStrange = 10_000

/**
 * Reads everything at the target and notes which items are there as they have to be. What is not
 * is left unchecked.
 * @param told how many records were read so far
 * @returns ids of the records there that are none of the items, as many as are looked after at once
 */
export async function compareAll(
  { key, ledger, remote, showsAcl }: Means,
  told: (read: number) => Promise<void>,
): Promise<readonly string[]> {
  const strange: string[] = []
  await ledger.setChecked(key, null, false)
  let read = 0
  for await (const { records } of pagesOf(remote, null)) {
    const ids = records.map(({ id }) => id)
    const items = await ledger.items(key, ids)
    const good = records.filter((record) => isThere(items.get(record.id), record, showsAcl))
    await ledger.setChecked(
      key,
      good.map(({ id }) => id),
      true,
    )
    read += records.length
    await told(read)
    const others = ids.filter((id) => !items.has(id) || items.get(id)?.state === 'gone')
    strange.push(...others.slice(0, mostStrange - strange.length))
  }
  return strange
}

/** Reads those items at the target that were not found to be as they have to be. */
export async function compareUnchecked({ key, ledger, remote, showsAcl }: Means): Promise<void> {
  let after = ''
  for (;;) {
    const narrow = { state: 'copied', checked: false } as const
    const items = await ledger.itemsAfter(key, after, narrow, some)
    const last = items.at(-1)
    if (last === undefined) return
    const found = await remote.byIds(
      items.map(({ id, otherId, ontology }) =>
        isFileElsewhere(ontology, otherId) ? id : (otherId ?? id),
      ),
    )
    const good = items.filter((item) => {
      const { id, otherId } = item
      const record = found.get(id) ?? (otherId === null ? undefined : found.get(otherId))
      return record !== undefined && isThere(item, { ...record, id }, showsAcl)
    })
    await ledger.setChecked(
      key,
      good.map(({ id }) => id),
      true,
    )
    after = last.id
  }
}

function isThere(item: MoveItem | undefined, record: MovedRecord, showsAcl: boolean): boolean {
  return item?.state === 'copied' && isSame(item, record, showsAcl)
}

/** A file's record keeps its id: the other id is of the record that its bytes came with. */
function isFileElsewhere(ontology: string, otherId: string | null): boolean {
  return otherId !== null && ontology === fileOntology
}
