import type { KeyFinder } from '../../registry/certified-keys.ts'
import { RegistryError } from '../../registry/errors.ts'
import { normaliseEName } from '../../w3id/ename.ts'
import type { TrustList } from '../../w3id/identity-log/entry.ts'
import { RequestError } from '../errors.ts'

const mostTrusted = 100
const longestWaitSeconds = 10 * 365 * 24 * 60 * 60

/**
 * A trust list as the identity log takes it.
 * @param ename whose list it is
 * @throws RequestError `INVALID_INPUT` that names what is wrong
 */
export function prepareTrust({ trusted, threshold, waitSeconds }: TrustList, ename: string) {
  const names = trusted.map(readName)
  const [twice] = names.filter((name, at) => names.indexOf(name) < at)
  if (names.length === 0 || names.length > mostTrusted) {
    throw invalid('trusted', `must have 1 to ${mostTrusted} names`)
  }
  if (twice !== undefined) throw invalid('trusted', `${twice} is there twice`)
  if (names.includes(ename)) throw invalid('trusted', 'must not name yourself')
  if (!isWithin(threshold, 1, names.length)) {
    throw invalid('threshold', `must be 1 to ${names.length}, the number of names`)
  }
  if (!isWithin(waitSeconds, 0, longestWaitSeconds)) {
    throw invalid('waitSeconds', 'must be 0 to 10 years')
  }
  return { threshold, trusted: names, waitSeconds }
}

/**
 * Refuses names that nobody could approve with: those without a vault or a certified key.
 * @throws RequestError `INVALID_INPUT`, `UNAVAILABLE` where one can't be reached now; both name it
 */
export async function refuseUnreachable(
  { trusted }: TrustList,
  { keysOf }: Pick<KeyFinder, 'keysOf'>,
): Promise<void> {
  await Promise.all(
    trusted.map(async (name) => {
      const keys = await keysOf(name).catch((error: unknown) => {
        if (!(error instanceof RegistryError)) throw error
        const message = `trusted: ${name} can't be reached now: ${error.message}.`
        throw new RequestError('UNAVAILABLE', message, 'trusted')
      })
      if (keys.length === 0) throw invalid('trusted', `${name} has no vault with a certified key`)
    }),
  )
}

function readName(text: string): string {
  try {
    return normaliseEName(text)
  } catch (error) {
    throw invalid('trusted', error instanceof Error ? error.message : String(error))
  }
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function invalid(field: string, problem: string): RequestError {
  return new RequestError('INVALID_INPUT', `${field}: ${problem}.`, field)
}
