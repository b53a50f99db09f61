import { bindingOntology } from '../bindings/types.ts'
import { preparePage } from '../envelopes/page.ts'
import { attempt } from './errors.ts'
import { leaf } from './json-scalar.ts'
import { connection } from './pages.ts'
import type {
  MutationResolvers,
  QueryResolvers,
  Resolvers,
  UserError,
} from './resolvers.generated.ts'

/** Source: eVault seed, "Binding Document Operations". */
export const bindingQueries: Pick<QueryResolvers, 'bindingDocument' | 'bindingDocuments'> = {
  bindingDocument: (_, { id }, { grant, services }) => services.bindings.get(grant('read'), id),

  async bindingDocuments(_, { type, ...pageArguments }, { grant, services }) {
    const allowed = grant('read')
    const wanted = type ?? null
    const page = await services.bindings.page(allowed, wanted, preparePage(pageArguments))
    return connection(page.documents, page, () => services.bindings.count(allowed, wanted))
  },
}

/** The valid signature that waits is told as an error: it is not under the document yet. */
const waits: UserError = {
  field: 'signature',
  code: 'PENDING_OWNER_APPROVAL',
  message: 'The signature is valid and waits for the owner’s approval.',
}

/** Source: eVault seed, "createBindingDocument" and "createBindingDocumentSignature". */
export const bindingMutations: Pick<
  MutationResolvers,
  'createBindingDocument' | 'createBindingDocumentSignature'
> = {
  createBindingDocument: (_, { input }, context) =>
    attempt(
      context,
      {
        ...{ operation: 'create', failure: 'CREATE_FAILED' },
        refused: { metaEnvelopeId: null, bindingDocument: null },
      },
      async (grant) => {
        const bindingDocument = await context.services.bindings.create(grant, input)
        return { metaEnvelopeId: bindingDocument.id, bindingDocument }
      },
    ),

  createBindingDocumentSignature: (_, { input }, context) =>
    attempt(
      context,
      {
        ...{ operation: 'sign', failure: 'ADD_SIGNATURE_FAILED', record: input.bindingDocumentId },
        refused: { bindingDocument: null },
      },
      async (grant) => {
        const { bindingDocumentId, signature } = input
        const { bindings } = context.services
        const { document, pending } = await bindings.addSignature(
          grant,
          bindingDocumentId,
          signature,
        )
        return { bindingDocument: document, errors: pending ? [waits] : [] }
      },
    ),
}

/** Answers the seed's fields and those of the older shape. Source: protocol §5. */
export const bindingTypes: Pick<Resolvers, 'BindingDocument'> = {
  BindingDocument: {
    signatures: ({ signatures }) => [...signatures],
    ontology: () => bindingOntology,
    data: ({ data }) => leaf(data),
    parsed: ({ subject, type, data, signatures }) => ({ subject, type, data, signatures }),
  },
}
