import { t } from '@lingui/core/macro'
import type { IdentityKey } from './device-key.ts'

/** What the owner knows a key by. */
export function keyName({ isThisComputer, isInLog, device }: IdentityKey): string {
  if (isThisComputer) return t`This computer`
  return device || (isInLog ? t`A key of your identity log` : t`Device without a name`)
}
