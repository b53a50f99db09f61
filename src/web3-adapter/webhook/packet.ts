import type { Payload } from '../mapping/types.ts'

/**
 * What a vault tells a platform: a record was created, changed or deleted. Protocol §8;
 * docs/protocol.md, "Webhooks".
 */
export interface Packet {
  /** The record's. */
  readonly id: string
  /** The eName of the vault. */
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
