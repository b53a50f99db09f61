import { z } from 'zod'
import { normaliseEName } from '../../w3id/ename.ts'
import type { Approval, RecoveryRequest } from '../../w3id/identity-log/entry.ts'
import { decodePublicKey, encodePublicKey } from '../../w3id/keys.ts'
import { encodeSignature, signatureCandidates } from '../../w3id/signatures.ts'

/**
 * What vaults send each other about a recovery. All of it ends up in an identity log, so it is
 * taken only as it would be written there.
 */

const mostKeys = 20
const longestCertificate = 8_192
const versionId = z.string().regex(/^(0|[1-9]\d{0,8})-[0-9a-f]{64}$/)
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const publicKey = z
  .string()
  .max(256)
  .refine(isCanonicalKey, 'must be multibase z of DER SPKI, P-256')

/** The body of `POST /recovery/requests`. */
export const requestSchema = z
  .strictObject({
    id: z.string().max(512).refine(isNormalEName, 'must be a normalised eName'),
    previous: versionId.describe('The entry of the identity log that the recovery follows.'),
    updateKeys: z.array(publicKey).min(1).max(mostKeys).describe('Multibase z of DER SPKI.'),
    nextKeyHashes: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .min(1)
      .max(mostKeys),
    requestedAt: time.refine(isTime, 'must be a time').describe('ISO 8601, UTC, milliseconds.'),
  })
  .meta({ id: 'RecoveryRequest' }) satisfies z.ZodType<RecoveryRequest>

/** How the word of a friend looks. */
export const approvalSchema = z
  .strictObject({
    ename: z.string().max(512).refine(isNormalEName, 'must be a normalised eName'),
    publicKey,
    signature: z.string().max(128).refine(isCanonicalSignature, 'must be base64 of raw r‖s'),
    certificate: z
      .string()
      .max(longestCertificate)
      .regex(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  })
  .meta({ id: 'RecoveryApproval' }) satisfies z.ZodType<Approval>

/** The answer to `GET /recovery/requests/:id`. */
export const statusSchema = z
  .object({
    status: z.enum(['pending', 'approved', 'declined']),
    approval: approvalSchema.optional(),
  })
  .meta({ id: 'RecoveryRequestStatus' })
export type RequestStatus = z.infer<typeof statusSchema>

/** A recovery that has been asked for and can still be stopped. */
export const pendingRecoverySchema = z
  .object({
    requestedAt: time,
    until: time.describe('It happens no sooner.'),
    updateKeys: z.array(z.string()).max(mostKeys),
    nextKeyHashes: z.array(z.string()).max(mostKeys),
  })
  .meta({ id: 'PendingRecovery' })
export type PendingRecovery = z.infer<typeof pendingRecoverySchema>

function isNormalEName(text: string): boolean {
  try {
    return normaliseEName(text) === text
  } catch {
    return false
  }
}

function isCanonicalKey(text: string): boolean {
  try {
    return encodePublicKey(decodePublicKey(text)) === text
  } catch {
    return false
  }
}

function isCanonicalSignature(text: string): boolean {
  return signatureCandidates(text).some((raw) => encodeSignature(raw) === text)
}

/** February 30 is read as March 2. */
function isTime(text: string): boolean {
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString() === text
}
