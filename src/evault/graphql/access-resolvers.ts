import { previewConsent } from '../access/preview.ts'
import { readersOf } from '../access/reach.ts'
import { prepareAcl } from '../envelopes/prepare.ts'
import { RequestError } from '../errors.ts'
import { connection } from './pages.ts'
import { recordPage } from './record-page.ts'
import type { MutationResolvers, QueryResolvers, Resolvers } from './resolvers.generated.ts'

const everything = { ontology: null, search: null }

export const accessQueries: Pick<QueryResolvers, 'consentPreview' | 'effectiveAccess'> = {
  consentPreview(_, { platform, decision, ontologies }, { grant, services }) {
    const allowed = grant('oversee')
    const imagined = { decision, ontologies: ontologies ?? [], migrator: false }
    const consent = services.consents.imagine(allowed, platform, imagined)
    return previewConsent(allowed, consent, services.settings.of(allowed.ename))
  },

  async effectiveAccess(_, { id, acl }, { grant, services }) {
    const allowed = grant('oversee')
    const record = await services.reader.byId(allowed, id)
    if (record === null) {
      throw new RequestError('NOT_FOUND', 'There is no record with this id.', 'id')
    }
    const asked = acl == null ? record : { ...record, acl: prepareAcl(acl) }
    const policy = services.settings.of(allowed.ename)
    return readersOf(allowed, asked, policy, services.consents.list(allowed))
  },
}

export const accessMutations: Pick<MutationResolvers, 'undoConsent'> = {
  undoConsent: (_, { platform }, { grant, services }) =>
    services.consents.undo(grant('administer'), platform),
}

export const accessTypes: Pick<Resolvers, 'ConsentPreview'> = {
  ConsentPreview: {
    totalCount: ({ grant }, _, { services }) =>
      grant === null ? 0 : services.reader.count(grant, everything),

    async types({ grant }, _, { services }) {
      const counts = grant === null ? [] : await services.reader.ontologies(grant)
      return counts.map(({ ontology, count }) => ({
        ontology,
        title: services.ontologies.titleOf(ontology),
        count,
      }))
    },

    records: ({ grant }, pageArguments, { services }) =>
      grant === null
        ? connection([], { hasNextPage: false, hasPreviousPage: false }, async () => 0)
        : recordPage(services.reader, grant, everything, pageArguments),
  },
}
