import { sql } from 'drizzle-orm'
import { VaultStartError } from '../errors.ts'
import type { Database } from './database.ts'
import journal from './migrations/meta/_journal.json'

const scripts = import.meta.glob<string>('./migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

interface Migration {
  /** 1 for the first. */
  readonly version: number
  readonly name: string
  readonly statements: readonly string[]
}

const migrations: readonly Migration[] = journal.entries.map(({ idx, tag }) => {
  const script = scripts[`./migrations/${tag}.sql`]
  if (script === undefined) throw new Error(`migration ${tag} is in the journal but has no script`)
  return { version: idx + 1, name: tag, statements: script.split('--> statement-breakpoint') }
})

/**
 * Brings the database to the newest schema, in one transaction: all of it or nothing.
 * @throws VaultStartError `DATA_FROM_NEWER_VERSION`, and nothing is changed, when a newer
 * eVault has written here.
 */
export async function migrate(db: Database, known = migrations): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`
      CREATE TABLE IF NOT EXISTS schema_migrations (
        version integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`)
    const present = await currentVersion(tx)
    const newest = known.length
    if (present > newest) {
      throw new VaultStartError(
        'DATA_FROM_NEWER_VERSION',
        `This data was written by a newer eVault (schema ${present}; this one knows ${newest}). Update the app to open it; nothing was changed.`,
      )
    }
    for (const migration of known.slice(present)) {
      for (const statement of migration.statements) await tx.execute(sql.raw(statement))
      await tx.execute(
        sql`INSERT INTO schema_migrations (version, name) VALUES (${migration.version}, ${migration.name})`,
      )
    }
  })
}

/** The number of the newest migration that this database has had. */
export async function currentVersion(db: Pick<Database, 'execute'>): Promise<number> {
  const result = (await db.execute(
    sql`SELECT coalesce(max(version), 0)::int AS version FROM schema_migrations`,
  )) as unknown as { rows: { version: number }[] }
  return result.rows[0]?.version ?? 0
}
