import { postJson } from './http-call.ts'
import type { TestRegistry } from './types.ts'

/** What a platform's suite asks of a registry, of whichever kind. */
export function registryCalls({
  url,
  secret,
}: {
  readonly url: string
  readonly secret: string
}): Pick<TestRegistry, 'platformToken' | 'listPlatform'> {
  return {
    async platformToken(platform) {
      const answer = await postJson(`${url}/platforms/certification`, { platform })
      return (answer as { readonly token: string }).token
    },
    async listPlatform(platform) {
      await postJson(`${url}/platforms`, { url: platform }, { authorization: `Bearer ${secret}` })
    },
  }
}
