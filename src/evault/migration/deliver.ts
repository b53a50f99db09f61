import type { BindingDocument } from '../bindings/types.ts'
import type { Ledger, MoveItem, MoveKey } from './ledger.ts'
import { hashRecord, isSame, type MovedRecord, type RecordHashes } from './record-hash.ts'
import { isTooLarge, type MadeBinding, type Sent } from './remote-vault.ts'

/** Where records are brought to. */
export interface Target {
  /** Whether it shows the ACLs of what it holds. */
  readonly showsAcl: boolean
  /** What differs there may be replaced although this move did not bring it. */
  readonly replacesAll: boolean
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, MovedRecord>>
  create(records: readonly MovedRecord[]): Promise<ReadonlyMap<string, Sent>>
  replace(record: MovedRecord): Promise<Sent>
  remove(id: string): Promise<Sent>
  /** Makes a binding document that it does not take as a record. */
  createBinding(document: BindingDocument): Promise<MadeBinding>
  /** The binding document in a record; null for any other. */
  binding(record: MovedRecord): BindingDocument | null
}

interface Means {
  readonly key: MoveKey
  readonly ledger: Ledger
  readonly target: Target
  /** Whether the target held nothing when the move began. */
  readonly wasEmpty: boolean
}

/** Brings records to the target. Done again, it does nothing again. */
export interface Delivery {
  /** @param otherUrl where the file of each is there, for records that stand for one */
  bring(records: readonly MovedRecord[], other?: OtherFile): Promise<void>
  /** Takes records away again that are deleted at the source. */
  take(ids: readonly string[]): Promise<void>
}

/** What is known of a file at the target, for the record that stands for it. */
export type OtherFile = Pick<MoveItem, 'otherId' | 'otherUrl'>

export function createDelivery({ key, ledger, target, wasEmpty }: Means): Delivery {
  /** As the record has to be there. @throws TypeError, RequestError for one that can't be compared */
  function expected(record: MovedRecord): RecordHashes {
    return hashRecord(record)
  }

  async function plan(records: readonly MovedRecord[], other?: OtherFile) {
    const known = await ledger.items(
      key,
      records.map(({ id }) => id),
    )
    const fresh = records.filter(({ id }) => !known.has(id))
    // What an empty vault holds now was brought; elsewhere somebody may have been before.
    const there = wasEmpty ? new Map() : await target.byIds(fresh.map(({ id }) => id))
    return records.map((record): Planned => {
      const before = known.get(record.id)
      const found: MovedRecord | undefined = there.get(record.id)
      const hashes = attempt(() => expected(record))
      const item: MoveItem = {
        ...key,
        ...{ id: record.id, ontology: record.ontology, state: 'sending', checked: false },
        hash: hashes?.hash ?? '',
        contentHash: hashes?.contentHash ?? '',
        brought: before?.brought ?? found === undefined,
        otherId: other?.otherId ?? before?.otherId ?? null,
        otherUrl: other?.otherUrl ?? before?.otherUrl ?? null,
        fileHash: before?.fileHash ?? null,
        fileProblem: before?.fileProblem ?? null,
        problem: null,
      }
      if (hashes === null) {
        const problem = 'It can’t be compared: it holds what JSON can’t.'
        return { record, item: { ...item, state: 'refused', problem }, found: undefined }
      }
      return { record, item, found }
    })
  }

  async function bring(records: readonly MovedRecord[], other?: OtherFile): Promise<void> {
    if (records.length === 0) return
    const planned = await plan(records, other)
    // Before anything is sent: after a crash it is known what may have arrived.
    await ledger.keep(planned.map(({ item }) => item))
    const open = planned.filter(({ item }) => item.state === 'sending')
    const missing = open.filter(({ found }) => found === undefined)
    const answers = await send(missing.map(({ record }) => record))
    const failed = missing.filter(({ record }) => answers.get(record.id)?.ok !== true)
    const present = await target.byIds(failed.map(({ record }) => record.id))
    const settled: MoveItem[] = []
    for (const { record, item, found } of open) {
      const answer = answers.get(record.id)
      if (answer?.ok === true) settled.push({ ...item, state: 'copied' })
      else settled.push(await settle(record, item, found ?? present.get(record.id), answer))
    }
    await ledger.keep(settled)
  }

  /** Those that are too many at once are sent in halves; one that is too large is refused. */
  async function send(records: readonly MovedRecord[]): Promise<Map<string, Sent>> {
    if (records.length === 0) return new Map()
    try {
      return new Map(await target.create(records))
    } catch (error) {
      if (!isTooLarge(error)) throw error
      const [only] = records
      if (records.length === 1 && only !== undefined) {
        return new Map([[only.id, { ok: false, reason: 'It is too large for the other vault.' }]])
      }
      const half = Math.ceil(records.length / 2)
      const parts = [await send(records.slice(0, half)), await send(records.slice(half))]
      return new Map(parts.flatMap((part) => [...part]))
    }
  }

  /** What becomes of a record that could not simply be created. */
  async function settle(
    record: MovedRecord,
    item: MoveItem,
    found: MovedRecord | undefined,
    answer: Sent | undefined,
  ): Promise<MoveItem> {
    const reason = answer?.ok === false ? answer.reason : null
    if (found !== undefined) {
      if (isSame(item, found, target.showsAcl)) return { ...item, state: 'copied' }
      if (!item.brought && !target.replacesAll) {
        return { ...item, state: 'conflict', problem: 'Another record of this id is there.' }
      }
      return from(item, await replace(record))
    }
    const document = target.binding(record)
    if (document === null) return { ...item, state: 'refused', problem: reason }
    return bindAnew(item, document, reason)
  }

  /** A binding document is never changed: it goes, and comes again as it is now. */
  async function replace(record: MovedRecord): Promise<Sent> {
    const answer = await target.replace(record)
    if (answer.ok || target.binding(record) === null) return answer
    const gone = await target.remove(record.id)
    if (!gone.ok) return gone
    return (await target.create([record])).get(record.id) ?? answer
  }

  async function bindAnew(item: MoveItem, document: BindingDocument, reason: string | null) {
    // It may have been made before the process was killed, or before it was signed once more.
    if (item.otherId !== null) {
      const made = (await target.byIds([item.otherId])).get(item.otherId)
      if (made !== undefined && isSame(item, { ...made, id: item.id }, target.showsAcl)) {
        return { ...item, state: 'copied' as const }
      }
      await target.remove(item.otherId)
    }
    try {
      const { id: otherId, withoutSigners } = await target.createBinding(document)
      const problem =
        withoutSigners.length === 0
          ? null
          : `Without the signature of ${withoutSigners.join(', ')}.`
      return { ...item, state: 'copied' as const, otherId, problem }
    } catch (error) {
      if (isPassing(error)) throw error
      const message = error instanceof Error ? error.message : reason
      return { ...item, state: 'refused' as const, problem: message }
    }
  }

  return {
    bring,
    async take(ids) {
      const known = await ledger.items(key, ids)
      for (const item of known.values()) {
        if (item.state === 'gone') continue
        if (!item.brought && !target.replacesAll) continue
        // A document that got another id, or the upload that a file's bytes came with.
        const other = item.otherId === null ? null : await target.remove(item.otherId)
        const answer = other?.ok === false ? other : await target.remove(item.id)
        const state = answer.ok ? 'gone' : 'refused'
        const problem = answer.ok ? null : answer.reason
        // Should it come again, its bytes have to come again too.
        const nothing = { otherId: null, otherUrl: null, fileHash: null, fileProblem: null }
        const now = { ...item, state, checked: answer.ok, problem } as const
        await ledger.keep([answer.ok ? { ...now, ...nothing } : now])
      }
    },
  }
}

interface Planned {
  readonly record: MovedRecord
  readonly item: MoveItem
  /** What was there before. */
  readonly found: MovedRecord | undefined
}

function from(item: MoveItem, answer: Sent): MoveItem {
  if (answer.ok) return { ...item, state: 'copied' }
  return { ...item, state: 'refused', problem: answer.reason }
}

/** Whether it may go well later. */
function isPassing(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code !== 'REFUSED'
}

function attempt<T>(compute: () => T): T | null {
  try {
    return compute()
  } catch {
    return null
  }
}
