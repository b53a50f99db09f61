import type { Grant, Operation } from '../access/authorise.ts'
import { RequestError } from '../errors.ts'
import type { RecoveryProgress } from '../recovery/own.ts'
import type { ReceivedRequest } from '../recovery/received.ts'
import type { Recovery } from '../recovery/recovery.ts'
import type { GraphQLContext, VaultServices } from './context.ts'
import { attempt } from './errors.ts'
import { describeIdentity } from './identity-resolvers.ts'
import type {
  MutationResolvers,
  QueryResolvers,
  Recovery as RecoveryAnswer,
  RecoveryRequest,
} from './resolvers.generated.ts'

export const recoveryQueries: QueryResolvers = {
  async notaries(_, __, { grant, services }) {
    const granted = grant('oversee')
    return [...(await roomOf(services, granted).notaries(granted))]
  },

  async recovery(_, __, { grant, services }) {
    const granted = grant('oversee')
    return describeOwn(await roomOf(services, granted).own.progress(granted))
  },

  async recoveryRequests(_, __, { grant, services }) {
    const granted = grant('oversee')
    return (await roomOf(services, granted).received.list(granted)).map(describeReceived)
  },
}

export const recoveryMutations: MutationResolvers = {
  setTrust: (_, trust, context) =>
    changing(context, { identity: null }, async (grant, room) => {
      await room.setTrust(grant, trust)
      return { identity: describeIdentity(context.services, grant.ename) }
    }),

  removeTrust: (_, __, context) =>
    changing(context, { identity: null }, async (grant, room) => {
      await room.removeTrust(grant)
      return { identity: describeIdentity(context.services, grant.ename) }
    }),

  startRecovery: (_, __, context) =>
    changing(context, { recovery: null }, async (grant, { own }) => {
      await own.start(grant)
      return { recovery: describeOwn(await own.progress(context.grant('oversee'))) }
    }),

  cancelRecovery: (_, __, context) =>
    changing(context, { recovery: null }, async (grant, { own }) => {
      await own.stop(grant, 'cancelled')
      return { recovery: describeOwn(await own.progress(context.grant('oversee'))) }
    }),

  approveRecovery: (_, { id }, context) =>
    changing(context, { request: null }, async (grant, { received }) => ({
      request: describeReceived(await received.approve(grant, id)),
    })),

  declineRecovery: (_, { id }, context) =>
    changing(context, { request: null }, async (grant, { received }) => ({
      request: describeReceived(await received.decline(grant, id)),
    })),
}

function changing<P, R>(
  context: GraphQLContext,
  refused: R,
  change: (grant: Grant<'administer'>, room: Recovery) => Promise<P>,
) {
  return attempt(
    context,
    { operation: 'administer', failure: 'UPDATE_FAILED', refused },
    async (grant) => change(grant, roomOf(context.services, grant)),
  )
}

/** @throws RequestError `NOT_FOUND` for a vault whose keys are elsewhere */
function roomOf({ recovery }: VaultServices, { ename }: Grant<Operation>): Recovery {
  if (ename === recovery.ename) return recovery
  throw new RequestError('NOT_FOUND', 'The keys of this eName are not on this computer.')
}

function describeOwn(progress: RecoveryProgress | null): RecoveryAnswer | null {
  if (progress === null) return null
  const { fingerprints, friends, ...rest } = progress
  return { fingerprints: [...fingerprints], friends: [...friends], ...rest }
}

function describeReceived(request: ReceivedRequest): RecoveryRequest {
  const { receivedAt, fingerprints, ...rest } = request
  return { receivedAt: receivedAt.toISOString(), fingerprints: [...fingerprints], ...rest }
}
