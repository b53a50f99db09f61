import { RequestError } from '../errors.ts'
import { bindingOntology } from './types.ts'

/**
 * Keeps the ordinary mutations away from binding documents: their signatures are verified when
 * they are made, and changing anything would make them false.
 * @throws RequestError `FORBIDDEN`
 */
export function refuseBindingDocument(ontology: string): void {
  if (ontology !== bindingOntology) return
  throw new RequestError(
    'FORBIDDEN',
    'Binding documents are made with createBindingDocument and createBindingDocumentSignature only.',
    'ontology',
  )
}
