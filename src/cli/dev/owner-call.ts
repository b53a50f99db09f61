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
const dataSchema = z.object({
  answerPlatform: z.object({ session: sessionSchema.nullable(), errors: refusals }),
})
const answerSchema = z.object({ data: z.unknown(), errors: refusals.default([]) })

/** What became of an answer to a platform. */
export type Answered = z.infer<typeof sessionSchema>

/** Why a vault did not sign. */
export class NotSigned extends Error {}

/**
 * Has a vault answer a `w3ds://` link in its owner's name, as the app does. Protocol §7.
 * @throws NotSigned with the vault's own words
 */
export async function answerLink(owner: OwnerAccess, uri: string): Promise<Answered> {
  const { data, errors } = await askOwner(owner, { query: answerPlatform, variables: { uri } })
  const answered = dataSchema.safeParse(data).data?.answerPlatform
  if (answered?.session) return answered.session
  const [refusal] = [...(answered?.errors ?? []), ...errors]
  throw new NotSigned(refusal?.message ?? 'The vault did not answer.')
}

/** Asks a vault as its owner. */
export async function askOwner(
  owner: OwnerAccess,
  asked: { readonly query: string; readonly variables?: object },
  signal?: AbortSignal,
): Promise<z.infer<typeof answerSchema>> {
  const response = await fetch(owner.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
    body: JSON.stringify(asked),
    ...(signal !== undefined && { signal }),
  })
  return answerSchema.parse(await response.json())
}
