import type { JobProgress } from '../apart/jobs.ts'
import { unexpectedMessage, VaultStartError } from '../errors.ts'
import { keyNames } from '../keys/identity.ts'
import { logUnexpected } from '../log.ts'
import type { BackupsMeans } from './backups.ts'
import { cancelled, untilAborted } from './cancelling.ts'
import type { Difference } from './differences.ts'
import type { JobRepository } from './jobs.ts'
import { openOwnRepository } from './own-repository.ts'
import { BackupError } from './place.ts'
import { openPlace } from './place-settings.ts'
import { type BackupPlan, type BackupWork, type WorkState, withSecret } from './plan.ts'

/** A work that is under way. */
export interface RunningWork {
  readonly work: BackupWork
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** null until it is known how much there is to do. */
  readonly progress: JobProgress | null
  cancel(): void
  /**
   * Resolves when it has ended, well or not.
   * @param before what came of the last attempt
   */
  outcome(before: WorkState | null): Promise<WorkState>
}

/** What a success leaves. */
type Done = Pick<WorkState, 'backupId' | 'madeAt' | 'bytes' | 'added'>

/** What a trial found that is not as it was backed up. */
class Differences extends BackupError {
  constructor(
    id: string,
    readonly differences: readonly Difference[],
  ) {
    const message = `The backup ${id} can't be restored whole. The next backup puts again what is damaged.`
    super('BACKUP_DAMAGED', message)
  }
}

const said = { backup: 'a backup was made', drill: 'a backup was proven by a trial' } as const

type Means = Omit<BackupsMeans, 'db' | 'ename' | 'onChange'>

/** Begins a work by the plan. */
export function attemptWork(work: BackupWork, plan: BackupPlan, means: Means): RunningWork {
  const { now, log } = means
  const startedAt = now()
  const cancelling = new AbortController()
  let progress: JobProgress | null = null
  const options = {
    signal: cancelling.signal,
    onProgress: (made: JobProgress) => {
      progress = made
    },
  }
  const attempt = async (): Promise<Done> => {
    // Before anything is copied: what is not there costs nothing.
    const repository = await openKnown(work, plan, means, cancelling.signal)
    return work === 'backup'
      ? backUp(repository, plan, startedAt, means, options)
      : drill(repository, means, options)
  }
  const attempted = attempt()
  attempted.catch(() => undefined)
  return {
    ...{ work, startedAt },
    get progress() {
      return progress
    },
    cancel: () => cancelling.abort(cancelled()),
    async outcome(before) {
      try {
        const done = await attempted
        const ms = now() - startedAt
        const { backupId: backup, bytes, added } = done
        log.info({ backup, bytes, added, ms }, said[work])
        return { ...untried(work), ...done, doneAt: new Date(now()) }
      } catch (error) {
        const failed = describeFailure(error, means)
        log.warn({ work, code: failed.code }, failed.message)
        const kept = before ?? untried(work)
        return { ...kept, ...failed, failedAt: new Date(now()), failures: kept.failures + 1 }
      }
    },
  }
}

type Options = Parameters<Means['apart']['run']>[2]

async function backUp(
  repository: JobRepository,
  { keepsEverything }: BackupPlan,
  at: number,
  { apart, seal, version, log }: Means,
  options: Options,
): Promise<Done> {
  const retention = keepsEverything ? 'everything' : 'thinned'
  const { evaultId } = seal
  const made = await apart.onSnapshot(
    (source) =>
      apart.run('backup', { source, repository, evaultId, version, at, retention }, options),
    options.signal,
  )
  if (made.notRemoved !== null) log.warn(`older backups were not removed: ${made.notRemoved}`)
  return { backupId: made.id, madeAt: new Date(at), bytes: made.size, added: made.added }
}

async function drill(
  repository: JobRepository,
  { apart, dataDirectory: directory, now }: Means,
  options: Options,
): Promise<Done> {
  const job = { repository, directory, now: new Date(now()).toISOString() }
  const { id, at, differences } = await apart.run('drill', job, options)
  if (differences.length > 0) throw new Differences(id, differences)
  return { backupId: id, madeAt: new Date(at), bytes: null, added: null }
}

/** The place of the plan and its key, from the keychain; the owner is not asked for anything. */
async function openKnown(
  work: BackupWork,
  { place }: BackupPlan,
  { custody, seal }: Means,
  signal: AbortSignal,
): Promise<JobRepository> {
  const isFolder = place.kind === 'folder'
  const secret = isFolder ? null : await custody.backupSecret(keyNames.backupPlace(seal.evaultId))
  if (!isFolder && secret === null) {
    const message = `The secret of the access key is not in ${custody.keychain.name}. Unlock it, or choose the bucket again.`
    throw new BackupError('WRONG_KEY', message)
  }
  const settings = withSecret(place, secret)
  const repository = await openOwnRepository(
    untilAborted(openPlace(settings), signal),
    custody,
    seal,
  )
  if (work === 'backup') await repository.admit(seal.recoveryRecipient)
  return { place: settings, identity: repository.key.identity }
}

function describeFailure(
  error: unknown,
  { log }: Means,
): Pick<WorkState, 'differences'> & { readonly code: string; readonly message: string } {
  const differences = error instanceof Differences ? error.differences : []
  if (error instanceof BackupError || error instanceof VaultStartError) {
    const { code, message } = error
    return { code, message, differences }
  }
  return { code: 'UNEXPECTED', message: unexpectedMessage(logUnexpected(log, error)), differences }
}

function untried(work: BackupWork): WorkState {
  return {
    ...{ work, backupId: null, madeAt: null, doneAt: null, bytes: null, added: null },
    ...{ failedAt: null, failures: 0, code: null, message: null, differences: null },
  }
}
