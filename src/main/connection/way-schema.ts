import { isIP } from 'node:net'
import { z } from 'zod'
import type { ConnectionWay } from '../../ipc/connection.ts'
import { publicOrigin } from '../../tunnel/tunnel.ts'

/** A name of DNS or an IP address, without brackets. */
export const hostSchema = z.string().max(253).refine(isHost)
export const portSchema = z.int().min(1).max(65_535)

const origin = z.string().refine((text) => publicOrigin(text) === text)
const listen = z.strictObject({
  address: z.string().refine((text) => text === '' || isHost(text)),
  /** 0 lets a server choose. */
  port: z.int().min(0).max(65_535),
})
/** What a login name may be: never an option, never two lines. */
const user = z.string().regex(/^[\w.][\w.@-]{0,63}$/)

/** A way of being reachable, from the window or from the settings: what it can do is bounded. */
export const waySchema: z.ZodType<ConnectionWay> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('own-address'),
    ...{ publicUrl: origin, listen, behindProxy: z.boolean() },
  }),
  z.strictObject({
    kind: z.literal('ssh'),
    ...{ host: hostSchema, port: portSchema, user, listen },
    ...{ publicUrl: origin, behindProxy: z.boolean() },
  }),
  z.strictObject({
    kind: z.literal('cloudflared'),
    named: z.strictObject({ publicUrl: origin, localPort: portSchema }).nullable(),
  }),
  z.strictObject({ kind: z.literal('ngrok'), domain: hostSchema.nullable() }),
  z.strictObject({
    kind: z.literal('relay'),
    ...{ host: hostSchema, port: portSchema, publicUrl: origin },
  }),
])

function isHost(text: string): boolean {
  return isIP(text) !== 0 || /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*\.?$/i.test(text)
}
