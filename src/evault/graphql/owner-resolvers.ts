import { z } from 'zod'
import { titleOfOntology } from '../../w3id/known-ontologies.ts'
import type { Consent } from '../access/consents.ts'
import { withoutUndefined } from '../config/config.ts'
import { millisecondsOf } from '../db/ids.ts'
import { largestPage } from '../envelopes/page.ts'
import { prepareAcl, preparePayload } from '../envelopes/prepare.ts'
import { RequestError } from '../errors.ts'
import type { RecordVersion } from '../history/reader.ts'
import { attempt } from './errors.ts'
import { identityMutations, identityQueries } from './identity-resolvers.ts'
import { leaf } from './json-scalar.ts'
import { recoveryMutations, recoveryQueries } from './recovery-resolvers.ts'
import type { MutationResolvers, QueryResolvers, Resolvers } from './resolvers.generated.ts'
import { publicResolvers } from './resolvers.ts'

const defaultSize = 20

const ownerQueries: QueryResolvers = {
  async vault(_, __, { grant, services }) {
    grant('oversee')
    const { certifiedAt, warnings, ...overview } = services.overview()
    return {
      ...overview,
      certifiedAt: certifiedAt?.toISOString() ?? null,
      warnings: [...warnings],
      totalCount: await services.reader.count(grant('read'), { ontology: null, search: null }),
    }
  },

  async ontologies(_, __, { grant, services }) {
    const counts = await services.reader.ontologies(grant('oversee'))
    return counts.map(({ ontology, count }) => ({
      ontology,
      title: titleOfOntology(ontology),
      count,
    }))
  },

  settings: (_, __, { grant, services }) => services.settings.of(grant('oversee').ename),

  consents: (_, __, { grant, services }) =>
    services.consents.list(grant('oversee')).map(describeConsent),

  async versions(_, { id, first, after }, { grant, services }) {
    const size = listSize(first)
    const found = await services.history.ofRecord(grant('oversee'), id, size, version(after))
    return found.map(describeVersion)
  },

  async trash(_, { first, after }, { grant, services }) {
    const found = await services.history.trash(grant('oversee'), listSize(first), version(after))
    return found.map(describeVersion)
  },

  async operationLog(_, { first, after }, { grant, services }) {
    const size = listSize(first)
    const { entries, nextCursor } = await services.logReader.page(
      grant('oversee'),
      size,
      after ?? null,
    )
    return {
      entries: entries.map(({ at, ...entry }) => ({ ...entry, timestamp: at.toISOString() })),
      nextCursor,
    }
  },

  async accessLog(_, { first, after }, { grant, services }) {
    const entries = await services.accessLog.list(grant('oversee'), listSize(first), version(after))
    return entries.map(({ entryId, at, ...entry }) => ({
      ...entry,
      id: entryId,
      timestamp: at.toISOString(),
    }))
  },

  logIntegrity: (_, __, { grant, services }) => services.checkLog(grant('oversee')),

  async pendingSignatures(_, __, { grant, services }) {
    const pending = await services.bindings.pending(grant('oversee'))
    return pending.map(({ requestedAt, ...one }) => ({
      ...one,
      requestedAt: requestedAt.toISOString(),
    }))
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

  setAcl: (_, { id, acl }, context) =>
    attempt(context, restoring('administer'), async (grant) => ({
      metaEnvelope: await context.services.transact(async ({ envelopes }) => {
        const before = await envelopes.find(grant, id)
        if (before === null) throw new RequestError('NOT_FOUND', 'There is no such record.', 'id')
        const { ontology, payload } = before
        const after = { ontology, ...preparePayload(payload), acl: prepareAcl(acl) }
        return envelopes.replace(grant, before, after)
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
  Query: { ...publicResolvers.Query, ...ownerQueries, ...identityQueries, ...recoveryQueries },
  Mutation: {
    ...publicResolvers.Mutation,
    ...ownerMutations,
    ...identityMutations,
    ...recoveryMutations,
  },

  Subscription: {
    metaEnvelopeChanged: {
      async *subscribe(_: unknown, __: unknown, { grant, services }) {
        const { ename } = grant('oversee')
        for await (const { record, ...change } of services.feed.subscribe(ename)) {
          yield { metaEnvelopeChanged: { ...change, metaEnvelope: record } }
        }
      },
    },
  },

  MetaEnvelope: {
    ...publicResolvers.MetaEnvelope,
    acl: ({ acl }) => [...acl],
    createdAt: ({ position }) => new Date(millisecondsOf(position)).toISOString(),
  },
}

function restoring<O extends 'administer'>(operation: O) {
  return { operation, failure: 'UPDATE_FAILED', refused: { metaEnvelope: null } }
}

function listSize(size: number | null | undefined): number {
  if (size == null) return defaultSize
  if (size >= 0 && size <= largestPage) return size
  throw new RequestError('INVALID_PAGE', `first must be 0 to ${largestPage}.`, 'first')
}

/** @throws RequestError `INVALID_INPUT` for what is no id of a version or entry */
function version(id: string | null | undefined): string | null {
  if (id == null) return null
  if (z.uuid().safeParse(id).success) return id
  throw new RequestError('INVALID_INPUT', 'This is not an id the vault gave.', 'id')
}

function describeConsent({ askedAt, decidedAt, ...consent }: Consent) {
  return {
    ...consent,
    askedAt: askedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}

function describeVersion({ payload, endedAt, ...version }: RecordVersion) {
  return { ...version, parsed: leaf(payload), endedAt: endedAt.toISOString() }
}
