import type { Consent } from '../access/consents.ts'
import { withoutUndefined } from '../config/config.ts'
import { millisecondsOf } from '../db/ids.ts'
import { briefOf } from '../envelopes/brief.ts'
import { prepareAcl } from '../envelopes/prepare.ts'
import { refuseChanged, revisionOf } from '../envelopes/revision.ts'
import { accessMutations, accessQueries, accessTypes } from './access-resolvers.ts'
import { activityQueries, activitySubscriptions, activityTypes } from './activity-resolvers.ts'
import { backupMutations, backupQueries, backupTypes } from './backup-resolvers.ts'
import { dataMutations, dataQueries, dataTypes, mayRead } from './data-resolvers.ts'
import {
  deliveriesChanged,
  deliveryMutations,
  deliveryQueries,
  deliveryTypes,
} from './delivery-resolvers.ts'
import { attempt } from './errors.ts'
import { exportMutations, exportQueries } from './export-resolvers.ts'
import { identityMutations, identityQueries } from './identity-resolvers.ts'
import { inboundQueries, inboundSubscriptions, inboundTypes } from './inbound-resolvers.ts'
import { leaf } from './json-scalar.ts'
import { version } from './lists.ts'
import { migrationMutations, migrationQueries } from './migration-resolvers.ts'
import { ontologyQueries } from './ontology-resolvers.ts'
import { reachQueries } from './reach-resolvers.ts'
import { recoveryMutations, recoveryQueries } from './recovery-resolvers.ts'
import type { MutationResolvers, QueryResolvers, Resolvers } from './resolvers.generated.ts'
import { publicResolvers } from './resolvers.ts'
import { sessionMutations, sessionQueries } from './session-resolvers.ts'
import { signingMutations, signingQueries } from './signing-resolvers.ts'

const ownerQueries: QueryResolvers = {
  async vault(_, __, { grant, services }) {
    const { ename } = grant('oversee')
    await services.tenants.whenCertified()
    const stands = services.standings.of(ename)
    const { certifiedAt, warnings, ...overview } = services.overview()
    return {
      ...overview,
      certifiedAt: certifiedAt?.toISOString() ?? null,
      warnings: [...warnings],
      standing: stands && { state: stands.standing, uri: stands.uri },
      totalCount: await services.reader.count(grant('oversee'), { ontology: null, search: null }),
    }
  },

  async ontologies(_, __, { grant, services }) {
    const counts = await services.reader.ontologies(grant('read'))
    return counts.map(({ ontology, count }) => ({
      ontology,
      title: services.ontologies.titleOf(ontology),
      count,
    }))
  },

  settings: (_, __, { grant, services }) => services.settings.of(grant('oversee').ename),

  consents: (_, __, { grant, services }) =>
    services.consents.list(grant('oversee')).map(describeConsent),

  logIntegrity: (_, __, { grant, services }) => services.checkLog(grant('oversee')),

  async pendingSignatures(_, { id }, { grant, services }) {
    const waiting = await services.bindings.pending(grant('oversee'))
    return id == null ? waiting : waiting.filter((one) => one.id === id)
  },
}

const ownerMutations: MutationResolvers = {
  restoreMetaEnvelope: (_, { id }, context) =>
    attempt(context, restoring('administer'), async (grant) => ({
      metaEnvelope: await context.services.transact(({ envelopes }) =>
        envelopes.restore(grant, id),
      ),
    })),

  restoreVersion: (_, { versionId }, context) =>
    attempt(context, restoring('administer'), async (grant) => ({
      metaEnvelope: await context.services.transact(({ envelopes }) =>
        envelopes.restoreVersion(grant, version(versionId) as string),
      ),
    })),

  setAcl: (_, { id, acl, ifRevision }, context) =>
    attempt(context, restoring('administer'), async (grant) => ({
      metaEnvelope: await context.services.transact(async ({ envelopes }) => {
        await refuseChanged(envelopes, grant, id, ifRevision ?? null)
        return envelopes.setAcl(grant, id, prepareAcl(acl))
      }),
    })),

  changeSettings: (_, { changes }, context) =>
    attempt(
      context,
      { operation: 'administer', failure: 'UPDATE_FAILED', refused: { settings: null } },
      async (grant) => ({
        settings: await context.services.settings.change(grant, withoutUndefined(changes)),
      }),
    ),

  decideConsent: (_, { platform, decision, ontologies, migrator }, context) =>
    attempt(
      context,
      { operation: 'administer', failure: 'UPDATE_FAILED', refused: { consent: null } },
      async (grant) => {
        const decided = { decision, ontologies: ontologies ?? [], migrator: migrator ?? false }
        const consent = await context.services.consents.decide(grant, platform, decided)
        return { consent: describeConsent(consent) }
      },
    ),

  refuseWhileLocked: (_, { platform, refused }, context) =>
    attempt(
      context,
      { operation: 'administer', failure: 'UPDATE_FAILED', refused: { consent: null } },
      async (grant) => ({
        consent: describeConsent(
          await context.services.consents.refuseWhileLocked(grant, platform, refused),
        ),
      }),
    ),

  async revokeConsent(_, { platform }, { grant, services }) {
    await services.consents.revoke(grant('administer'), platform)
    return true
  },

  approveSignature: (_, { id }, context) =>
    attempt(
      context,
      {
        ...{ operation: 'administer', failure: 'ADD_SIGNATURE_FAILED' },
        refused: { bindingDocument: null },
      },
      async (grant) => ({ bindingDocument: await context.services.bindings.approve(grant, id) }),
    ),

  rejectSignature: (_, { id }, { grant, services }) =>
    services.bindings.reject(grant('administer'), id),
}

/** The public contract and what only the owner has (`owner.graphql`). */
export const ownerResolvers: Resolvers = {
  ...publicResolvers,
  Query: {
    ...publicResolvers.Query,
    ...ownerQueries,
    ...dataQueries,
    ...accessQueries,
    ...activityQueries,
    ...inboundQueries,
    ...ontologyQueries,
    ...signingQueries,
    ...sessionQueries,
    ...reachQueries,
    ...identityQueries,
    ...recoveryQueries,
    ...deliveryQueries,
    ...migrationQueries,
    ...backupQueries,
    ...exportQueries,
  },
  Mutation: {
    ...publicResolvers.Mutation,
    ...ownerMutations,
    ...dataMutations,
    ...accessMutations,
    ...signingMutations,
    ...sessionMutations,
    ...identityMutations,
    ...recoveryMutations,
    ...deliveryMutations,
    ...migrationMutations,
    ...backupMutations,
    ...exportMutations,
  },

  ...dataTypes,
  ...accessTypes,
  ...backupTypes,
  ...activityTypes,
  ...inboundTypes,
  ...deliveryTypes,

  Subscription: {
    ...activitySubscriptions,
    ...inboundSubscriptions,
    deliveriesChanged: { subscribe: deliveriesChanged },
    metaEnvelopeChanged: {
      async *subscribe(_: unknown, __: unknown, context) {
        const { grant, services } = context
        const { ename } = grant('oversee')
        for await (const { record, ...change } of services.feed.subscribe(ename)) {
          const isShown = record !== null && mayRead(context, record)
          yield { metaEnvelopeChanged: { ...change, metaEnvelope: isShown ? record : null } }
        }
      },
    },
  },

  BindingDocument: {
    ...publicResolvers.BindingDocument,
    verdicts: (document, _, { grant, services }) =>
      services.bindings.verdicts(grant('read'), document),
  },

  PendingSignature: {
    requestedAt: ({ requestedAt }) => requestedAt.toISOString(),
    verdict: (pending, _, { grant, services }) =>
      services.bindings.verdictOnPending(grant('oversee'), pending),
  },

  MetaEnvelope: {
    ...publicResolvers.MetaEnvelope,
    acl: ({ acl }) => [...acl],
    createdAt: ({ position }) => new Date(millisecondsOf(position)).toISOString(),
    revision: revisionOf,
    brief: ({ payload }, { around }) => leaf(briefOf(payload, around ?? '')),
  },
}

function restoring<O extends 'administer'>(operation: O) {
  return { operation, failure: 'UPDATE_FAILED', refused: { metaEnvelope: null } }
}

function describeConsent({ askedAt, decidedAt, ...consent }: Consent) {
  return {
    ...consent,
    askedAt: askedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}
