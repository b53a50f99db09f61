import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { askOwner } from './owner-call.ts'
import type { DevPerson } from './people.ts'

const everyMs = 2_000

const query = '{ deliveryPlatforms { platform endpoint lastError } }'
const platformsSchema = z.object({
  deliveryPlatforms: z.array(
    z.object({ platform: z.string(), endpoint: z.string(), lastError: z.string().nullable() }),
  ),
})

/**
 * Tells of platforms that can't be told of changes, and when they can again: who develops one has
 * no window of these vaults to see it in.
 */
export function watchDeliveries(
  people: readonly DevPerson[],
  tell: (line: string) => void,
): AsyncDisposable {
  const closing = new AbortController()
  const loops = people.map((person) => watchPerson(person, tell, closing.signal))
  return {
    async [Symbol.asyncDispose]() {
      closing.abort()
      await Promise.all(loops)
    },
  }
}

async function watchPerson(
  { name, vault }: DevPerson,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const errors = new Map<string, string>()
  while (!signal.aborted) {
    // A vault that does not answer now is asked again: it says itself what is wrong.
    const asked = await askOwner(vault.owner, { query }, signal).catch(() => null)
    const { data } = platformsSchema.safeParse(asked?.data)
    for (const { platform, endpoint, lastError } of data?.deliveryPlatforms ?? []) {
      const before = errors.get(platform)
      if (lastError === (before ?? null)) continue
      if (lastError === null) {
        errors.delete(platform)
        tell(`${name}’s vault reaches ${endpoint} again.`)
      } else {
        errors.set(platform, lastError)
        tell(`${name}’s vault can’t tell ${endpoint} of changes: ${lastError}`)
      }
    }
    await sleep(everyMs, undefined, { signal }).catch(() => {})
  }
}
