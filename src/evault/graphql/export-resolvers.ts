import type { Grant } from '../access/authorise.ts'
import type { ExportRun, Exports } from '../archive/exports.ts'
import type { GraphQLContext } from './context.ts'
import { attempt } from './errors.ts'
import type {
  ExportRun as ExportRunAnswer,
  MutationResolvers,
  QueryResolvers,
} from './resolvers.generated.ts'

export const exportQueries: Pick<QueryResolvers, 'exportRun'> = {
  exportRun: (_, __, { grant, services }) => describe(services.exports.view(grant('oversee'))),
}

export const exportMutations: Pick<MutationResolvers, 'startExport' | 'cancelExport'> = {
  startExport: (_, { file }, context) =>
    changing(context, (exports, grant) => exports.start(grant, file)),
  cancelExport: (_, __, context) => changing(context, (exports, grant) => exports.cancel(grant)),
}

function changing(
  context: GraphQLContext,
  change: (exports: Exports, grant: Grant<'administer'>) => Promise<ExportRun | null>,
) {
  return attempt(
    context,
    { operation: 'administer', failure: 'UPDATE_FAILED', refused: { run: null } },
    async (grant) => ({ run: describe(await change(context.services.exports, grant)) }),
  )
}

function describe(run: ExportRun | null): ExportRunAnswer | null {
  if (run === null) return null
  const { startedAt, archive, failure, ...rest } = run
  return {
    ...{ ...rest, startedAt: new Date(startedAt).toISOString() },
    archive: archive && { ...archive, problems: [...archive.problems] },
    failure: failure && { field: null, ...failure },
  }
}
