import type { Grant, Operation } from '../access/authorise.ts'
import { describeCaller } from '../access/caller.ts'
import { refuseBindingDocument } from '../bindings/protected.ts'
import type { CountWriter } from '../db/counts.ts'
import { arrayLiteral, ask, plainArrayLiteral, type Transaction } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import { RequestError } from '../errors.ts'
import { deletionHash, envelopeHash, type LogEvent } from '../log/chain.ts'
import type { LogWriter } from '../log/writer.ts'
import type { RecordChange } from './changes.ts'
import { coverage } from './covered-by.ts'
import { envelopeIds, positionsOf } from './envelope-id.ts'
import { type PreparedMetaEnvelope, prepareId, preparePayload } from './prepare.ts'
import { type RecordRow, readRecord } from './rows.ts'
import { searchText } from './search-text.ts'
import type { Json, StoredMetaEnvelope } from './types.ts'
import {
  deleteRecord,
  insertRecords,
  keepVersion,
  markRestored,
  selectByEnvelope,
  selectDeleted,
  selectForUpdate,
  selectTaken,
  selectVersion,
  updateRecord,
} from './write-statements.ts'

/** A record to be created, under an id of the caller's choice or one of the vault's making. */
export interface NewRecord {
  readonly grant: Grant<Operation>
  readonly prepared: PreparedMetaEnvelope
  readonly id: string | null
  /** False keeps the awareness protocol quiet. */
  readonly announce: boolean
}

/** What the transactor works with. */
interface Means {
  readonly tx: Transaction
  readonly ids: IdClock
  readonly log: LogWriter
  readonly counts: CountWriter
  /** Tells the listeners of a change once it is committed. */
  readonly announce: (change: RecordChange) => void
}

type Stored = PreparedMetaEnvelope & Pick<StoredMetaEnvelope, 'ename' | 'id' | 'position'>

export type EnvelopeTransactor = ReturnType<typeof createEnvelopeTransactor>

/** Writes records, inside one transaction. Each change keeps the version before it and is logged. */
export function createEnvelopeTransactor({ tx, ids, log, counts, announce }: Means) {
  function logged(
    { ename, caller }: Grant<Operation>,
    event: Omit<LogEvent, 'ename' | 'platform' | 'caller'>,
  ): void {
    log.append({ ename, ...event }, caller)
  }

  async function insert(records: readonly Stored[]): Promise<void> {
    for (const ename of new Set(records.map((record) => record.ename))) {
      const own = records.filter((record) => record.ename === ename)
      const column = (value: (record: Stored) => string) => arrayLiteral(own.map(value))
      await ask(tx, insertRecords, [
        ename,
        column(({ id }) => id),
        plainArrayLiteral(own.map(({ position }) => position)),
        column(({ ontology }) => ontology),
        column(({ payloadText }) => payloadText),
        column(({ acl }) => arrayLiteral(acl)),
      ])
    }
    for (const { ename, ontology } of records) counts.add(ename, ontology, 1)
  }

  async function endVersion(
    { ename, caller }: Grant<Operation>,
    id: string,
    endedBy: 'update' | 'delete',
  ): Promise<void> {
    const now = new Date().toISOString()
    await ask(tx, keepVersion, [ename, id, ids.next(), endedBy, now, describeCaller(caller)])
  }

  async function find(grant: Grant<Operation>, id: string): Promise<StoredMetaEnvelope | null> {
    const [row] = await ask<RecordRow>(tx, selectForUpdate, [...coverage(grant), id])
    return row === undefined ? null : readRecord(row)
  }

  async function replace(
    grant: Grant<Operation>,
    before: StoredMetaEnvelope,
    after: PreparedMetaEnvelope,
    operation: 'update' | 'update_envelope_value',
  ): Promise<StoredMetaEnvelope> {
    const { ename } = grant
    const { id, position } = before
    const { ontology, payload, payloadText, acl } = after
    await endVersion(grant, id, 'update')
    const search = searchText(payload)
    await ask(tx, updateRecord, [ename, id, ontology, payloadText, arrayLiteral(acl), search])
    counts.add(ename, before.ontology, -1)
    counts.add(ename, ontology, 1)
    const hash = envelopeHash(id, ontology, payloadText)
    logged(grant, {
      ...{ metaEnvelopeId: id, envelopeHash: hash, operation, ontology, announce: true },
    })
    const record = { ename, id, position, ontology, payload, acl }
    announce({ kind: 'UPDATED', ename, id, ontology, record })
    return record
  }

  async function create(
    items: readonly NewRecord[],
    kind: 'CREATED' | 'RESTORED' = 'CREATED',
    place?: string,
  ): Promise<StoredMetaEnvelope[]> {
    const records = items.map(({ grant, prepared, id }) => {
      const position = place ?? ids.next()
      return { ename: grant.ename, id: id ?? position, position, ...prepared }
    })
    await insert(records)
    return items.map(({ grant, announce: toPlatforms }, index) => {
      const { payloadText, ...record } = records[index] as Stored
      const { ename, id, ontology } = record
      logged(grant, {
        metaEnvelopeId: id,
        envelopeHash: envelopeHash(id, ontology, payloadText),
        operation: 'create',
        ontology,
        announce: toPlatforms,
      })
      announce({ kind, ename, id, ontology, record })
      return record
    })
  }

  return {
    /** Stores new records; ids that are brought along must be free (`taken`). */
    create: (items: readonly (NewRecord & { readonly grant: Grant<'create'> })[]) => create(items),

    /** Which of these ids the vault holds, whoever may read them. */
    async taken({ ename }: Grant<'create'>, wanted: readonly string[]): Promise<Set<string>> {
      if (wanted.length === 0) return new Set()
      const rows = await ask<{ id: string }>(tx, selectTaken, [ename, arrayLiteral(wanted)])
      return new Set(rows.map(({ id }) => id))
    },

    /**
     * Replaces a record's content; fields that stay keep their envelope's id. An id the vault
     * does not hold is created in place, for callers who may write everything.
     * @throws RequestError `NOT_FOUND`; `INVALID_INPUT` for an id nothing can be created under;
     * `FORBIDDEN` where a caller other than the owner would widen the ACL
     */
    async update(
      grant: Grant<'update'>,
      id: string,
      prepared: PreparedMetaEnvelope,
    ): Promise<StoredMetaEnvelope> {
      refuseBindingDocument(prepared.ontology)
      const before = await find(grant, id)
      if (before !== null) {
        refuseBindingDocument(before.ontology)
        return replace(
          grant,
          before,
          { ...prepared, acl: nextAcl(grant, before, prepared) },
          'update',
        )
      }
      if (!grant.records.all) throw notFound()
      const item = { grant, prepared, id: prepareId(id), announce: true }
      const [created] = await create([item])
      return created as StoredMetaEnvelope
    },

    /**
     * Replaces one field's value. Source: eVault seed, `updateEnvelopeValue`.
     * @throws RequestError `NOT_FOUND`, `INVALID_PAYLOAD`
     */
    async updateValue(grant: Grant<'update'>, envelope: string, value: Json) {
      const positions = positionsOf(envelope)
      if (positions === null) throw notFound()
      const { first, last } = positions
      const rows = await ask<RecordRow>(tx, selectByEnvelope, [...coverage(grant), first, last])
      for (const before of rows.map(readRecord)) {
        const ids = envelopeIds(before.position, Object.keys(before.payload))
        const key = [...ids.keys()].find((name) => ids.get(name) === envelope)
        if (key === undefined) continue
        refuseBindingDocument(before.ontology)
        const entries = Object.entries(before.payload)
        const payload = Object.fromEntries(
          entries.map(([name, old]) => [name, name === key ? value : old]),
        )
        const { ontology, acl } = before
        const after = { ontology, acl, ...preparePayload(payload) }
        return replace(grant, before, after, 'update_envelope_value')
      }
      throw notFound()
    },

    /** One record to change it, or null when the caller may not. */
    find: (grant: Grant<'update' | 'remove' | 'sign' | 'administer'>, id: string) =>
      find(grant, id),

    /** Replaces the content of a record that `find` gave. */
    replace: (
      grant: Grant<'update' | 'sign' | 'administer'>,
      before: StoredMetaEnvelope,
      after: PreparedMetaEnvelope,
    ) => replace(grant, before, after, 'update'),

    /**
     * Sets who may read and write a record; its content stays.
     * @throws RequestError `NOT_FOUND`
     */
    async setAcl(
      grant: Grant<'administer'>,
      id: string,
      acl: readonly string[],
    ): Promise<StoredMetaEnvelope> {
      const before = await find(grant, id)
      if (before === null) throw notFound()
      return replace(grant, before, { ...asPrepared(before), acl }, 'update')
    },

    /**
     * Moves a record to the trash.
     * @throws RequestError `NOT_FOUND`
     */
    async remove(grant: Grant<'remove'>, id: string): Promise<void> {
      const { ename } = grant
      const before = await find(grant, id)
      if (before === null) throw notFound()
      const { ontology } = before
      if (grant.caller.kind !== 'owner') refuseBindingDocument(ontology)
      await endVersion(grant, id, 'delete')
      await ask(tx, deleteRecord, [ename, id])
      counts.add(ename, ontology, -1)
      const event = { metaEnvelopeId: id, envelopeHash: deletionHash(id), ontology, announce: true }
      logged(grant, { ...event, operation: 'delete' })
      announce({ kind: 'DELETED', ename, id, ontology, record: null })
    },

    /**
     * Takes the last deleted record of this id back from the trash, as it was, to its place.
     * @throws RequestError `NOT_FOUND`; `ALREADY_EXISTS` when the id is in use again
     */
    async restore(grant: Grant<'administer'>, id: string): Promise<StoredMetaEnvelope> {
      const [row] = await ask<RecordRow>(tx, selectDeleted, [grant.ename, id])
      if (row === undefined) throw notFound()
      if ((await find(grant, id)) !== null) {
        throw new RequestError('ALREADY_EXISTS', 'A record with this id exists again.', 'id')
      }
      return bringBack(grant, readRecord(row))
    },

    /**
     * Gives a record the content of one of its earlier versions; one that was deleted returns.
     * @throws RequestError `NOT_FOUND`
     */
    async restoreVersion(grant: Grant<'administer'>, version: string): Promise<StoredMetaEnvelope> {
      const [row] = await ask<RecordRow>(tx, selectVersion, [grant.ename, version])
      if (row === undefined) throw notFound()
      const earlier = readRecord(row)
      const present = await find(grant, earlier.id)
      if (present === null) return bringBack(grant, earlier)
      return replace(grant, present, asPrepared(earlier), 'update')
    },
  }

  async function bringBack(grant: Grant<'administer'>, record: StoredMetaEnvelope) {
    await ask(tx, markRestored, [grant.ename, record.id])
    const item = { grant, prepared: asPrepared(record), id: record.id, announce: true }
    const [restored] = await create([item], 'RESTORED', record.position)
    return restored as StoredMetaEnvelope
  }
}

function asPrepared({ ontology, payload, acl }: StoredMetaEnvelope): PreparedMetaEnvelope {
  return { ontology, acl, ...preparePayload(payload) }
}

/**
 * The ACL after an update. Nobody but the owner widens one; who may not write everything leaves
 * it as it is, because they cannot know what is in it.
 */
function nextAcl(
  grant: Grant<'update'>,
  before: StoredMetaEnvelope,
  { acl }: PreparedMetaEnvelope,
): readonly string[] {
  if (grant.caller.kind === 'owner') return acl
  if (acl.some((name) => !before.acl.includes(name))) {
    throw new RequestError('FORBIDDEN', 'Only the owner may give access to more names.', 'acl')
  }
  return grant.records.all ? acl : before.acl
}

function notFound(): RequestError {
  return new RequestError('NOT_FOUND', 'There is no record with this id.', 'id')
}
