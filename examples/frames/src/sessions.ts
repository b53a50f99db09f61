import { createHash, randomBytes } from 'node:crypto'
import type { Database } from './database.ts'

export type Sessions = ReturnType<typeof createSessions>

/** Who is logged in. Only hashes are kept: whoever reads the table cannot log in with it. */
export function createSessions(database: Database) {
  const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
  return {
    /** @returns the token for the person's browser */
    async begin(person: string): Promise<string> {
      const token = randomBytes(32).toString('base64url')
      await database.query('DELETE FROM sessions WHERE expires < now()')
      await database.query(
        "INSERT INTO sessions (hash, person, expires) VALUES ($1, $2, now() + '30 days')",
        [hashOf(token), person],
      )
      return token
    },

    /** The id of the person. */
    async personOf(token: string): Promise<string | null> {
      const { rows } = await database.query(
        'SELECT person FROM sessions WHERE hash = $1 AND expires > now()',
        [hashOf(token)],
      )
      const [session] = rows as { person: string }[]
      return session?.person ?? null
    },

    async end(token: string): Promise<void> {
      await database.query('DELETE FROM sessions WHERE hash = $1', [hashOf(token)])
    },
  }
}
