import { eq } from 'drizzle-orm'
import type { Grant } from '../access/authorise.ts'
import { createBackOff } from '../access/back-off.ts'
import type { Database } from '../db/database.ts'
import { passphrases } from '../db/schema.ts'
import { TooManyRequests } from '../errors.ts'
import { checkPassphrase, hashPassphrase, matchesPassphrase } from './hash.ts'

/** Recovery passphrases. Source: protocol §4. */
export type Passphrases = ReturnType<typeof createPassphrases>

export function createPassphrases(db: Database) {
  const backOff = createBackOff()

  async function hashOf(ename: string): Promise<string | null> {
    const [row] = await db.select().from(passphrases).where(eq(passphrases.ename, ename))
    return row?.hash ?? null
  }

  return {
    /** @throws RequestError `INVALID_INPUT` for one that is too short or too long */
    async set({ ename }: Grant<'add-key'>, passphrase: string): Promise<void> {
      checkPassphrase(passphrase)
      const values = { hash: await hashPassphrase(passphrase), setAt: new Date() }
      await db
        .insert(passphrases)
        .values({ ename, ...values })
        .onConflictDoUpdate({ target: passphrases.ename, set: values })
    },

    /**
     * Whether this is the passphrase. Guessing is slowed down for the address and for the eName,
     * so that many addresses cannot guess together; the guess is counted before it is looked at,
     * so that many at once cannot either.
     * @throws TooManyRequests
     */
    async compare(ename: string, passphrase: string, address: string): Promise<boolean> {
      const guessers = [`address ${address}`, `ename ${ename}`]
      const waitMs = Math.max(...guessers.map((key) => backOff.retryAfterMs(key)))
      if (waitMs > 0) throw new TooManyRequests(Math.ceil(waitMs / 1000))
      for (const key of guessers) backOff.failed(key)
      const hash = await hashOf(ename)
      const matches = hash !== null && (await matchesPassphrase(passphrase, hash))
      if (matches) for (const key of guessers) backOff.succeeded(key)
      return matches
    },

    async isSet(ename: string): Promise<boolean> {
      return (await hashOf(ename)) !== null
    },
  }
}
