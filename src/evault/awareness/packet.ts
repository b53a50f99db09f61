import { createHmac, hash } from 'node:crypto'

/**
 * What goes to a platform: `POST {platform}/api/webhook`, `application/json`. Source: awareness
 * seed, "Packet Format"; protocol §8. Beyond the seed:
 *
 * - `X-EVault-Delivery`: a UUID that all attempts to send one change to one platform share;
 * - `X-EVault-Attempt`: 1 for the first attempt;
 * - `X-EVault-Timestamp`: when it was sent, in seconds since the epoch;
 * - where the owner made a secret for the platform: `X-EVault-Signature`, `sha256=` and the hex
 *   HMAC-SHA256 over the timestamp, a dot, and the body; and `X-AAAS-Signature`, the hex
 *   HMAC-SHA256 over the body, as the awareness service has it.
 *
 * A packet by reference has `envelopeHash` (as in the operation log) in place of `data`; one about
 * a deletion has `"operation": "delete"` and `data: null`; one that tests has `"test": true`.
 */
export interface Packet {
  readonly id: string
  /** The vault's eName. */
  readonly w3id: string
  readonly schemaId: string
  /** Multibase; null where the vault has no key. */
  readonly evaultPublicKey: string | null
}

/** @param payloadText the payload as JSON */
export function packetByValue(packet: Packet, payloadText: string): string {
  return written(packet, `"data":${payloadText}`)
}

/** @param envelopeHash as in the operation log */
export function packetByReference(packet: Packet, envelopeHash: string): string {
  return written(packet, `"envelopeHash":${JSON.stringify(envelopeHash)}`)
}

export function packetOfDeletion(packet: Packet): string {
  return written(packet, '"data":null,"operation":"delete"')
}

/** A packet about nothing, with which a platform can show that it answers. */
export function testPacket(packet: Packet): string {
  return written(packet, '"data":null,"test":true')
}

/**
 * The packet as the awareness service wants it. Source: protocol §8, `POST {AWARENESS}/ingest`.
 * @param requestingPlatform who is not to be told; null for nobody
 */
export function forService(packet: string, requestingPlatform: string | null): string {
  return `${packet.slice(0, -1)},"requestingPlatform":${JSON.stringify(requestingPlatform)}}`
}

/** Written by hand: the payload is JSON already, and may be long. */
function written({ id, w3id, schemaId, evaultPublicKey }: Packet, content: string): string {
  const head = `"id":${JSON.stringify(id)},"w3id":${JSON.stringify(w3id)}`
  const tail = `"evaultPublicKey":${JSON.stringify(evaultPublicKey)}`
  return `{${head},"schemaId":${JSON.stringify(schemaId)},${content},${tail}}`
}

/** One attempt to send one change to one platform. */
export interface Shipment {
  readonly ename: string
  readonly platform: string
  readonly metaEnvelopeId: string
  readonly sequence: number
  /** 1 for the first. */
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** @param secret its UTF-8 bytes are the key; null where there is none */
export function packetHeaders(
  shipment: Shipment,
  body: string,
  secret: string | null,
): Record<string, string> {
  const timestamp = String(Math.floor(shipment.at / 1_000))
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'eVault',
    'x-evault-delivery': deliveryId(shipment),
    'x-evault-attempt': String(shipment.number),
    'x-evault-timestamp': timestamp,
  }
  if (secret === null) return headers
  return {
    ...headers,
    'x-evault-signature': `sha256=${hmac(secret, `${timestamp}.`, body)}`,
    'x-aaas-signature': hmac(secret, body),
  }
}

/** Made from what it stands for, so that a crash changes nothing: a UUIDv8. */
function deliveryId({ ename, platform, metaEnvelopeId, sequence }: Shipment): string {
  const text = JSON.stringify([ename, platform, metaEnvelopeId, sequence])
  const hex = hash('sha256', text)
  const [a, b, c, d] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16), hex.slice(17, 20)]
  return `${a}-${b}-8${c}-8${d}-${hex.slice(20, 32)}`
}

function hmac(secret: string, ...parts: readonly string[]): string {
  const made = createHmac('sha256', secret)
  for (const part of parts) made.update(part)
  return made.digest('hex')
}
