import { encodeCursor, preparePage } from '../envelopes/page.ts'
import { prepareMetaEnvelope } from '../envelopes/prepare.ts'
import type { Json, StoredMetaEnvelope } from '../envelopes/types.ts'
import { withUserErrors } from './errors.ts'
import { jsonScalar } from './json-scalar.ts'
import type { Resolvers } from './resolvers.generated.ts'

/** The public contract (`schema.graphql`). Source: eVault seed, "GraphQL API". */
export const publicResolvers: Pick<Resolvers, 'JSON' | 'Query' | 'Mutation' | 'MetaEnvelope'> = {
  JSON: jsonScalar,

  Query: {
    metaEnvelope: (_, { id }, { grant, services }) => services.reader.byId(grant('read'), id),

    async metaEnvelopes(_, { filter, ...pageArguments }, { grant, services }) {
      const allowed = grant('read')
      const ontology = filter?.ontologyId ?? null
      const page = await services.reader.page(allowed, ontology, preparePage(pageArguments))
      const edges = page.records.map((node) => ({ cursor: encodeCursor(node.position), node }))
      return {
        edges,
        pageInfo: {
          hasNextPage: page.hasNextPage,
          hasPreviousPage: page.hasPreviousPage,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        },
        // A function, so that nothing is counted unless it is asked for.
        totalCount: (() => services.reader.count(allowed, ontology)) as unknown as number,
      }
    },
  },

  Mutation: {
    createMetaEnvelope: (_, { input }, { grant, services }) =>
      withUserErrors({ metaEnvelope: null }, async () => {
        const allowed = grant('create')
        const prepared = prepareMetaEnvelope(input)
        return {
          metaEnvelope: await services.transact(({ envelopes }) =>
            envelopes.create(allowed, prepared),
          ),
        }
      }),

    removeMetaEnvelope: (_, { id }, { grant, services }) =>
      withUserErrors({ deletedId: null, success: false }, async () => {
        const allowed = grant('remove')
        await services.transact(({ envelopes }) => envelopes.remove(allowed, id))
        return { deletedId: id, success: true }
      }),
  },

  MetaEnvelope: {
    envelopes: (record) =>
      record.envelopes.map(({ id, key, value }) => ({
        id,
        ontology: key,
        fieldKey: key,
        value,
        valueType: valueType(value),
      })),
    parsed: (record) => parsed(record),
  },
}

function parsed(record: StoredMetaEnvelope): Record<string, Json> {
  return Object.fromEntries(record.envelopes.map(({ key, value }) => [key, value]))
}

function valueType(value: Json): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
