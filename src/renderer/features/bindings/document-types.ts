import { t } from '@lingui/core/macro'
import type { BindingDocumentType } from '../../graphql/documents.generated.ts'

/** What people call each type of binding document, in the order they are offered. */
export const typeNames: Readonly<Record<BindingDocumentType, string>> = {
  id_document: t`Identity card`,
  photograph: t`Photograph`,
  social_connection: t`Relation`,
  self: t`Self statement`,
  personal_parameters: t`Personal parameters`,
  security_question: t`Security question`,
}

export const documentTypes = Object.keys(typeNames) as readonly BindingDocumentType[]

/** A type out of an address, where anything may stand. */
export function typeOf(text: string | null): BindingDocumentType | null {
  return documentTypes.find((type) => type === text) ?? null
}
