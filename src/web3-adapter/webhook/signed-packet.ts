import { createHmac, timingSafeEqual } from 'node:crypto'

/** How old a signed packet may be, and how far two clocks may be apart. */
const longestAgeMs = 300_000

/** What a signature of a packet is made of. */
export interface SignedPacket {
  readonly header: (name: string) => string | undefined
  /** The body as it came. */
  readonly bytes: Uint8Array
}

/**
 * Whether a packet is signed with this secret: `X-EVault-Signature` over timestamp, dot and body,
 * at most five minutes ago; or, where there is none, `X-AAAS-Signature` over the body alone, which
 * says nothing about when. docs/protocol.md, "Webhooks".
 * @param now milliseconds since the epoch
 */
export function isSignedWith(secret: string, packet: SignedPacket, now: number): boolean {
  const { header, bytes } = packet
  const signature = header('x-evault-signature')
  if (signature === undefined) return isHmac(secret, [bytes], header('x-aaas-signature'))
  const timestamp = header('x-evault-timestamp') ?? ''
  if (!/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now - Number(timestamp) * 1000) > longestAgeMs) return false
  const [, hex] = /^sha256=([0-9a-f]{64})$/i.exec(signature) ?? []
  return isHmac(secret, [Buffer.from(`${timestamp}.`), bytes], hex)
}

function isHmac(secret: string, parts: readonly Uint8Array[], hex: string | undefined): boolean {
  if (hex === undefined || !/^[0-9a-f]{64}$/i.test(hex)) return false
  const made = createHmac('sha256', secret)
  for (const part of parts) made.update(part)
  return timingSafeEqual(made.digest(), Buffer.from(hex, 'hex'))
}
