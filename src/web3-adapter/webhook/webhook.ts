import { type Packet, readPacket } from './packet.ts'
import { type NoBody, type PacketBody, readNodeBody, readWebBody } from './packet-body.ts'
import { isSignedWith } from './signed-packet.ts'
import type { Webhook, WebhookOptions } from './types.ts'

/** What a vault is told. */
interface Answer {
  readonly status: number
  readonly body: { readonly received: true } | { readonly error: string }
}

/** A request, whoever has brought it. */
interface Delivery {
  readonly method: string | undefined
  readonly header: (name: string) => string | undefined
  readonly readBody: () => Promise<PacketBody | NoBody>
}

const received: Answer = { status: 200, body: { received: true } }

/**
 * Makes the receiver of what vaults tell. It answers 200 to what was taken and to packets that
 * test, 400 to what is no packet, 401 where a secret demands another signature, 405, 413 beyond
 * 8 MiB, 415 to what is no JSON, and 500 where `onPacket` throws. docs/protocol.md, "Webhooks".
 */
export function createWebhook(options: WebhookOptions): Webhook {
  const { log = () => {}, now = Date.now } = options

  async function answerTo(delivery: Delivery): Promise<Answer> {
    try {
      return await take(delivery)
    } catch (error) {
      log(`A packet could not be taken: ${error instanceof Error ? error.message : 'unknown'}`)
      return refused(500, 'The packet could not be taken: send it again later')
    }
  }

  async function take({ method, header, readBody }: Delivery): Promise<Answer> {
    if (method !== 'POST') return refused(405, 'Packets come by POST')
    if (!/^application\/(\S+\+)?json\s*(;|$)/i.test(header('content-type') ?? '')) {
      return refused(415, 'Packets are JSON')
    }
    const body = await readBody()
    if (body === 'too-large') return refused(413, 'The packet is larger than 8 MiB')
    if (body === 'gone') throw new Error('another part of the server has read the request before')
    const packet = readPacket(body.json)
    if (packet === null) return refused(400, 'This is no packet')
    if (!(await isFromVault(packet, body, header))) {
      return refused(401, 'The signature is missing, too old, or not made with our secret')
    }
    if (packet.test !== true) await options.onPacket(packet)
    return received
  }

  async function isFromVault(
    { w3id }: Packet,
    { bytes }: PacketBody,
    header: Delivery['header'],
  ): Promise<boolean> {
    const secret = await options.secretOf?.(w3id)
    if (secret === undefined) return true
    if (bytes === null) {
      throw new Error(
        'its signature is over the bytes of the body, which were parsed before: keep them as request.rawBody, or let the webhook read the body',
      )
    }
    return isSignedWith(secret, { header, bytes }, now())
  }

  return {
    async fetch(request) {
      const { status, body } = await answerTo({
        method: request.method,
        header: (name) => request.headers.get(name) ?? undefined,
        readBody: () => readWebBody(request),
      })
      return Response.json(body, { status })
    },
    async node(request, response) {
      const { status, body } = await answerTo({
        method: request.method,
        header: (name) => [request.headers[name] ?? []].flat()[0],
        readBody: () => readNodeBody(request),
      })
      // Whoever has more to say is not listened to.
      if (!request.complete && !request.readableEnded) response.setHeader('connection', 'close')
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    },
  }
}

function refused(status: number, error: string): Answer {
  return { status, body: { error } }
}
