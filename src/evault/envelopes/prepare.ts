import { normaliseEName } from '../../w3id/ename.ts'
import { RequestError } from '../errors.ts'
import type { JsonObject } from './types.ts'

/** A record that passed every check, without what only the database can give it. */
export interface PreparedMetaEnvelope {
  readonly ontology: string
  readonly payload: JsonObject
  /** The payload as compact JSON: what is stored and hashed. */
  readonly payloadText: string
  readonly acl: readonly string[]
}

/** A record as a caller sends it. Source: protocol §5, `MetaEnvelopeInput`. */
export interface MetaEnvelopeInput {
  readonly ontology: string
  readonly payload: unknown
  readonly acl: readonly string[]
}

/** The most bytes a payload may have as JSON. */
const largestPayloadBytes = 8 * 1024 * 1024
const longestId = 512
const longestOntology = 512
const mostAclEntries = 1000
const deepest = 128

/**
 * Validates a record. Pure. Source: eVault seed, "Data Model".
 * @throws RequestError `INVALID_PAYLOAD`, `INVALID_INPUT`
 */
export function prepareMetaEnvelope(input: MetaEnvelopeInput): PreparedMetaEnvelope {
  const ontology = prepareOntology(input.ontology)
  const { payload, payloadText } = preparePayload(input.payload)
  return { ontology, payload, payloadText, acl: prepareAcl(input.acl) }
}

/**
 * The id a caller brings for a record, verbatim. Source: protocol §1.
 * @throws RequestError `INVALID_INPUT`
 */
export function prepareId(id: string): string {
  const isUsable = id.length > 0 && id.length <= longestId && !/[\p{Cc}\p{Cs}]/u.test(id)
  if (isUsable) return id
  throw new RequestError(
    'INVALID_INPUT',
    `An id has 1 to ${longestId} characters, none of them a control character.`,
    'id',
  )
}

function prepareOntology(ontology: string): string {
  const text = ontology.trim()
  if (text === '') throw invalidOntology('must not be empty')
  if (text.length > longestOntology) {
    throw invalidOntology(`must not be longer than ${longestOntology} characters`)
  }
  if (/[\p{Cc}\p{Cs}]/u.test(text)) {
    throw invalidOntology('must be valid Unicode without control characters')
  }
  return text
}

function invalidOntology(rule: string): RequestError {
  return new RequestError('INVALID_INPUT', `The ontology ${rule}.`, 'ontology')
}

/**
 * Validates a payload by itself.
 * @throws RequestError `INVALID_PAYLOAD`
 */
export function preparePayload(
  payload: unknown,
): Pick<PreparedMetaEnvelope, 'payload' | 'payloadText'> {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new RequestError('INVALID_PAYLOAD', 'The payload must be a JSON object.', 'payload')
  }
  checkJson(payload, 0)
  const payloadText = JSON.stringify(payload)
  if (payloadText.length > largestPayloadBytes) {
    throw new RequestError('INVALID_PAYLOAD', 'The payload is larger than 8 MiB.', 'payload')
  }
  return { payload: payload as JsonObject, payloadText }
}

/** What Postgres can't hold is refused here, so that it is never a failure further down. */
function checkJson(value: unknown, depth: number): void {
  if (typeof value === 'string') checkText(value)
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RequestError('INVALID_PAYLOAD', 'Numbers must be finite.', 'payload')
  }
  if (typeof value !== 'object' || value === null) return
  if (depth >= deepest) {
    throw new RequestError('INVALID_PAYLOAD', `Nested deeper than ${deepest} levels.`, 'payload')
  }
  for (const [key, inner] of Object.entries(value)) {
    checkText(key)
    checkJson(inner, depth + 1)
  }
}

function checkText(text: string): void {
  if (text.includes('\0')) {
    throw new RequestError('INVALID_PAYLOAD', 'Text must not contain NUL (\\u0000).', 'payload')
  }
  if (!text.isWellFormed()) {
    throw new RequestError(
      'INVALID_PAYLOAD',
      'Text must be valid Unicode: it holds half of a surrogate pair.',
      'payload',
    )
  }
}

/**
 * Names in their normal form, each once, in the given order.
 * @throws RequestError `INVALID_INPUT`
 */
export function prepareAcl(acl: readonly string[]): string[] {
  if (acl.length > mostAclEntries) {
    throw new RequestError('INVALID_INPUT', `An ACL holds ${mostAclEntries} names at most.`, 'acl')
  }
  return [...new Set(acl.map(prepareAclEntry))]
}

function prepareAclEntry(entry: string): string {
  const name = entry.trim()
  if (name === '*') return name
  try {
    return normaliseEName(name)
  } catch {
    throw new RequestError('INVALID_INPUT', 'An ACL entry is `*` or an eName.', 'acl')
  }
}
