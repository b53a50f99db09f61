import { and, eq } from 'drizzle-orm'
import { canonicalJson } from '../../w3id/canonical-json.ts'
import type { Approval, RecoveryRequest } from '../../w3id/identity-log/entry.ts'
import type { Database } from '../db/database.ts'
import { recoveries, recoveryAnswers } from '../db/identity-schema.ts'

/** What one of the trusted has answered. */
export interface FriendsAnswer {
  /** eName. */
  readonly friend: string
  /** Under which id the friend's vault keeps the request; null until it has it. */
  readonly requestId: string | null
  readonly answer: 'pending' | 'approved' | 'declined'
  /** There once it has come and was found good. */
  readonly approval: Approval | null
}

/** A recovery that was asked for here. */
export interface StoredRecovery {
  readonly request: RecoveryRequest
  readonly state: (typeof recoveries.$inferSelect)['state']
  readonly answers: readonly FriendsAnswer[]
}

/** The owner's own recovery in the database: the newest one. */
export interface OwnRecoveryStore {
  read(): Promise<StoredRecovery | null>
  /** Takes the place of the one before. */
  begin(request: RecoveryRequest, friends: readonly string[]): Promise<StoredRecovery>
  end(state: StoredRecovery['state']): Promise<void>
  keep(answer: FriendsAnswer): Promise<void>
}

export function createOwnRecoveryStore(db: Database, ename: string): OwnRecoveryStore {
  return {
    async read() {
      const [row] = await db.select().from(recoveries).where(eq(recoveries.ename, ename))
      if (row === undefined) return null
      const rows = await db
        .select()
        .from(recoveryAnswers)
        .where(eq(recoveryAnswers.ename, ename))
        .orderBy(recoveryAnswers.friend)
      return {
        request: JSON.parse(row.request) as RecoveryRequest,
        state: row.state,
        answers: rows.map(({ friend, requestId, answer, approval }) => ({
          ...{ friend, requestId, answer },
          approval: approval === null ? null : (JSON.parse(approval) as Approval),
        })),
      }
    },

    async begin(request, friends) {
      const state = 'open' as const
      const row = { request: canonicalJson(request), state }
      const none = { requestId: null, answer: 'pending' as const, approval: null }
      await db.transaction(async (tx) => {
        await tx.delete(recoveryAnswers).where(eq(recoveryAnswers.ename, ename))
        await tx
          .insert(recoveries)
          .values({ ename, ...row })
          .onConflictDoUpdate({ target: recoveries.ename, set: row })
        await tx
          .insert(recoveryAnswers)
          .values(friends.map((friend) => ({ ename, friend, ...none })))
      })
      return { request, state, answers: friends.map((friend) => ({ friend, ...none })) }
    },

    async end(state) {
      await db.update(recoveries).set({ state }).where(eq(recoveries.ename, ename))
    },

    async keep({ friend, approval, ...answer }) {
      const text = approval === null ? null : canonicalJson(approval)
      await db
        .update(recoveryAnswers)
        .set({ approval: text, ...answer })
        .where(and(eq(recoveryAnswers.ename, ename), eq(recoveryAnswers.friend, friend)))
    },
  }
}
