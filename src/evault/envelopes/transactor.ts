import { and, desc, eq, sql } from 'drizzle-orm'
import type { Grant } from '../access/authorise.ts'
import { type BuiltStatement, type Database, run, type Transaction } from '../db/database.ts'
import type { IdClock } from '../db/ids.ts'
import { metaEnvelopes, ontologyCounts, trash } from '../db/schema.ts'
import { RequestError } from '../errors.ts'
import type { RecordChange } from './changes.ts'
import { coveredBy } from './covered-by.ts'
import type { PreparedMetaEnvelope } from './prepare.ts'
import type { StoredMetaEnvelope } from './types.ts'

export type EnvelopeTransactor = ReturnType<typeof createEnvelopeTransactor>

/** Inserts a record and counts it, in one statement. */
export function buildCreate(db: Database): BuiltStatement {
  const { placeholder } = sql
  const ename = placeholder('ename')
  const ontology = placeholder('ontology')
  const counted = db.$with('counted').as(
    db
      .insert(ontologyCounts)
      .values({ ename, ontology, count: 1 })
      .onConflictDoUpdate({
        target: [ontologyCounts.ename, ontologyCounts.ontology],
        set: { count: sql`${ontologyCounts.count} + 1` },
      })
      .returning(),
  )
  return db
    .with(counted)
    .insert(metaEnvelopes)
    .values({
      ename,
      id: placeholder('id'),
      position: placeholder('position'),
      ontology,
      envelopes: placeholder('envelopes'),
      acl: placeholder('acl'),
      createdAt: placeholder('createdAt'),
    })
    .prepare('create_meta_envelope')
}

/**
 * Writes records, inside one transaction. Each change is announced, so that the
 * listeners are told once it is committed.
 */
export function createEnvelopeTransactor(
  tx: Transaction,
  insertAndCount: BuiltStatement,
  ids: IdClock,
  announce: (change: RecordChange) => void,
) {
  async function addToCount(ename: string, ontology: string, difference: 1 | -1): Promise<void> {
    await tx
      .insert(ontologyCounts)
      .values({ ename, ontology, count: difference })
      .onConflictDoUpdate({
        target: [ontologyCounts.ename, ontologyCounts.ontology],
        set: { count: sql`${ontologyCounts.count} + ${difference}` },
      })
  }

  return {
    /** Stores a new record under an id of the vault's making. */
    async create(
      { ename }: Grant<'create'>,
      prepared: PreparedMetaEnvelope,
    ): Promise<StoredMetaEnvelope> {
      const id = ids.next()
      const record = { ename, id, position: id, ...prepared, createdAt: new Date() }
      await run(tx, insertAndCount, { ...record })
      announce({ kind: 'CREATED', ename, id, ontology: record.ontology, record })
      return record
    },

    /**
     * Moves a record to the trash.
     * @throws RequestError `NOT_FOUND`
     */
    async remove(grant: Grant<'remove'>, id: string): Promise<void> {
      const { ename } = grant
      const [record] = await tx
        .delete(metaEnvelopes)
        .where(and(coveredBy(grant), eq(metaEnvelopes.id, id)))
        .returning()
      if (record === undefined) throw notFound()
      await tx.insert(trash).values({ ...record, trashId: ids.next(), deletedAt: new Date() })
      await addToCount(ename, record.ontology, -1)
      announce({ kind: 'DELETED', ename, id, ontology: record.ontology, record: null })
    },

    /**
     * Takes the last deleted record of this id back from the trash, as it was, to its place.
     * @throws RequestError `NOT_FOUND`; `ALREADY_EXISTS` when the id is in use again
     */
    async restore({ ename }: Grant<'restore'>, id: string): Promise<StoredMetaEnvelope> {
      const [newest] = await tx
        .select({ trashId: trash.trashId })
        .from(trash)
        .where(and(eq(trash.ename, ename), eq(trash.id, id)))
        .orderBy(desc(trash.trashId))
        .limit(1)
      if (newest === undefined) throw notFound()
      const [deleted] = await tx
        .delete(trash)
        .where(and(eq(trash.ename, ename), eq(trash.trashId, newest.trashId)))
        .returning()
      if (deleted === undefined) throw notFound()
      const { trashId: _, deletedAt: __, ...row } = deleted
      const restored = await tx.insert(metaEnvelopes).values(row).onConflictDoNothing().returning()
      const [record] = restored
      if (record === undefined) {
        throw new RequestError('ALREADY_EXISTS', 'A record with this id exists again.', 'id')
      }
      await addToCount(ename, record.ontology, 1)
      announce({ kind: 'RESTORED', ename, id, ontology: record.ontology, record })
      return record
    },
  }
}

function notFound(): RequestError {
  return new RequestError('NOT_FOUND', 'There is no record with this id.', 'id')
}
