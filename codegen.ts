import type { CodegenConfig } from '@graphql-codegen/cli'

const scalars = { JSON: 'unknown', ID: 'string' }

const config: CodegenConfig = {
  schema: 'src/evault/graphql/*.graphql',
  generates: {
    'src/evault/graphql/resolvers.generated.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        scalars,
        useTypeImports: true,
        enumsAsTypes: true,
        avoidOptionals: { field: true },
        maybeValue: 'T | null',
        inputMaybeValue: 'T | null | undefined',
        contextType: './context.ts#GraphQLContext',
        mappers: {
          MetaEnvelope: '../envelopes/types.ts#StoredMetaEnvelope',
          RecordVersion: '../history/reader.ts#RecordVersion as StoredVersion',
          ConsentPreview: '../access/preview.ts#AccessPreview',
          InboundRequest: '../inbound/inbound-log.ts#InboundRequest as StoredInbound',
          Visitor: '../log/visitors.ts#Visitor as StoredVisitor',
          VisitorDetails: '../log/visitors.ts#Visitor as StoredVisitor',
          BindingDocument: '../bindings/types.ts#BindingDocument as StoredBindingDocument',
          DeliveryPlatform: '../awareness/platform-reader.ts#PlatformView',
          Delivery: '../awareness/delivery-reader.ts#StoredDelivery',
          DeliveryAttempt: '../awareness/delivery-reader.ts#StoredAttempt',
          Disclosure: '../awareness/delivery-reader.ts#Disclosure as StoredDisclosure',
          BackupsPayload: './backup-resolvers.ts#BackupsOutcome',
          PendingSignature: '../bindings/pending.ts#PendingSignature as StoredPending',
        },
      },
    },
    'src/renderer/graphql/documents.generated.ts': {
      documents: 'src/renderer/**/*.graphql',
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        scalars,
        useTypeImports: true,
        enumsAsTypes: true,
        skipTypename: true,
        documentNodeImport: '@apollo/client#TypedDocumentNode',
      },
    },
  },
}

export default config
