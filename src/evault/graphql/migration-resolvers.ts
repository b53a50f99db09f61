import type { Grant } from '../access/authorise.ts'
import type { MoveStep } from '../migration/ledger.ts'
import type { Moves } from '../migration/moves.ts'
import type { MoveReport } from '../migration/report.ts'
import type { MoveView } from '../migration/view.ts'
import type { GraphQLContext } from './context.ts'
import { attempt } from './errors.ts'
import type {
  Move,
  MoveReport as MoveReportAnswer,
  MoveStepName,
  MutationResolvers,
  QueryResolvers,
} from './resolvers.generated.ts'

export const migrationQueries: Pick<QueryResolvers, 'move'> = {
  async move(_, __, { grant, services }) {
    const view = await services.moves.view(grant('oversee'))
    return view && describe(view)
  },
}

export const migrationMutations: Pick<
  MutationResolvers,
  'startMove' | 'resumeMove' | 'switchMove' | 'cancelMove' | 'returnMove' | 'releaseMove'
> = {
  startMove: (_, { input }, context) =>
    moving(context, (moves, grant) =>
      moves.start(grant, { ...input, token: input.token ?? null, ename: input.ename ?? null }),
    ),

  resumeMove: (_, { token }, context) =>
    moving(context, (moves, grant) => moves.resume(grant, token ?? null)),

  switchMove: (_, __, context) => moving(context, (moves, grant) => moves.switchOver(grant)),

  cancelMove: (_, { remove }, context) =>
    attempt(
      context,
      {
        ...{ operation: 'administer', failure: 'UPDATE_FAILED' },
        refused: { brought: 0, removed: 0, left: [] },
      },
      async (grant) => {
        const { left, ...counts } = await context.services.moves.cancel(grant, remove)
        return { ...counts, left: [...left] }
      },
    ),

  returnMove: (_, { token }, context) =>
    moving(context, (moves, grant) => moves.goBack(grant, token ?? null)),

  releaseMove: (_, { confirmation }, context) =>
    moving(context, (moves, grant) => moves.letGo(grant, confirmation)),
}

function moving(
  context: GraphQLContext,
  change: (moves: Moves, grant: Grant<'administer'>) => Promise<MoveView>,
) {
  return attempt(
    context,
    { operation: 'administer', failure: 'UPDATE_FAILED', refused: { move: null } },
    async (grant) => ({ move: describe(await change(context.services.moves, grant)) }),
  )
}

function describe({ move, steps, isRunning, leftBehind, brought }: MoveView): Move {
  const { moveId: id, startedAt, switchedAt, report, ...rest } = move
  const { direction, state, url, access, uri, helps, problem, frozenMs } = rest
  return {
    ...{ id, direction, state, url, access, uri, helps, problem, frozenMs, isRunning, leftBehind },
    brought,
    steps: steps.map(({ step, state, done, total }) => ({
      ...{ step: stepName(step), state, done, total },
    })),
    startedAt: startedAt.toISOString(),
    switchedAt: switchedAt?.toISOString() ?? null,
    report: report && describeReport(report),
  }
}

/** GraphQL has no names with a dash. */
function stepName(step: MoveStep['step']): MoveStepName {
  return step === 'last-changes' ? 'last_changes' : step
}

function describeReport(report: MoveReport): MoveReportAnswer {
  const { from, to, records, files, compared, frozenMs, notMoved } = report
  return {
    ...{ from, to, records, files, frozenMs },
    comparedWithAcl: compared.withAcl,
    comparedWithoutAcl: compared.withoutAcl,
    notMoved: notMoved.map((one) => ({ ...one, items: [...one.items] })),
    json: `${JSON.stringify(report, null, 2)}\n`,
  }
}
