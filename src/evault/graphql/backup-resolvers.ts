import type { Grant } from '../access/authorise.ts'
import type { Backups, BackupsView } from '../backup/backups.ts'
import { BackupError } from '../backup/place.ts'
import { type BackupWork, titleOf, type WorkState } from '../backup/plan.ts'
import { backupDue, isStale, proofDue } from '../backup/schedule.ts'
import { VaultStartError } from '../errors.ts'
import type { GraphQLContext } from './context.ts'
import { attempt } from './errors.ts'
import type {
  BackupFailure,
  Backups as BackupsAnswer,
  MutationResolvers,
  QueryResolvers,
  Resolvers,
  UserError,
} from './resolvers.generated.ts'

/** What a mutation of backups came to; how they stand is asked when the answer is made. */
export interface BackupsOutcome {
  readonly errors: UserError[]
}

export const backupQueries: Pick<QueryResolvers, 'backups'> = {
  backups: (_, __, { grant, services }) => describe(services.backups.view(grant('oversee'))),
}

export const backupTypes: Pick<Resolvers, 'BackupsPayload'> = {
  BackupsPayload: {
    backups: (_, __, { grant, services }) => describe(services.backups.view(grant('oversee'))),
  },
}

export const backupMutations: Pick<
  MutationResolvers,
  | 'startBackups'
  | 'changeBackups'
  | 'stopBackups'
  | 'backUpNow'
  | 'proveBackup'
  | 'cancelBackupWork'
> = {
  startBackups: (_, { input }, context) =>
    changing(context, (backups, grant) => {
      const { folder, s3, passphrase, begin, schedule, keepsEverything } = input
      return backups.start(grant, {
        ...{ folder: folder ?? null, s3: s3 ? { ...s3, prefix: s3.prefix ?? '' } : null },
        // An empty field of a form is none.
        ...{ begin: begin ?? false, passphrase: passphrase || null },
        ...{ schedule: schedule ?? 'daily', keepsEverything: keepsEverything ?? false },
      })
    }),

  changeBackups: (_, { changes: { schedule, keepsEverything } }, context) =>
    changing(context, (backups, grant) =>
      backups.change(grant, {
        ...(schedule != null && { schedule }),
        ...(keepsEverything != null && { keepsEverything }),
      }),
    ),

  stopBackups: (_, __, context) => changing(context, (backups, grant) => backups.stop(grant)),

  backUpNow: (_, __, context) =>
    changing(context, (backups, grant) => backups.run(grant, 'backup')),

  proveBackup: (_, __, context) =>
    changing(context, (backups, grant) => backups.run(grant, 'drill')),

  cancelBackupWork: (_, __, context) =>
    changing(context, (backups, grant) => backups.cancel(grant)),
}

function changing(
  context: GraphQLContext,
  change: (backups: Backups, grant: Grant<'administer'>) => Promise<void> | void,
): Promise<BackupsOutcome> {
  return attempt(
    context,
    { operation: 'administer', failure: 'UPDATE_FAILED', refused: {} },
    async (grant) => {
      try {
        await change(context.services.backups, grant)
        return {}
      } catch (error) {
        return { errors: [refusalOf(error)] }
      }
    },
  )
}

/** What is wrong with a place, or with a keychain, the owner is told by its own code. */
function refusalOf(error: unknown): UserError {
  if (!(error instanceof BackupError || error instanceof VaultStartError)) throw error
  return { field: null, message: error.message, code: error.code }
}

function describe({ book, running, now }: BackupsView): BackupsAnswer {
  const { plan } = book
  const latest = book.of('backup')
  const proven = book.of('drill')
  return {
    plan: plan && {
      ...{ kind: plan.place.kind, title: titleOf(plan.place), schedule: plan.schedule },
      ...{ keepsEverything: plan.keepsEverything, hasPassphrase: plan.hasPassphrase },
      since: plan.since.toISOString(),
    },
    running: running && {
      ...{ work: running.work, startedAt: moment(running.startedAt) ?? '' },
      ...{ done: running.progress?.done ?? 0, total: running.progress?.total ?? null },
    },
    latest: describeMade(latest),
    proven: describeProven(proven),
    failures: [latest, proven].filter((state) => state !== null).flatMap(describeFailure),
    isStale: isStale(book, now),
    dueAt: moment(backupDue(book)),
    proofDueAt: moment(proofDue(book)),
  }
}

function describeMade(state: WorkState | null): BackupsAnswer['latest'] {
  if (state?.backupId == null || state.madeAt === null) return null
  const { backupId: id, madeAt, bytes, added } = state
  return { id, at: madeAt.toISOString(), bytes: bytes ?? 0, added: added ?? 0 }
}

function describeProven(state: WorkState | null): BackupsAnswer['proven'] {
  if (state?.backupId == null || state.madeAt === null || state.doneAt === null) return null
  const { backupId: id, madeAt, doneAt } = state
  return { id, at: madeAt.toISOString(), provenAt: doneAt.toISOString() }
}

function describeFailure({ work, failedAt, ...state }: WorkState): BackupFailure[] {
  if (failedAt === null) return []
  const { code, message, differences } = state
  return [
    {
      ...{ work: work satisfies BackupWork, at: failedAt.toISOString() },
      ...{ code: code ?? '', message: message ?? '', differences: [...(differences ?? [])] },
    },
  ]
}

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
