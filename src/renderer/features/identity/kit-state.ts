import type { KitStatus } from '../../../ipc/contract.ts'

export type KitState = 'none' | 'current' | 'old'

/**
 * What a saved recovery kit is worth: `old` lacks keys that were made since. `head` is the
 * `versionId` of the identity log's newest entry.
 */
export function kitState({ savedAt, logVersion }: KitStatus, head: string | undefined): KitState {
  if (savedAt === null) return 'none'
  return logVersion === head ? 'current' : 'old'
}
