import { titleOfOntology } from '../../w3id/known-ontologies.ts'
import { withUserErrors } from './errors.ts'
import type { Resolvers } from './resolvers.generated.ts'
import { publicResolvers } from './resolvers.ts'

/** The public contract and what only the owner has (`owner.graphql`). */
export const ownerResolvers: Resolvers = {
  ...publicResolvers,

  Query: {
    ...publicResolvers.Query,

    async vault(_, __, { grant, services }) {
      grant('oversee')
      const { certifiedAt, warnings, ...overview } = services.overview()
      return {
        ...overview,
        certifiedAt: certifiedAt?.toISOString() ?? null,
        warnings: [...warnings],
        totalCount: await services.reader.count(grant('read'), null),
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
  },

  Mutation: {
    ...publicResolvers.Mutation,

    restoreMetaEnvelope: (_, { id }, { grant, services }) =>
      withUserErrors({ metaEnvelope: null }, async () => {
        const allowed = grant('restore')
        return {
          metaEnvelope: await services.transact(({ envelopes }) => envelopes.restore(allowed, id)),
        }
      }),
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
    createdAt: ({ createdAt }) => createdAt.toISOString(),
  },
}
