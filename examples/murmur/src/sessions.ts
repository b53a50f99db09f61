import { createHash, randomBytes } from 'node:crypto'
import type { Database } from 'libsql'
import { unixNow } from './clock.ts'

export type Sessions = ReturnType<typeof createSessions>

export const sessionSeconds = 30 * 24 * 60 * 60

/** Who is logged in. Only hashes are kept: whoever reads the table cannot log in with it. */
export function createSessions(database: Database) {
  const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
  return {
    /** @returns the token for the person's browser */
    begin(account: string): string {
      const token = randomBytes(32).toString('base64url')
      database.prepare('DELETE FROM sessions WHERE expires < ?').run(unixNow())
      database
        .prepare('INSERT INTO sessions (hash, account_id, expires) VALUES (?, ?, ?)')
        .run(hashOf(token), account, unixNow() + sessionSeconds)
      return token
    },

    /** The id of the account. */
    accountOf(token: string): string | null {
      const [session] = database
        .prepare('SELECT account_id FROM sessions WHERE hash = ? AND expires > ?')
        .all(hashOf(token), unixNow()) as { account_id: string }[]
      return session?.account_id ?? null
    },

    end(token: string): void {
      database.prepare('DELETE FROM sessions WHERE hash = ?').run(hashOf(token))
    },
  }
}
