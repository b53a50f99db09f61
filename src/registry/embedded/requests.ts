import { z } from 'zod'
import { normaliseEName } from '../../w3id/ename.ts'
import { decodePublicKey } from '../../w3id/keys.ts'

/** Shorter ones could be guessed: only a quick hash of them is kept. */
const SHORTEST_SECRET = 32

/** A request that the protocol does not allow: becomes 400 with the message. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest'
  /** As Fastify’s own refusals have it. */
  readonly statusCode = 400
}

const text = z
  .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be text') })
  .trim()
  .min(1, 'is empty')
  .max(2048, 'is longer than 2048 characters')
  .regex(/^\P{Cc}*$/u, 'holds control characters')
const ename = checkedBy(normaliseEName)
const publicKey = checkedBy((key) => {
  decodePublicKey(key)
  return key
})
const webUrl = text.pipe(z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }))
const secret = text.pipe(
  z
    .string()
    .min(SHORTEST_SECRET, `has fewer than ${SHORTEST_SECRET} characters: draw it at random`),
)

export const resolveQuery = z.object({ w3id: ename })
export const enameQuery = z.object({ ename })
export const urlQuery = z.object({ url: webUrl })
export const certificationBody = z.object({
  platform: text,
  secret: text.optional(),
  proof: z.string('must be text').optional(),
})
export const registerBody = z.object({ ename, uri: webUrl, evault: text })
export const moveBody = z
  .object({ ename, uri: webUrl.optional(), evault: text.optional() })
  .refine(({ uri, evault }) => uri ?? evault, 'uri or evault is missing')
export const bindingBody = z.object({ ename, publicKey })
export const platformBody = z
  .object({ url: webUrl, secret: secret.optional(), publicKey: publicKey.optional() })
  .refine((body) => !(body.secret && body.publicKey), 'has a secret or a publicKey, not both')
export const notaryBody = z.object({ ename, url: webUrl, name: text.optional() })

/** What a request says, in the shape it has to have. Throws a BadRequest naming what is wrong. */
export function parse<T>(shape: z.ZodType<T>, input: unknown): T {
  const parsed = shape.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  throw new BadRequest(
    parsed.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; '),
  )
}

function checkedBy(check: (value: string) => string) {
  return text.transform((value, context) => {
    try {
      return check(value)
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : String(error))
      return z.NEVER
    }
  })
}
