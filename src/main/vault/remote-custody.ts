import {
  type KeyCustody,
  type Keychain,
  SigningRefused,
  VaultStartError,
} from '../../evault/index.ts'
import type { CustodyMethod, FromVault, ToVault } from './messages.ts'

/**
 * Key custody as the vault process has it: each call is a question to main, which holds the
 * keys. `hear` takes main's answers.
 */
export function createRemoteCustody(keychain: Keychain, send: (message: FromVault) => void) {
  const waiting = new Map<
    number,
    { readonly resolve: (value: never) => void; readonly reject: (reason: Error) => void }
  >()
  let lastId = 0

  function ask<T>(method: CustodyMethod, ...parameters: readonly unknown[]): Promise<T> {
    lastId += 1
    send({ kind: 'ask', id: lastId, method, parameters })
    return new Promise((resolve, reject) => waiting.set(lastId, { resolve, reject }))
  }

  const custody: KeyCustody = {
    keychain,
    createKey: (name) => ask('createKey', name),
    publicKey: (name) => ask('publicKey', name),
    sign: (name, bytes, purpose, origin) => ask('sign', name, bytes, purpose, origin),
    webhookSecret: (name) => ask('webhookSecret', name),
    setWebhookSecret: (name, secret) => ask('setWebhookSecret', name, secret),
    createStorageKey: (name) => ask('createStorageKey', name),
    wrapDataKey: (name, dataKey) => ask('wrapDataKey', name, dataKey),
    unwrapDataKey: (name, wrapped) => ask('unwrapDataKey', name, wrapped),
    createRecoveryKey: (name) => ask('createRecoveryKey', name),
    backupSecret: (name) => ask('backupSecret', name),
    setBackupSecret: (name, secret) => ask('setBackupSecret', name, secret),
    openBackupKey: (name, sealed) => ask('openBackupKey', name, sealed),
  }
  return {
    custody,
    hear(message: Extract<ToVault, { kind: 'answer' | 'refusal' }>): void {
      const answer = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.kind === 'answer') answer?.resolve(message.value as never)
      else answer?.reject(asError(message))
    },
  }
}

function asError({ code, message }: Extract<ToVault, { kind: 'refusal' }>): Error {
  return code === 'SIGNING_REFUSED'
    ? new SigningRefused(message)
    : new VaultStartError(code, message)
}
