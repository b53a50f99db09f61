import { eq } from 'drizzle-orm'
import type { Caller } from '../access/caller.ts'
import type { Database } from '../db/database.ts'
import { vaultStandings } from '../db/move-schema.ts'
import { RequestError } from '../errors.ts'

/** Where a vault stands that is not simply here. */
export type Standing = typeof vaultStandings.$inferSelect

/** Which vaults of this server are on their way, or gone. Held in memory: each request asks. */
export interface Standings {
  /** null for a vault that is simply here. */
  of(ename: string): Standing | null
  /** Keeps where a vault stands, before anything follows from it; null makes it simply here. */
  set(ename: string, standing: Standing['standing'] | null, uri?: string | null): Promise<void>
  /**
   * Refuses a change of records in a vault that is on its way or gone. What fills an arriving one
   * goes on: the move of this server, and that of the other vault by a token of the owner.
   * @throws RequestError `VAULT_MOVED` with where it is; `VAULT_ARRIVING` for what the owner changes
   * in a vault that is being filled; `UNAVAILABLE` for the moment of a switch
   */
  refuseWrite(ename: string, caller: Caller): void
  /**
   * Refuses everybody but the owner in a vault that is not here yet.
   * @throws RequestError `UNAVAILABLE`
   */
  refuseStranger(ename: string, caller: Caller): void
}

export async function openStandings(db: Database): Promise<Standings> {
  const known = new Map<string, Standing>()
  for (const row of await db.select().from(vaultStandings)) known.set(row.ename, row)

  function refuseStranger(ename: string, { kind }: Caller): void {
    if (kind === 'owner' || known.get(ename)?.standing !== 'arriving') return
    throw new RequestError('UNAVAILABLE', 'This vault is being moved here: ask its old address.')
  }

  return {
    of: (ename) => known.get(ename) ?? null,

    async set(ename, standing, uri = null) {
      if (standing === null) {
        await db.delete(vaultStandings).where(eq(vaultStandings.ename, ename))
        known.delete(ename)
        return
      }
      const row = { ename, standing, uri, since: new Date() }
      await db
        .insert(vaultStandings)
        .values(row)
        .onConflictDoUpdate({ target: vaultStandings.ename, set: row })
      known.set(ename, row)
    },

    refuseWrite(ename, caller) {
      refuseStranger(ename, caller)
      const found = known.get(ename)
      if (found?.standing === 'arriving' && caller.kind === 'owner' && caller.inWindow) {
        throw new RequestError(
          'VAULT_ARRIVING',
          'This vault is being moved here: it can be changed once it has arrived.',
        )
      }
      if (found?.standing === 'frozen') {
        const message = 'This vault is being moved: try again in a moment.'
        throw new RequestError('UNAVAILABLE', message)
      }
      if (found?.standing === 'left' || found?.standing === 'released') {
        throw new RequestError(
          'VAULT_MOVED',
          `This vault has moved to ${found.uri}. What is here can be read, and is not changed any more.`,
        )
      }
    },
    refuseStranger,
  }
}
