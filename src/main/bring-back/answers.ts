import {
  type KeyCustody,
  openBackupKeyByKit,
  type RecoveryKit,
  VaultStartError,
} from '../../evault/index.ts'
import type { Answer, Question } from '../vault/asker.ts'
import type { BringBackMethod } from './messages.ts'

/** What the process that brings a vault back may have done with keys. */
interface Keys {
  /** null before the owner has begun. */
  readonly custody: () => KeyCustody | null
  /** null where a passphrase opens the backups, or nothing is encrypted. */
  readonly kit: RecoveryKit | null
}

const ofStorage = ['createStorageKey', 'createRecoveryKey', 'publicKey'] as const

/**
 * Answers what the process asks of the keychain: what an encrypted data directory is made and opened
 * with, of one vault, and nothing that signs. It takes what strangers wrote.
 */
export function createAnswers({ custody, kit }: Keys) {
  let evaultId = kit?.evaultId ?? null

  async function carryOut(method: BringBackMethod, parameters: readonly unknown[]) {
    if (method === 'openBackupKeyByKit') {
      if (kit === null) throw new Error('there is no recovery kit')
      return openBackupKeyByKit(kit, parameters[0] as Uint8Array)
    }
    const [name, bytes] = parameters as [string, Uint8Array]
    const held = custody()
    if (held === null) throw new Error('the keychain is not open')
    // Without a kit, it is the first it asks for.
    evaultId ??= name.split('/')[0] ?? ''
    if (!name.startsWith(`${evaultId}/`)) throw new Error('the keys of another vault')
    const plain = ofStorage.find((one) => one === method)
    if (plain !== undefined) return held[plain](name)
    if (method === 'wrapDataKey' || method === 'unwrapDataKey') return held[method](name, bytes)
    throw new Error(`${method} is not for this process`)
  }

  return async ({ id, method, parameters }: Question<BringBackMethod>): Promise<Answer> => {
    try {
      return { kind: 'answer', id, value: await carryOut(method, parameters) }
    } catch (error) {
      const code = error instanceof VaultStartError ? error.code : 'UNEXPECTED'
      const message = error instanceof Error ? error.message : String(error)
      return { kind: 'refusal', id, code, message }
    }
  }
}
