import { refuseForeignType } from '../access/authorise.ts'
import { refuseBindingDocument } from '../bindings/protected.ts'
import { prepareMetaEnvelope } from '../envelopes/prepare.ts'
import { refuseOther, updateIf } from '../envelopes/revision.ts'
import { prepareSearch } from '../envelopes/search-text.ts'
import type { Json, StoredMetaEnvelope } from '../envelopes/types.ts'
import { envelopesOf } from './envelopes-of.ts'
import type { MutationResolvers, QueryResolvers } from './resolvers.generated.ts'

/** Older names of the public contract. Source: eVault seed, "Legacy API". */
export const legacyQueries: QueryResolvers = {
  getMetaEnvelopeById: (_, { id }, { grant, services }) => services.reader.byId(grant('read'), id),

  findMetaEnvelopesByOntology: (_, { ontology }, { grant, services }) =>
    services.reader.list(grant('read'), { ontology, search: null }),

  searchMetaEnvelopes: (_, { ontology, term }, { grant, services }) =>
    services.reader.list(grant('read'), { ontology, search: prepareSearch({ term }) }),

  async getAllEnvelopes(_, __, { grant, services }) {
    const records = await services.reader.list(grant('read'), { ontology: null, search: null })
    return records.flatMap(envelopesOf)
  },
}

export const legacyMutations: MutationResolvers = {
  async storeMetaEnvelope(_, { input }, { grant, services }) {
    const allowed = grant('create')
    const prepared = prepareMetaEnvelope(input)
    refuseForeignType(allowed, prepared.ontology)
    refuseBindingDocument(prepared.ontology)
    return stored(await services.createRecord(allowed, prepared))
  },

  async updateMetaEnvelopeById(_, { id, input }, { grant, services, ifHash }) {
    const allowed = grant('update')
    const prepared = prepareMetaEnvelope(input)
    refuseForeignType(allowed, prepared.ontology)
    return stored(
      await services.transact(({ envelopes }) =>
        updateIf(envelopes, allowed, { id, prepared }, ifHash),
      ),
    )
  },

  async deleteMetaEnvelope(_, { id }, { grant, services, ifHash }) {
    const allowed = grant('remove')
    await services.transact(async ({ envelopes }) => {
      await refuseOther(envelopes, allowed, id, ifHash)
      await envelopes.remove(allowed, id)
    })
    return true
  },

  async updateEnvelopeValue(_, { envelopeId, newValue }, { grant, services }) {
    const allowed = grant('update')
    await services.transact(({ envelopes }) =>
      envelopes.updateValue(allowed, envelopeId, newValue as Json),
    )
    return true
  },
}

function stored(metaEnvelope: StoredMetaEnvelope) {
  return { metaEnvelope, envelopes: envelopesOf(metaEnvelope) }
}
