import { RequestError } from '../errors.ts'
import { describeKeys } from '../keys/describe-keys.ts'
import type { GraphQLContext, VaultServices } from './context.ts'
import { attempt } from './errors.ts'
import type { Identity, MutationResolvers, QueryResolvers } from './resolvers.generated.ts'

export const identityQueries: QueryResolvers = {
  async identity(_, __, { grant, services }) {
    const { ename } = grant('oversee')
    await services.tenants.whenCertified()
    return describeIdentity(services, ename)
  },
}

export const identityMutations: MutationResolvers = {
  rotateKey: (_, __, context) =>
    changing(context, async (grant, { moves, tenants }) => {
      await moves.refuseKeyChange(grant)
      await tenants.rotateOwnerKey(grant)
    }),

  addKey: (_, { publicKey, device }, context) =>
    changing(context, (_grant, { tenants }) =>
      tenants.addKey(context.grant('add-key'), publicKey, device),
    ),

  revokeKey: (_, { publicKey }, context) =>
    changing(context, async (grant, { moves, tenants }) => {
      await moves.refuseKeyChange(grant)
      await tenants.revokeKey(grant, publicKey)
    }),
}

/** Changes the identity and answers with what it is then. */
function changing(
  context: GraphQLContext,
  change: (
    grant: ReturnType<typeof context.grant<'administer'>>,
    services: VaultServices,
  ) => Promise<void>,
) {
  const { services } = context
  const refused = { identity: null }
  return attempt(
    context,
    { operation: 'administer', failure: 'UPDATE_FAILED', refused },
    async (grant) => {
      await change(grant, services)
      return { identity: describeIdentity(services, grant.ename) }
    },
  )
}

/**
 * The eName, its keys and their history.
 * @throws RequestError `NOT_FOUND` for a vault whose keys are elsewhere
 */
export function describeIdentity(
  { tenants, identity, keyUses }: VaultServices,
  ename: string,
): Identity {
  const { keys, keychain } = identity
  const tenant = tenants.of(ename)
  if (tenant === null || ename !== identity.ename) {
    throw new RequestError('NOT_FOUND', 'The keys of this eName are not on this computer.')
  }
  return {
    ...{ ename, evaultId: tenant.evaultId, keys: describeKeys(tenant, keys, keyUses) },
    ...{ keychain: keychain.name, keychainWeak: keychain.weak, keyless: keys.keyless },
    trust: keys.trust && { ...keys.trust, trusted: [...keys.trust.trusted] },
    log: keys.entries.map((entry) => ({
      ...{ entry, versionId: entry.versionId, versionTime: entry.versionTime },
      operation: entry.operation,
      updateKeys: [...entry.updateKeys],
      nextKeyHashes: [...entry.nextKeyHashes],
      signedBy: entry.proofs.map(({ kid }) => kid),
      approvedBy: entry.recovery?.approvals.map(({ ename }) => ename) ?? [],
    })),
  }
}
