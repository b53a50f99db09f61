import type { RegistryClient } from '../../registry/client.ts'
import type { PlatformListing } from '../keys/custody.ts'

/** The owner waits for the question. */
const longestWaitMs = 5_000

/**
 * Whether the registry lists a platform at this host (with its port).
 * @returns `unknown` when it can't be asked in time
 */
export async function listingOf(
  registry: Pick<RegistryClient, 'platforms'>,
  host: string,
): Promise<PlatformListing> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, longestWaitMs, null)
  })
  const asked = registry.platforms().catch(() => null)
  const platforms = await Promise.race([asked, late])
  clearTimeout(timer)
  if (platforms === null) return 'unknown'
  const isListed = platforms.some((url) => URL.canParse(url) && new URL(url).host === host)
  return isListed ? 'listed' : 'unlisted'
}
