import { t } from '@lingui/core/macro'
import type { RegistryProblemCode } from '../../graphql/documents.generated.ts'
import type { CauseWords } from './cause-words.ts'

/** Why a registry did not take the address, and what can be done. Its own words are English. */
export function registryProblemWords(
  code: RegistryProblemCode,
  detail: string | null,
  host: string,
): CauseWords {
  const what = meaningOf(code, host)
  return {
    what: detail === null ? what : t`${what} It says: “${detail}”`,
    wayOut: wayOutOf(code),
  }
}

function meaningOf(code: RegistryProblemCode, host: string): string {
  switch (code) {
    case 'UNREACHABLE':
      return t`The registry at ${host} did not answer in time.`
    case 'REFUSED':
      return t`The registry at ${host} refused.`
    case 'BAD_ANSWER':
      return t`The registry at ${host} answers with something that can’t be understood.`
    case 'INVALID_TOKEN':
      return t`What the registry at ${host} issued does not hold.`
    case 'OTHER_ADDRESS':
      return t`The registry at ${host} took the address, and sends those who ask somewhere else.`
    case 'UNEXPECTED':
      return t`Something went wrong with the registry at ${host}.`
  }
}

function wayOutOf(code: RegistryProblemCode): string {
  switch (code) {
    case 'UNREACHABLE':
    case 'UNEXPECTED':
      return t`It is asked again by itself.`
    default:
      return t`It is asked again by itself. If it stays so, tell whoever runs the registry.`
  }
}
