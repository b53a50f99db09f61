import { RecoveryKitError, VaultStartError } from '../../evault/index.ts'
import type { BringBackFailure } from '../../ipc/bring-back.ts'

/** Why the process that brings a vault back did not do what it was told to. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure'
  constructor(readonly failure: BringBackFailure) {
    super(failure.message)
  }
}

/** Why a vault was not brought back, for the window. */
export function failureOf(error: unknown): BringBackFailure {
  if (error instanceof RunFailure) return error.failure
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof VaultStartError) return { code: error.code, message }
  return { code: error instanceof RecoveryKitError ? 'KIT_REFUSED' : 'UNEXPECTED', message }
}
