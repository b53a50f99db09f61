import { z } from 'zod'
import { withoutUndefined } from '../config/config.ts'
import type { Database } from '../db/database.ts'
import { settings } from '../db/schema.ts'
import { RequestError } from '../errors.ts'
import type { Grant } from './authorise.ts'
import { type Policy, policySchema } from './policy.ts'

const partialSchema = policySchema.partial()

/** Each vault's policy: the preset, and what its owner changed. Held in memory. */
export interface Settings {
  of(ename: string): Policy
  /**
   * Changes settings; the next request meets them.
   * @throws RequestError `INVALID_INPUT`
   */
  change(grant: Grant<'administer'>, changes: unknown): Promise<Policy>
  /** Has a listener told of each change, once it is kept. */
  whenChanged(listener: (ename: string) => void): void
}

/** @param preset what holds where the owner has not said otherwise */
export async function openSettings(db: Database, preset: Policy): Promise<Settings> {
  const changed = new Map<string, Partial<Policy>>()
  const apply = (ename: string, changes: z.output<typeof partialSchema>) =>
    changed.set(ename, { ...changed.get(ename), ...(withoutUndefined(changes) as Partial<Policy>) })
  for (const { ename, name, value } of await db.select().from(settings)) {
    const known = partialSchema.safeParse({ [name]: value })
    // A setting of a newer version stays in the database and is not applied here.
    if (known.success) apply(ename, known.data)
  }
  const listeners: ((ename: string) => void)[] = []
  const of = (ename: string): Policy => ({
    ...preset,
    ...withoutUndefined(changed.get(ename) ?? {}),
  })

  return {
    of,
    async change({ ename }, changes) {
      const parsed = partialSchema.safeParse(changes)
      if (!parsed.success) {
        throw new RequestError('INVALID_INPUT', z.prettifyError(parsed.error), 'settings')
      }
      const rows = Object.entries(parsed.data).flatMap(([name, value]) =>
        value === undefined ? [] : [{ ename, name, value }],
      )
      await db.transaction(async (tx) => {
        for (const row of rows) {
          await tx
            .insert(settings)
            .values(row)
            .onConflictDoUpdate({
              target: [settings.ename, settings.name],
              set: { value: row.value },
            })
        }
      })
      apply(ename, parsed.data)
      for (const listener of listeners) listener(ename)
      return of(ename)
    },

    whenChanged: (listener) => void listeners.push(listener),
  }
}
