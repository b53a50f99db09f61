import { z } from 'zod'
import { normaliseEName } from '../../w3id/ename.ts'
import type { Payload } from '../mapping/types.ts'

/**
 * What a vault tells a platform: a record was created, changed or deleted. Protocol §8;
 * docs/protocol.md, "Webhooks".
 */
export interface Packet {
  /** The record's. */
  readonly id: string
  /** The eName of the vault, in its normal form. */
  readonly w3id: string
  /** The record's ontology. */
  readonly schemaId: string
  /** Null where the packet goes by reference, is about a deletion, or a test. */
  readonly data: Payload | null
  readonly operation?: 'delete'
  readonly test?: boolean
  /** Of a packet by reference: `recordHash` of the record. */
  readonly envelopeHash?: string
}

const name = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
const shape = z.object({
  id: name,
  w3id: name.transform((text, context) => {
    try {
      return normaliseEName(text)
    } catch {
      context.addIssue('is no eName')
      return z.NEVER
    }
  }),
  schemaId: name,
  /** Taken as it is: a copy would leave out a member named `__proto__`. */
  data: z
    .custom<Payload | null>((value) => typeof value === 'object' && !Array.isArray(value))
    .optional(),
  operation: z.string().max(100).nullish(),
  test: z.boolean().nullish(),
  envelopeHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .transform((text) => text.toLowerCase())
    .nullish(),
})

/** Reads a packet; null for what is none. What else stands in it is passed over. */
export function readPacket(body: unknown): Packet | null {
  const { data: read } = shape.safeParse(body)
  if (read === undefined) return null
  const { id, w3id, schemaId, operation, test, envelopeHash } = read
  return {
    ...{ id, w3id, schemaId, data: read.data ?? null },
    ...(operation === 'delete' && { operation }),
    ...(test === true && { test }),
    ...(envelopeHash != null && { envelopeHash }),
  }
}
