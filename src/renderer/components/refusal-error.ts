import { t } from '@lingui/core/macro'
import { vaultWords } from './vault-words.ts'

/** Why the vault refused something, as it says it; empty or none where it gives no reason. */
export type Reasons = readonly Parameters<typeof vaultWords>[0][] | null | undefined

/** The vault's reasons in words for the owner, as something to throw. */
export function refusalError(reasons: Reasons): Error {
  return new Error(reasons?.map(vaultWords).join(' ') || t`The vault refused.`)
}
