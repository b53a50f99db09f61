import type { Grant } from '../access/authorise.ts'
import { isCovered } from '../envelopes/covered-by.ts'
import { deletionHash, envelopeHash } from '../log/chain.ts'
import { forService, packetByReference, packetByValue, packetOfDeletion } from './packet.ts'
import type { WithheldReason } from './plan.ts'
import type { DeliverySettings } from './platforms.ts'
import type { Content, Due } from './queue.ts'

/** What goes to a platform, and what it discloses. */
export interface Load {
  readonly body: string
  readonly mode: 'value' | 'reference' | 'deletion'
  readonly ontology: string
  readonly envelopeHash: string
  /** The change that is sent: the one that was due, or a newer one. */
  readonly sequence: number
}

/** What is not sent, and why. */
export interface Withheld {
  readonly withheld: WithheldReason
}

interface Destination {
  readonly platform: Pick<DeliverySettings, 'ontologies' | 'mode' | 'deletes'>
  /** What it may read now; null for nothing. */
  readonly grant: Grant<'read'> | null
  readonly isService: boolean
  readonly evaultPublicKey: string | null
}

/**
 * Makes the packet of a delivery out of what the record is now, by what the owner has decided now.
 * @param content the record; undefined where nothing is left of it
 */
export function loadOf(
  due: Pick<
    Due,
    'ename' | 'metaEnvelopeId' | 'sequence' | 'origin' | 'deliveredSequence' | 'ontology'
  >,
  content: Content | undefined,
  { platform, grant, isService, evaultPublicKey }: Destination,
): Load | Withheld {
  const { ename, metaEnvelopeId: id, sequence, origin } = due
  const isDeletion = content === undefined || content.payloadText === null
  if (isDeletion && !platform.deletes) return { withheld: 'DELETED' }
  if (grant === null) return { withheld: 'NO_ACCESS' }
  const ontology = content?.ontology ?? due.ontology
  if (platform.ontologies !== null && !platform.ontologies.includes(ontology)) {
    return { withheld: 'NOT_SUBSCRIBED' }
  }
  const isReadable = content !== undefined && isCovered(grant, { ename, ...content })
  // Who has the record learns nothing new from its end.
  if (!isReadable && !(isDeletion && due.deliveredSequence !== null)) {
    return { withheld: 'NO_ACCESS' }
  }
  const packet = { id, w3id: ename, schemaId: ontology, evaultPublicKey }
  const addressed = (body: string) => (isService ? forService(body, origin) : body)
  const at = { ontology, sequence: content?.newer ?? sequence }
  if (isDeletion) {
    const body = addressed(packetOfDeletion(packet))
    return { ...at, body, mode: 'deletion', envelopeHash: deletionHash(id) }
  }
  const payloadText = content.payloadText as string
  const hash = envelopeHash(id, ontology, payloadText)
  const { mode } = platform
  const body =
    mode === 'value' ? packetByValue(packet, payloadText) : packetByReference(packet, hash)
  return { ...at, body: addressed(body), mode, envelopeHash: hash }
}
