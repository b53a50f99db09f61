import { z } from 'zod'
import { isProviderSigner } from '../../registry/signature-verifier.ts'
import { canonicalJson } from '../../w3id/canonical-json.ts'
import { normaliseEName } from '../../w3id/ename.ts'
import { type PreparedMetaEnvelope, preparePayload } from '../envelopes/prepare.ts'
import type { JsonObject, StoredMetaEnvelope } from '../envelopes/types.ts'
import { RequestError } from '../errors.ts'
import {
  type BindingDocument,
  type BindingDocumentType,
  type BindingSignature,
  bindingOntology,
} from './types.ts'

/** A binding document as a caller sends it. Source: eVault seed, "createBindingDocument". */
export interface BindingDocumentInput {
  readonly subject: string
  readonly type: BindingDocumentType
  readonly data: unknown
  readonly ownerSignature: BindingSignature
}

/** A binding document that has no record yet. */
export type PreparedBindingDocument = Omit<BindingDocument, 'id' | 'position'>

/** What a signature covers. */
type Signed = Pick<BindingDocument, 'subject' | 'type' | 'data'>

const longestSigner = 512
const longestSignature = 1024
const longestTimestamp = 64

const wanted = (what: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : what),
})
const text = z.string(wanted('must be a text')).regex(/\S/, 'must not be empty')
const kind = (name: string) => z.literal(name, `must be "${name}"`).optional()
const object = <S extends z.ZodRawShape>(shape: S) =>
  z.looseObject(shape, wanted('must be an object'))

const parties = z
  .array(
    text.refine((name) => enameOf(name) !== null, 'must be an eName'),
    wanted('must be a list of two eNames'),
  )
  .length(2, 'must be a list of two eNames')
  .refine(([one, other]) => enameOf(one) !== enameOf(other), 'must be two different eNames')

/** What `data` holds at least, by type. Source: protocol §5, §6. */
const dataSchemas: Readonly<Record<BindingDocumentType, z.ZodType>> = {
  id_document: object({ vendor: text, reference: text, name: text }),
  photograph: object({ photoBlob: text }),
  social_connection: object({
    kind: kind('social_connection'),
    parties,
    relation_description: z.string('must be a text').optional(),
  }),
  self: object({ kind: kind('self'), name: text }),
  personal_parameters: object({}),
  security_question: object({ question: text }),
}

const signatureSchema = z.object({
  signer: text
    .max(longestSigner, `must not be longer than ${longestSigner} characters`)
    .transform((signer, context) => {
      const name = signerOf(signer)
      if (name !== null) return name
      context.addIssue('must be an eName, or a URL that ends /.well-known/jwks.json#<kid>')
      return z.NEVER
    }),
  signature: text.max(longestSignature, `must not be longer than ${longestSignature} characters`),
  timestamp: z.iso
    .datetime({ offset: true, local: true, error: 'must be an ISO 8601 date-time' })
    .max(longestTimestamp, `must not be longer than ${longestTimestamp} characters`),
})

const storedSchema = z.object({
  subject: z.string(),
  type: z.custom<BindingDocumentType>(
    (name) => typeof name === 'string' && Object.hasOwn(dataSchemas, name),
  ),
  data: z.looseObject({}),
  signatures: z.array(
    z.object({ signer: z.string(), signature: z.string(), timestamp: z.string() }),
  ),
})

/**
 * Validates a binding document. Pure; no signature is verified. The subject comes out in its
 * normal form; `data` stays as it was given, because the signature covers it.
 * Source: eVault seed, "createBindingDocument"; protocol §6.
 * @throws RequestError `INVALID_INPUT`
 */
export function prepareBindingDocument(input: BindingDocumentInput): PreparedBindingDocument {
  const { type, data } = input
  const subject = enameOf(input.subject)
  if (subject === null) {
    throw new RequestError('INVALID_INPUT', 'subject: must be an eName.', 'subject')
  }
  check(dataSchemas[type], data, 'data')
  return {
    ...{ subject, type, data: data as JsonObject },
    signatures: [prepareSignature(input.ownerSignature, 'ownerSignature')],
  }
}

/**
 * Validates the parts of a signature. The signer comes out in its normal form when it is an
 * eName, verbatim when it is a provider's URL.
 * @param field the input field it came in
 * @throws RequestError `INVALID_INPUT`
 */
export function prepareSignature(
  { signer, signature, timestamp }: BindingSignature,
  field: string,
): BindingSignature {
  return check(signatureSchema, { signer, signature, timestamp }, field)
}

/** The bytes a binding document is signed over: UTF-8 of its canonical JSON. Source: protocol §6. */
export function signedBytes({ subject, type, data }: Signed): Uint8Array {
  return new TextEncoder().encode(canonicalJson({ data, subject, type }))
}

/**
 * The record that holds a binding document. Its subject may read and sign it, and in a social
 * connection both parties: the other one has to see what it is asked to sign.
 * @throws RequestError `INVALID_PAYLOAD`
 */
export function asMetaEnvelope(document: PreparedBindingDocument): PreparedMetaEnvelope {
  const { subject, type, data, signatures } = document
  const payload = { subject, type, data, signatures: signatures.map((item) => ({ ...item })) }
  // By `normaliseEName`, not as an ACL is read: there `*` would be everyone.
  const acl = [...new Set([subject, ...partiesOf(document)])]
  return { ontology: bindingOntology, ...preparePayload(payload), acl }
}

/** The parties of a social connection in their normal form; none for any other document. */
export function partiesOf({ type, data }: Signed): string[] {
  if (type !== 'social_connection') return []
  const named = parties.safeParse(data.parties)
  return named.success ? named.data.map(normaliseEName) : []
}

/** The binding document in a record, or null when the record is no well-formed one. */
export function readBindingDocument({
  id,
  position,
  ontology,
  payload,
}: Pick<StoredMetaEnvelope, 'id' | 'position' | 'ontology' | 'payload'>): BindingDocument | null {
  if (ontology !== bindingOntology) return null
  const stored = storedSchema.safeParse(payload)
  if (!stored.success) return null
  return { ...stored.data, data: payload.data as JsonObject, id, position }
}

function check<T>(schema: z.ZodType<T>, value: unknown, field: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = [field, ...(issue?.path ?? [])].join('.')
  throw new RequestError('INVALID_INPUT', `${path}: ${issue?.message ?? 'is not valid'}.`, field)
}

function signerOf(signer: string): string | null {
  if (!/^\s*https?:/i.test(signer)) return enameOf(signer)
  // A URL parser passes over spaces and line breaks; two texts would be one signer.
  return !/[\s\p{Cc}\p{Cs}]/u.test(signer) && isProviderSigner(signer) ? signer : null
}

function enameOf(name: string | undefined): string | null {
  try {
    return normaliseEName(name ?? '')
  } catch {
    return null
  }
}
