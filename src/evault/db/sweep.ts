import type { Settings } from '../access/settings.ts'
import type { Files } from '../files/files.ts'
import type { Tenant } from '../keys/tenant.ts'
import { type Log, logFailedWork } from '../log.ts'
import { ask, type Database } from './database.ts'

interface Means {
  readonly db: Database
  readonly settings: Pick<Settings, 'of'>
  readonly tenants: { all(): readonly Pick<Tenant, 'ename'>[] }
  readonly files: Pick<Files, 'collectOrphans'>
  readonly log: Log
}

const firstMs = 60_000
const everyMs = 6 * 3_600_000

const older = 'now() - make_interval(days => $2::int)'
const forgetReads = `DELETE FROM access_log WHERE ename = $1 AND at < ${older}`
const forgetDeleted = `DELETE FROM versions
  WHERE ename = $1 AND ended_by = 'delete' AND NOT restored AND ended_at < ${older}`
const forgetVersions = `DELETE FROM versions
  WHERE ename = $1 AND (ended_by = 'update' OR restored) AND ended_at < ${older}`

const forgetAttempts = `DELETE FROM delivery_attempts WHERE ename = $1 AND at < ${older}`
/** What each platform has stays in `disclosures`. */
const forgetDeliveries = `DELETE FROM deliveries
  WHERE ename = $1 AND state IN ('delivered', 'withheld') AND changed_at < ${older}
    AND due_at < ${older}`

/** Signatures that wait for documents which are neither there nor in the trash. */
const forgetPending = `DELETE FROM pending_signatures AS pending WHERE pending.ename = $1
  AND NOT EXISTS (SELECT 1 FROM meta_envelopes AS record
    WHERE record.ename = pending.ename AND record.id = pending.document_id)
  AND NOT EXISTS (SELECT 1 FROM versions AS version
    WHERE version.ename = pending.ename AND version.id = pending.document_id)`

/**
 * Forgets what is older than the owner's retention times, and the bytes that no record refers
 * to any more.
 */
export async function sweep({ db, settings, tenants, files }: Means): Promise<void> {
  for (const { ename } of tenants.all()) {
    const { accessLogDays, trashDays, historyDays } = settings.of(ename)
    await ask(db, forgetReads, [ename, accessLogDays])
    await ask(db, forgetAttempts, [ename, accessLogDays])
    await ask(db, forgetDeliveries, [ename, accessLogDays])
    await ask(db, forgetDeleted, [ename, trashDays])
    await ask(db, forgetVersions, [ename, historyDays])
    await ask(db, forgetPending, [ename])
  }
  await files.collectOrphans()
}

/** Sweeps soon after the start and every six hours. */
export function startSweeping(means: Means): AsyncDisposable {
  let sweeping: Promise<void> = Promise.resolve()
  const run = () => {
    sweeping = sweep(means).catch((error) => void logFailedWork(means.log, error))
  }
  const first = setTimeout(run, firstMs).unref()
  const later = setInterval(run, everyMs).unref()
  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(first)
      clearInterval(later)
      await sweeping
    },
  }
}
