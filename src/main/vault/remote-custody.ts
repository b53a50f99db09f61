import type { KeyCustody, Keychain } from '../../evault/index.ts'
import type { Asker } from './asker.ts'
import type { CustodyMethod } from './messages.ts'

/** Key custody of a process without keys: each call is a question to main, which holds them. */
export function createRemoteCustody(
  keychain: Keychain,
  ask: Asker<CustodyMethod>['ask'],
): KeyCustody {
  return {
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
}
