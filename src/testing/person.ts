import { createKeyCustody, type SecretStore } from '../evault/index.ts'
import { askGraphQL } from './ask-graphql.ts'
import type { LinkAnswer, TestPerson } from './types.ts'

const answerPlatform = `mutation ($uri: String!) {
  answerPlatform(uri: $uri) {
    session { state status response }
    errors { message }
  }
}`

interface Answered {
  readonly answerPlatform: {
    readonly session: LinkAnswer | null
    readonly errors: readonly { readonly message: string }[]
  }
}

interface Means {
  readonly ename: string
  readonly owner: { readonly url: string; readonly token: string }
  /** What holds the key that the vault was made with. */
  readonly store: SecretStore
}

/** The owner of a vault: links go the way they take in the app. */
export function personOf({ ename, owner, store }: Means): TestPerson {
  return {
    ename,
    async sign(session) {
      const name = (await store.names('')).find((each) => each.endsWith('/owner'))
      if (name === undefined) throw new Error(`the vault of ${ename} has no key yet`)
      const bytes = new TextEncoder().encode(session)
      const raw = await createKeyCustody(store).sign(name, bytes, 'w3ds-session')
      return Buffer.from(raw).toString('base64')
    },
    async answer(uri) {
      const headers = { authorization: `Bearer ${owner.token}` }
      const asked = { query: answerPlatform, variables: { uri } }
      const { data, errors } = await askGraphQL<Answered>(owner.url, asked, headers)
      const answered = data?.answerPlatform
      if (answered?.session) return answered.session
      const [refusal] = [...(answered?.errors ?? []), ...errors]
      throw new Error(refusal?.message ?? 'the vault did not answer the link')
    },
  }
}
