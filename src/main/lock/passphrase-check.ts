import { t } from '@lingui/core/macro'
import type { PassphraseAnswer } from '../../ipc/lock.ts'
import { retryAt } from './attempts.ts'
import { type LockRecord, noFailures } from './lock-record.ts'
import { hashPassphrase, isPassphrase } from './passphrase.ts'

/** The lock's entry in the keychain, as it is known. */
export interface KeptRecord {
  readonly value: LockRecord | 'damaged'
  /** Resolves when the keychain has it. */
  change(changes: Partial<LockRecord>): Promise<void>
}

/** Tries passphrases, one at a time and not as often as somebody who guesses would like. */
export interface PassphraseCheck {
  /** In milliseconds since the epoch; null where one is tried at once. */
  readonly retryAt: number | null
  /**
   * Wipes the passphrase.
   * @throws Error with a message for the owner, where none can be tried now
   */
  try(passphrase: Uint8Array): Promise<PassphraseAnswer>
  /** Keeps another one, which is wiped; null for none. Whoever asks has proven to be the owner. */
  replace(passphrase: Uint8Array | null): Promise<void>
}

export function createPassphraseCheck(record: KeptRecord, now: () => number): PassphraseCheck {
  let turn: Promise<unknown> = Promise.resolve()
  const nextTry = () => (record.value === 'damaged' ? null : retryAt(record.value.failures, now()))

  async function attempt(passphrase: Uint8Array): Promise<PassphraseAnswer> {
    const known = record.value
    if (known === 'damaged') {
      throw new Error(
        t`The lock’s entry in your keychain can’t be read. Your recovery kit opens it.`,
      )
    }
    if (known.passphrase === null || nextTry() !== null) {
      return { isRight: false, retryAt: nextTry() }
    }
    // Counted before it is looked at: ending the app meanwhile is no way to try for free.
    const failures = { count: known.failures.count + 1, lastAt: now() }
    await record.change({ failures })
    const isRight = await isPassphrase(passphrase, known.passphrase)
    if (isRight) await record.change({ failures: noFailures })
    return { isRight, retryAt: nextTry() }
  }

  return {
    get retryAt() {
      return nextTry()
    },
    try(passphrase) {
      const tried = turn.then(() => attempt(passphrase)).finally(() => passphrase.fill(0))
      turn = tried.catch(() => {})
      return tried
    },
    async replace(passphrase) {
      try {
        const hash = passphrase === null ? null : await hashPassphrase(passphrase)
        await record.change({ passphrase: hash, failures: noFailures })
      } finally {
        passphrase?.fill(0)
      }
    },
  }
}
