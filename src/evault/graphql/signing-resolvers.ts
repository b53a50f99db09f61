import type { SentSignature, ShownDocument } from '../bindings/signing.ts'
import type { BindingDocumentType } from '../bindings/types.ts'
import { attempt } from './errors.ts'
import { leaf } from './json-scalar.ts'
import type {
  ForeignBindingDocument,
  MutationResolvers,
  QueryResolvers,
  SentSignature as SentSignatureAnswer,
} from './resolvers.generated.ts'

export const signingQueries: Pick<QueryResolvers, 'sentSignatures'> = {
  async sentSignatures(_, __, { grant, services }) {
    return (await services.signing.list(grant('oversee'))).map(describeSent)
  },
}

export const signingMutations: MutationResolvers = {
  signBindingDocument: (_, { type, data }, context) =>
    attempt(
      context,
      {
        ...{ operation: 'create', failure: 'CREATE_FAILED' },
        refused: { metaEnvelopeId: null, bindingDocument: null },
      },
      async (grant) => {
        const bindingDocument = await context.services.signing.signOwn(grant, type, data)
        return { metaEnvelopeId: bindingDocument.id, bindingDocument }
      },
    ),

  openForeignBindingDocument: (_, { ename, id }, context) =>
    attempt(
      context,
      { operation: 'administer', failure: 'NOT_FOUND', refused: { document: null } },
      async (grant) => ({
        document: describeShown(await context.services.signing.open(grant, ename, id)),
      }),
    ),

  signForeignBindingDocument: (_, { ename, id, digest }, context) =>
    attempt(
      context,
      { operation: 'administer', failure: 'ADD_SIGNATURE_FAILED', refused: { signature: null } },
      async (grant) => ({
        signature: describeSent(
          await context.services.signing.signForeign(grant, ename, id, digest),
        ),
      }),
    ),

  resendSignature: (_, { id }, context) =>
    attempt(
      context,
      { operation: 'administer', failure: 'ADD_SIGNATURE_FAILED', refused: { signature: null } },
      async (grant) => ({
        signature: describeSent(await context.services.signing.resend(grant, id)),
      }),
    ),

  forgetSentSignature: (_, { id }, { grant, services }) =>
    services.signing.forget(grant('administer'), id),
}

function describeShown({ document, verdicts, ...shown }: ShownDocument): ForeignBindingDocument {
  const { id, subject, type, data, signatures } = document
  return {
    ...shown,
    ...{ id, subject, type, data: leaf(data) },
    signatures: signatures.map((signature) => ({ ...signature })),
    verdicts: [...verdicts],
  }
}

function describeSent(sent: SentSignature): SentSignatureAnswer {
  const { sentId: id, vault, documentId, subject, type, data, state, reason } = sent
  return {
    ...{ id, vault, documentId, subject, state, reason },
    type: type as BindingDocumentType,
    data: leaf(data),
    signedAt: sent.timestamp,
    triedAt: sent.triedAt.toISOString(),
  }
}
