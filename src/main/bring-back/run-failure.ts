import type { BringBackFailure } from '../../ipc/bring-back.ts'

/** Why the process that brings a vault back did not do what it was told to. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure'
  constructor(readonly failure: BringBackFailure) {
    super(failure.message)
  }
}
