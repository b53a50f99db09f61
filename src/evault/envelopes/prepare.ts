import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { normaliseEName } from '../../w3id/ename.ts'
import { RequestError } from '../errors.ts'
import type { Json, StoredMetaEnvelope } from './types.ts'

/** A record that passed every check, without what only the database can give it. */
export type PreparedMetaEnvelope = Pick<StoredMetaEnvelope, 'ontology' | 'envelopes' | 'acl'>

interface MetaEnvelopeInput {
  readonly ontology: string
  readonly payload: unknown
  readonly acl: readonly string[]
}

const longestOntology = 512
const mostAclEntries = 1000
const deepest = 128

const ontologySchema = z
  .string()
  .trim()
  .min(1, 'The ontology must not be empty.')
  .max(longestOntology, `The ontology must not be longer than ${longestOntology} characters.`)
  .refine(
    (text) => !/[\p{Cc}\p{Cs}]/u.test(text),
    'The ontology must be valid Unicode without control characters.',
  )

/**
 * Validates a new record and splits its payload into envelopes, one for each field, in the
 * payload's order. Pure but for the envelope ids. Source: eVault seed, "Data Model".
 * @throws RequestError `INVALID_PAYLOAD`, `INVALID_INPUT`
 */
export function prepareMetaEnvelope(input: MetaEnvelopeInput): PreparedMetaEnvelope {
  return {
    ontology: prepareOntology(input.ontology),
    envelopes: Object.entries(preparePayload(input.payload)).map(([key, value]) => ({
      id: randomUUID(),
      key,
      value,
    })),
    acl: prepareAcl(input.acl),
  }
}

function prepareOntology(ontology: string): string {
  const result = ontologySchema.safeParse(ontology)
  if (result.success) return result.data
  throw new RequestError(
    'INVALID_INPUT',
    result.error.issues[0]?.message ?? 'The ontology is not valid.',
    'ontology',
  )
}

function preparePayload(payload: unknown): Record<string, Json> {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new RequestError('INVALID_PAYLOAD', 'The payload must be a JSON object.', 'payload')
  }
  checkJson(payload, 0)
  return payload as Record<string, Json>
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

/** Names in their normal form, each once, in the given order. */
function prepareAcl(acl: readonly string[]): string[] {
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
