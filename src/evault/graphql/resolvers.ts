import { refuseForeignType } from '../access/authorise.ts'
import { refuseBindingDocument } from '../bindings/protected.ts'
import { prepareMetaEnvelope } from '../envelopes/prepare.ts'
import type { RecordFilter } from '../envelopes/reader.ts'
import { refuseChanged, refuseOther, updateIf } from '../envelopes/revision.ts'
import { prepareSearch } from '../envelopes/search-text.ts'
import { bindingMutations, bindingQueries, bindingTypes } from './binding-resolvers.ts'
import { bulkCreate } from './bulk-create.ts'
import { envelopesOf } from './envelopes-of.ts'
import { attempt } from './errors.ts'
import { jsonScalar, leaf } from './json-scalar.ts'
import { legacyMutations, legacyQueries } from './legacy-resolvers.ts'
import { recordPage } from './record-page.ts'
import type { Resolvers } from './resolvers.generated.ts'
import { uploadFile } from './upload-resolver.ts'

/** The public contract (`schema.graphql`). Source: eVault seed, "GraphQL API". */
export const publicResolvers: Resolvers = {
  JSON: jsonScalar,

  Query: {
    metaEnvelope: (_, { id }, { grant, services }) => services.reader.byId(grant('read'), id),

    metaEnvelopes(_, { filter, ...pageArguments }, { grant, services }) {
      const allowed = grant('read')
      const wanted: RecordFilter = {
        ontology: filter?.ontologyId ?? null,
        search: prepareSearch(filter?.search ?? null),
      }
      return recordPage(services.reader, allowed, wanted, pageArguments)
    },

    ...bindingQueries,
    ...legacyQueries,
  },

  Mutation: {
    createMetaEnvelope: (_, { input }, context) =>
      attempt(
        context,
        { operation: 'create', failure: 'CREATE_FAILED', refused: { metaEnvelope: null } },
        async (grant) => {
          const prepared = prepareMetaEnvelope(input)
          refuseForeignType(grant, prepared.ontology)
          refuseBindingDocument(prepared.ontology)
          return { metaEnvelope: await context.services.createRecord(grant, prepared) }
        },
      ),

    updateMetaEnvelope: (_, { id, input }, context) =>
      attempt(
        context,
        {
          ...{ operation: 'update', failure: 'UPDATE_FAILED', record: id },
          refused: { metaEnvelope: null },
        },
        async (grant) => {
          const prepared = prepareMetaEnvelope(input)
          refuseForeignType(grant, prepared.ontology)
          return {
            metaEnvelope: await context.services.transact(async ({ envelopes }) => {
              await refuseChanged(envelopes, grant, id, input.ifRevision ?? null)
              return updateIf(envelopes, grant, { id, prepared }, context.ifHash)
            }),
          }
        },
      ),

    removeMetaEnvelope: (_, { id }, context) =>
      attempt(
        context,
        {
          ...{ operation: 'remove', failure: 'DELETE_FAILED', record: id },
          refused: { deletedId: null, success: false },
        },
        async (grant) => {
          await context.services.transact(async ({ envelopes }) => {
            await refuseOther(envelopes, grant, id, context.ifHash)
            await envelopes.remove(grant, id)
          })
          return { deletedId: id, success: true }
        },
      ),

    bulkCreateMetaEnvelopes: (_, { inputs, skipWebhooks }, context) =>
      attempt(
        context,
        {
          ...{ operation: 'create', failure: 'CREATE_FAILED' },
          refused: { results: [], successCount: 0, errorCount: inputs.length },
        },
        (grant) => bulkCreate(context, grant, inputs, skipWebhooks ?? false),
      ),

    uploadFile: (_, { input }, context) =>
      attempt(
        context,
        {
          ...{ operation: 'create', failure: 'UPLOAD_FAILED' },
          refused: { uri: null, metaEnvelopeId: null, publicUrl: null },
        },
        (grant) => uploadFile(context, grant, input),
      ),

    ...bindingMutations,
    ...legacyMutations,
  },

  MetaEnvelope: {
    envelopes: envelopesOf,
    parsed: ({ payload }) => leaf(payload),
  },

  ...bindingTypes,
}
