import type { IdentityKey } from './device-key.ts'

/** What the owner knows a key by. */
export function keyName({ isThisComputer, isInLog, device }: IdentityKey): string {
  if (isThisComputer) return 'This computer'
  return device || (isInLog ? 'A key of your identity log' : 'Device without a name')
}
