import { isProviderSigner } from '../../registry/signature-verifier.ts'
import { sameEName } from '../../w3id/ename.ts'
import { RequestError } from '../errors.ts'
import { type PreparedBindingDocument, partiesOf } from './prepare.ts'
import type { BindingDocument } from './types.ts'

/** The most signatures one document holds. */
const mostSignatures = 50
/** The most signatures that wait for one document. */
const mostWaiting = 100

/**
 * Refuses a first signature that is not the owner's to give: the signer is the subject, or a
 * provider that vouches; in a social connection the subject, which is one of the parties.
 * Source: eVault seed, "createBindingDocument"; protocol §6.
 * @throws RequestError `INVALID_SIGNATURE`
 */
export function refuseFirstSigner(document: PreparedBindingDocument): void {
  const { subject, type, signatures } = document
  const signer = signatures[0]?.signer ?? ''
  const isConnection = type === 'social_connection'
  if (!isSame(signer, subject) && (isConnection || !isProviderSigner(signer))) {
    const allowed = isConnection ? 'the subject' : 'the subject or a provider'
    throw invalid(`The first signature must be one of ${allowed}.`)
  }
  if (isConnection && !partiesOf(document).includes(subject)) {
    throw invalid('The subject must be one of the parties.')
  }
}

/**
 * Refuses a further signature the document can't take: one signer signs once, and in a social
 * connection only the party that has not signed first is asked. Source: protocol §6.
 * @param waiting those whose signatures wait for the owner's approval
 * @throws RequestError `ADD_SIGNATURE_FAILED`
 */
export function refuseSigner(
  document: BindingDocument,
  signer: string,
  waiting: readonly string[],
): void {
  const { signatures } = document
  if (signatures.some((signature) => isSame(signature.signer, signer))) {
    throw failed('This signer has signed already.')
  }
  if (waiting.some((name) => isSame(name, signer))) {
    throw failed('A signature of this signer waits for the owner’s approval already.')
  }
  if (document.type === 'social_connection' && !isCounterparty(document, signer)) {
    throw failed('Only the other party of the connection can sign it now.')
  }
  if (signatures.length >= mostSignatures) {
    throw failed(`The document holds ${mostSignatures} signatures, which is the most.`)
  }
  if (waiting.length >= mostWaiting) {
    throw failed(`${mostWaiting} signatures wait for the owner’s approval already.`)
  }
}

/** True for the same eName, or the same key of the same provider however its URL is written. */
export function isSame(a: string, b: string): boolean {
  const [one, other] = [providerKey(a), providerKey(b)]
  if (one !== null || other !== null) return one === other
  try {
    return sameEName(a, b)
  } catch {
    return false
  }
}

function isCounterparty(document: BindingDocument, signer: string): boolean {
  const first = document.signatures[0]?.signer
  if (first === undefined) return false
  return partiesOf(document).some((party) => isSame(party, signer) && !isSame(party, first))
}

function providerKey(signer: string): string | null {
  if (!isProviderSigner(signer)) return null
  const { origin, pathname, hash } = new URL(signer)
  return `${origin}${pathname}#${decodeURIComponent(hash.slice(1))}`
}

function invalid(message: string): RequestError {
  return new RequestError('INVALID_SIGNATURE', message, 'ownerSignature')
}

function failed(message: string): RequestError {
  return new RequestError('ADD_SIGNATURE_FAILED', message, 'signature')
}
