import type { Database } from '../db/database.ts'
import { keyUses } from '../db/identity-schema.ts'
import { type Log, logFailedWork } from '../log.ts'

/** When each key of the vaults here last signed something that was found good. */
export interface KeyUses extends AsyncDisposable {
  /** @param publicKey multibase */
  note(ename: string, publicKey: string): void
  last(ename: string, publicKey: string): Date | null
}

/** A time that is a minute old is as good as one to the second, and costs a write less. */
const everyMs = 60_000

type Row = typeof keyUses.$inferSelect

/**
 * Keeps when keys were used, in memory and once a minute in the database.
 * @param now milliseconds since the epoch
 */
export async function openKeyUses(db: Database, log: Log, now = Date.now): Promise<KeyUses> {
  const uses = new Map<string, Row>()
  const unkept = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  for (const row of await db.select().from(keyUses)) uses.set(idOf(row), row)

  async function keep(): Promise<void> {
    timer = undefined
    const ids = [...unkept]
    unkept.clear()
    for (const id of ids) {
      const row = uses.get(id) as Row
      const { ename, publicKey } = keyUses
      // The next use tries again.
      await db
        .insert(keyUses)
        .values(row)
        .onConflictDoUpdate({ target: [ename, publicKey], set: { usedAt: row.usedAt } })
        .catch((error: unknown) => logFailedWork(log, error))
    }
  }

  return {
    note(ename, publicKey) {
      const row = { ename, publicKey, usedAt: new Date(now()) }
      const id = idOf(row)
      uses.set(id, row)
      unkept.add(id)
      timer ??= setTimeout(() => void keep(), everyMs).unref()
    },
    last: (ename, publicKey) => uses.get(idOf({ ename, publicKey }))?.usedAt ?? null,
    async [Symbol.asyncDispose]() {
      clearTimeout(timer)
      await keep()
    },
  }
}

function idOf({ ename, publicKey }: Pick<Row, 'ename' | 'publicKey'>): string {
  return `${ename} ${publicKey}`
}
