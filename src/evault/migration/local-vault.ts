import { authorise, type Grant, type Operation } from '../access/authorise.ts'
import { policyPresets } from '../access/policy.ts'
import { readBindingDocument } from '../bindings/prepare.ts'
import { type BindingDocument, bindingOntology } from '../bindings/types.ts'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import type { Transact } from '../db/store.ts'
import { prepareId, prepareMetaEnvelope } from '../envelopes/prepare.ts'
import { RequestError } from '../errors.ts'
import { fileOntology } from '../files/files.ts'
import { isSame, type MovedRecord, type RecordHashes } from './record-hash.ts'
import type { RecordPage, Sent } from './remote-vault.ts'

/** A record that was changed, as the operation log says. */
export interface LoggedChange {
  readonly id: string
  readonly sequence: number
}

/** The records of a vault of this server, for a move. */
export interface LocalVault {
  /** Pages in creation order, each of bounded size. `after` is the position of the last before. */
  page(after: string | null): Promise<RecordPage>
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, MovedRecord>>
  /** Records and types, counted as the vault keeps them. */
  counts(): Promise<ReadonlyMap<string, number>>
  /** Which of these are changed since that entry of the operation log; the oldest first. */
  changesSince(sequence: number, most: number): Promise<readonly LoggedChange[]>
  newestSequence(): Promise<number>
  /** Brings records here, under their ids, without telling platforms. */
  create(records: readonly MovedRecord[]): Promise<ReadonlyMap<string, Sent>>
  /** @param expected refused where what is here is not this any more */
  replace(record: MovedRecord, expected?: RecordHashes): Promise<Sent>
  /** One that is not here counts as removed. @param expected as in `replace` */
  remove(id: string, expected?: RecordHashes): Promise<Sent>
  /** A binding document among the records; null for what is none. */
  binding(record: MovedRecord): BindingDocument | null
}

interface Means {
  readonly db: Database
  readonly transact: Transact
  readonly ename: string
}

const mostRecords = 500
const pageBytes = 4 * 1024 * 1024

const selectSizes = `
  SELECT id, position, octet_length(payload::text) AS size FROM meta_envelopes
  WHERE ename = $1 AND position > $2::uuid ORDER BY position LIMIT ${mostRecords}`
const selectByIds = `SELECT id, ontology, payload, acl FROM meta_envelopes
  WHERE ename = $1 AND id = ANY ($2::text[]) ORDER BY position`
const selectCounts = 'SELECT ontology, count FROM ontology_counts WHERE ename = $1 AND count > 0'
const selectChanges = `SELECT meta_envelope_id AS id, sequence FROM operation_log
  WHERE ename = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`
const selectNewest = `SELECT coalesce(max(sequence), 0) AS sequence FROM operation_log
  WHERE ename = $1`
const first = '00000000-0000-0000-0000-000000000000'

interface Row {
  readonly id: string
  readonly ontology: string
  readonly payload: unknown
  readonly acl: string[]
}

export function createLocalVault({ db, transact, ename }: Means): LocalVault {
  async function byIds(ids: readonly string[]): Promise<Map<string, MovedRecord>> {
    if (ids.length === 0) return new Map()
    const rows = await ask<Row>(db, selectByIds, [ename, arrayLiteral(ids)])
    return new Map(rows.map((row) => [row.id, row]))
  }

  return {
    byIds,

    async page(after) {
      const rows = await ask<{ id: string; position: string; size: number }>(db, selectSizes, [
        ename,
        after ?? first,
      ])
      let bytes = 0
      const end = rows.findIndex(({ size }, at) => {
        bytes += size
        return at > 0 && bytes > pageBytes
      })
      const some = end === -1 ? rows : rows.slice(0, end)
      const records = [...(await byIds(some.map(({ id }) => id))).values()]
      const isLast = end === -1 && rows.length < mostRecords
      return { records, next: isLast ? null : (some.at(-1)?.position ?? null) }
    },

    async counts() {
      const rows = await ask<{ ontology: string; count: string }>(db, selectCounts, [ename])
      return new Map(rows.map(({ ontology, count }) => [ontology, Number(count)]))
    },

    async changesSince(sequence, most) {
      const rows = await ask<{ id: string; sequence: string }>(db, selectChanges, [
        ...[ename, sequence, most],
      ])
      return rows.map((row) => ({ id: row.id, sequence: Number(row.sequence) }))
    },

    async newestSequence() {
      const [row] = await ask<{ sequence: string }>(db, selectNewest, [ename])
      return Number(row?.sequence ?? 0)
    },

    async create(records) {
      const answers = new Map<string, Sent>()
      const grant = ownerGrant('create', ename)
      const items = records.flatMap((record) => {
        const prepared = attempt(record.id, answers, () => {
          prepareId(record.id)
          return preparedOf(record)
        })
        const item = { grant, prepared, id: record.id, announce: false }
        return prepared === null ? [] : [{ ...item, prepared }]
      })
      await transact(async ({ envelopes }) => {
        const taken = await envelopes.taken(
          grant,
          items.map(({ id }) => id),
        )
        for (const id of taken) {
          answers.set(id, { ok: false, reason: 'A record with this id exists.' })
        }
        await envelopes.create(items.filter(({ id }) => !taken.has(id)))
      })
      for (const { id } of items) if (!answers.has(id)) answers.set(id, { ok: true })
      return answers
    },

    async replace(record, expected) {
      const grant = ownerGrant('administer', ename)
      return refusalOf(() =>
        transact(async ({ envelopes }) => {
          const before = await envelopes.find(grant, record.id)
          if (before === null) throw new RequestError('NOT_FOUND', 'There is no such record.')
          refuseChanged(before, expected)
          const after = preparedOf(record)
          const acl = record.acl === null ? before.acl : after.acl
          await envelopes.replace(grant, before, { ...after, acl })
        }),
      )
    },

    async remove(id, expected) {
      const grant = ownerGrant('remove', ename)
      const answer = await refusalOf(() =>
        transact(async ({ envelopes }) => {
          const before = expected && (await envelopes.find(ownerGrant('update', ename), id))
          if (before) refuseChanged(before, expected)
          await envelopes.remove(grant, id)
        }),
      )
      const isThere = answer.ok || (await byIds([id])).has(id)
      return isThere ? answer : { ok: true }
    },

    binding({ id, ontology, payload }) {
      if (ontology !== bindingOntology) return null
      return readBindingDocument({ id, position: '', ontology, payload: payload as never })
    },
  }
}

/** What the owner may do, who moves their vault. */
export function ownerGrant<O extends Operation>(operation: O, ename: string): Grant<O> {
  // No policy binds the owner.
  return authorise({ kind: 'owner' }, operation, ename, {
    policy: policyPresets.guarded,
    consent: null,
  })
}

export function standsForFile({ ontology }: Pick<MovedRecord, 'ontology'>): boolean {
  return ontology === fileOntology
}

/** Where an ACL is not shown, nobody but the owner may read the record. */
function preparedOf({ ontology, payload, acl }: MovedRecord) {
  return prepareMetaEnvelope({ ontology, payload, acl: acl ?? [] })
}

/** @throws RequestError `CHANGED_MEANWHILE` */
function refuseChanged(found: MovedRecord, expected: RecordHashes | undefined): void {
  if (expected === undefined || isSame(expected, found, true)) return
  throw new RequestError('CHANGED_MEANWHILE', 'It was changed meanwhile.')
}

function attempt<T>(id: string, answers: Map<string, Sent>, make: () => T): T | null {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    answers.set(id, { ok: false, reason: error.message })
    return null
  }
}

async function refusalOf(change: () => Promise<unknown>): Promise<Sent> {
  try {
    await change()
    return { ok: true }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    return { ok: false, reason: error.message }
  }
}
