import type { JsonObject } from '../envelopes/types.ts'

/** The ontology of the records that hold binding documents. Source: eVault seed. */
export const bindingOntology = 'b1d0a8c3-4e5f-6789-0abc-def012345678'

/** Source: protocol §5, "Binding document types in use". */
export type BindingDocumentType =
  | 'id_document'
  | 'photograph'
  | 'social_connection'
  | 'self'
  | 'personal_parameters'
  | 'security_question'

export interface BindingSignature {
  /** An eName, or a provider's URL ending `/.well-known/jwks.json#<kid>`. */
  readonly signer: string
  readonly signature: string
  /** As the signer gave it. */
  readonly timestamp: string
}

/** A record that ties an eName to an identity by signatures. */
export interface BindingDocument {
  /** The id of its meta envelope. */
  readonly id: string
  readonly subject: string
  readonly type: BindingDocumentType
  readonly data: JsonObject
  readonly signatures: readonly BindingSignature[]
  /** UUIDv7: its place in creation order. */
  readonly position: string
}
