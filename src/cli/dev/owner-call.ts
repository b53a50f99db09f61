import { z } from 'zod'
import type { OwnerAccess } from '../../evault/index.ts'

const answerPlatform = `mutation ($uri: String!) {
  answerPlatform(uri: $uri) {
    session { state status response host }
    errors { message }
  }
}`
const refusals = z.array(z.object({ message: z.string() }))
const sessionSchema = z.object({
  /** `refused`: the platform does not take it; `undelivered`: it could not be reached, or is busy. */
  state: z.enum(['delivered', 'refused', 'undelivered']),
  status: z.number().nullable(),
  response: z.string().nullable(),
  host: z.string(),
})
const answerSchema = z.object({
  data: z
    .object({ answerPlatform: z.object({ session: sessionSchema.nullable(), errors: refusals }) })
    .nullish(),
  errors: refusals.optional(),
})

/** What became of an answer to a platform. */
export type Answered = z.infer<typeof sessionSchema>

/** Why a vault did not sign. */
export class NotSigned extends Error {}

/**
 * Has a vault answer a `w3ds://` link in its owner's name, as the app does. Protocol §7.
 * @throws NotSigned with the vault's own words
 */
export async function answerLink(owner: OwnerAccess, uri: string): Promise<Answered> {
  const response = await fetch(owner.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
    body: JSON.stringify({ query: answerPlatform, variables: { uri } }),
  })
  const { data, errors = [] } = answerSchema.parse(await response.json())
  const answered = data?.answerPlatform
  if (answered?.session) return answered.session
  const [refusal] = [...(answered?.errors ?? []), ...errors]
  throw new NotSigned(refusal?.message ?? 'The vault did not answer.')
}
