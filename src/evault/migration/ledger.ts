import { and, asc, count, desc, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import { arrayLiteral, ask, type Database } from '../db/database.ts'
import { importedLogs, moveItems, moveSteps, moves } from '../db/move-schema.ts'

export type Move = typeof moves.$inferSelect
export type MoveStep = typeof moveSteps.$inferSelect
export type MoveItem = typeof moveItems.$inferSelect
export type StepName = MoveStep['step']

/** Which move of which vault. */
export type MoveKey = Pick<Move, 'ename' | 'moveId'>

/** How many items are in each state, by type. */
export interface ItemCount {
  readonly ontology: string
  readonly state: MoveItem['state']
  readonly count: number
}

/** What has become of the items of a move, in numbers. */
export interface MoveTally {
  /** Refused, or in conflict with others. */
  readonly leftBehind: number
  readonly brought: number
}

/** Whether another move can be begun: one can move on from where one has come to. */
export function isOver({ state, direction }: Pick<Move, 'state' | 'direction'>): boolean {
  const isEnded = state === 'returned' || state === 'released' || state === 'cancelled'
  return isEnded || (state === 'switched' && direction === 'in')
}

/** The rows of moves: all that has to be known to go on after the process was killed. */
export type Ledger = ReturnType<typeof createLedger>

const running = ['copying', 'switching', 'returning'] as const
/** In rows of one statement. */
const mostRows = 500

const itemColumns = `item.ename, item.move_id AS "moveId", item.id, item.ontology, item.hash,
  item.content_hash AS "contentHash", item.state, item.brought, item.checked,
  item.other_id AS "otherId", item.other_url AS "otherUrl", item.file_hash AS "fileHash",
  item.problem, item.file_problem AS "fileProblem"`
const selectItems = `SELECT ${itemColumns} FROM move_items AS item
  WHERE item.ename = $1 AND item.move_id = $2 AND item.id = ANY ($3::text[])`
const keepItems = `
  INSERT INTO move_items SELECT * FROM json_populate_recordset(NULL::move_items, $1)
  ON CONFLICT (ename, move_id, id) DO UPDATE SET ontology = excluded.ontology,
    hash = excluded.hash, content_hash = excluded.content_hash, state = excluded.state,
    brought = excluded.brought, checked = excluded.checked, other_id = excluded.other_id,
    other_url = excluded.other_url, file_hash = excluded.file_hash, problem = excluded.problem,
    file_problem = excluded.file_problem`
const checkAll = `UPDATE move_items SET checked = $3::boolean
  WHERE ename = $1 AND move_id = $2 AND checked <> $3::boolean`
const checkItems = `UPDATE move_items SET checked = $3::boolean
  WHERE ename = $1 AND move_id = $2 AND checked <> $3::boolean AND id = ANY ($4::text[])`

const tallyItems = `SELECT
    count(*) FILTER (WHERE state IN ('refused', 'conflict'))::int AS "leftBehind",
    count(*) FILTER (WHERE brought AND state IN ('copied', 'sending'))::int AS brought
  FROM move_items WHERE ename = $1 AND move_id = $2`

function asRow(item: MoveItem) {
  const { moveId, contentHash, otherId, otherUrl, fileHash, fileProblem, ...others } = item
  return {
    ...others,
    ...{ move_id: moveId, content_hash: contentHash, other_id: otherId, other_url: otherUrl },
    ...{ file_hash: fileHash, file_problem: fileProblem },
  }
}

export function createLedger(db: Database) {
  const ofMove = <
    T extends typeof moves | typeof moveSteps | typeof moveItems | typeof importedLogs,
  >(
    table: T,
    { ename, moveId }: MoveKey,
  ) => and(eq(table.ename, ename), eq(table.moveId, moveId))

  return {
    /** The move that was begun last; null where there was none. */
    async latest(ename: string): Promise<Move | null> {
      const rows = db.select().from(moves).where(eq(moves.ename, ename))
      const [row] = await rows.orderBy(desc(moves.moveId)).limit(1)
      return row ?? null
    },

    async get(key: MoveKey): Promise<Move> {
      const [row] = await db.select().from(moves).where(ofMove(moves, key))
      if (row === undefined) throw new Error('there is no such move')
      return row
    },

    /** Those that were under way when the process ended. */
    interrupted: (): Promise<Move[]> =>
      db
        .select()
        .from(moves)
        .where(inArray(moves.state, [...running])),

    /** Begins a move, with its steps. */
    async begin(move: typeof moves.$inferInsert, steps: readonly StepName[]): Promise<void> {
      const { ename, moveId } = move
      await db.transaction(async (tx) => {
        await tx.insert(moves).values(move)
        const rows = steps.map((step) => ({ ename, moveId, step, state: 'waiting' as const }))
        await tx.insert(moveSteps).values(rows)
      })
    },

    async change(key: MoveKey, changes: Partial<Move>): Promise<void> {
      await db.update(moves).set(changes).where(ofMove(moves, key))
    },

    steps: (key: MoveKey): Promise<MoveStep[]> =>
      db.select().from(moveSteps).where(ofMove(moveSteps, key)),

    async changeStep(key: MoveKey, step: StepName, changes: Partial<MoveStep>): Promise<void> {
      const isIt = and(ofMove(moveSteps, key), eq(moveSteps.step, step))
      await db.update(moveSteps).set(changes).where(isIt)
    },

    /** Keeps items as they are now. */
    async keep(items: readonly MoveItem[]): Promise<void> {
      for (let at = 0; at < items.length; at += mostRows) {
        await ask(db, keepItems, [JSON.stringify(items.slice(at, at + mostRows).map(asRow))])
      }
    },

    /** The items of these ids, as far as there are any. */
    async items({ ename, moveId }: MoveKey, ids: readonly string[]) {
      if (ids.length === 0) return new Map<string, MoveItem>()
      const rows = await ask<MoveItem>(db, selectItems, [ename, moveId, arrayLiteral(ids)])
      return new Map(rows.map((row) => [row.id, row]))
    },

    /** Items that fit, by id, behind one. */
    itemsAfter(key: MoveKey, after: string, narrow: Narrow, most: number): Promise<MoveItem[]> {
      const { state, checked, ontology, brought, withFileProblem } = narrow
      const fits = and(
        ofMove(moveItems, key),
        gt(moveItems.id, after),
        ...(state === undefined ? [] : [eq(moveItems.state, state)]),
        ...(checked === undefined ? [] : [eq(moveItems.checked, checked)]),
        ...(ontology === undefined ? [] : [eq(moveItems.ontology, ontology)]),
        ...(brought === undefined ? [] : [eq(moveItems.brought, brought)]),
        ...(withFileProblem ? [isNotNull(moveItems.fileProblem)] : []),
      )
      return db.select().from(moveItems).where(fits).orderBy(asc(moveItems.id)).limit(most)
    },

    /** Notes of these items, or of all, whether they were seen as they have to be. */
    async setChecked({ ename, moveId }: MoveKey, ids: readonly string[] | null, checked: boolean) {
      if (ids === null) await ask(db, checkAll, [ename, moveId, checked])
      else if (ids.length > 0) {
        await ask(db, checkItems, [ename, moveId, checked, arrayLiteral(ids)])
      }
    },

    async itemCounts(key: MoveKey): Promise<ItemCount[]> {
      const { ontology, state } = moveItems
      return db
        .select({ ontology, state, count: count() })
        .from(moveItems)
        .where(ofMove(moveItems, key))
        .groupBy(ontology, state)
        .orderBy(ontology)
    },

    /** How many the target did not take, and how many the move has brought that are there still. */
    async tally({ ename, moveId }: MoveKey): Promise<MoveTally> {
      const [row] = await ask<MoveTally>(db, tallyItems, [ename, moveId])
      return row ?? { leftBehind: 0, brought: 0 }
    },

    /** Before the other vault's log is read from its beginning again. */
    async forgetLog(key: MoveKey): Promise<void> {
      await db.delete(importedLogs).where(ofMove(importedLogs, key))
    },

    /** How many entries of the other vault's log are kept. */
    async logLength(key: MoveKey): Promise<number> {
      const rows = db.select({ count: count() }).from(importedLogs)
      const [row] = await rows.where(ofMove(importedLogs, key))
      return row?.count ?? 0
    },

    /** Keeps entries of the other vault's log, behind so many that were kept before. */
    async keepLog(key: MoveKey, position: number, entries: readonly object[]): Promise<void> {
      if (entries.length === 0) return
      const rows = entries.map((entry, at) => ({
        ...{ ename: key.ename, moveId: key.moveId, position: position + at + 1, entry },
      }))
      await db.insert(importedLogs).values(rows)
    },
  }
}

/** Which items are wanted. */
export interface Narrow {
  readonly state?: MoveItem['state']
  readonly checked?: boolean
  readonly ontology?: string
  readonly brought?: boolean
  readonly withFileProblem?: boolean
}
