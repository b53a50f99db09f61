import type { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import type { Database } from './database.ts'
import { PreparedPGlite } from './prepared-pglite.ts'

/** A database that answers once a transaction is committed, and says when the disk holds it. */
export interface Commits {
  readonly db: Database
  /**
   * Resolves when the disk holds all that was committed until now.
   * @throws DiskFailure
   */
  durable(): Promise<void>
}

/** For writers that follow each other: the next goes on while the disk takes in the last. */
export function commitsOf(db: Database): Commits {
  const { $client: client } = db as Database & { readonly $client?: unknown }
  // A server answers only once its disk holds what was committed.
  if (!(client instanceof PreparedPGlite)) return { db, durable: async () => {} }
  const committing = new Committing(client) as unknown as PGlite
  return { db: drizzle(committing, { casing: 'snake_case' }), durable: () => client.syncToFs() }
}

/** What drizzle calls of PGlite. */
class Committing {
  readonly query: PreparedPGlite['query']
  readonly transaction: PreparedPGlite['transaction']

  constructor(client: PreparedPGlite) {
    this.query = client.commitQuery.bind(client)
    this.transaction = client.commitTransaction.bind(client)
  }
}
